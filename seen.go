package trailq

import (
	"strings"
	"sync"
)

// seen knows the eventIDs that have come. It is safe for concurrent use: it has
// shards, each with its lock, chosen by the id.
type seen struct {
	drop   bool
	count  bool
	shards [seenShards]seenShard
}

const seenShards = 64

// seenShard knows the ids of its share.
type seenShard struct {
	mu     sync.Mutex
	recent map[eventKey]struct{}
	older  map[eventKey]struct{} // when only recent ones are to be known
	odd    map[string]struct{}   // eventIDs that are no UUID
}

// eventKey is an eventID: a UUID of 16 bytes.
type eventKey [16]byte

// recentEvents is how many eventIDs are known at least where not all are.
const recentEvents = 1 << 20

func newSeen(duplicates Duplicates) *seen {
	return &seen{drop: duplicates == DropDuplicates, count: duplicates == CountDuplicates}
}

// before reports whether an eventID has come before, and knows it from now on.
func (s *seen) before(id string) bool {
	if id == "" || !s.drop && !s.count {
		return false
	}
	key, isUUID := parseEventKey(id)
	shard := &s.shards[key[0]%seenShards]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if !isUUID {
		return shard.beforeOdd(id, s.count)
	}
	return shard.before(key, s.count)
}

// before is that of a UUID; where forget is set, only recent ones are known.
func (s *seenShard) before(key eventKey, forget bool) bool {
	if _, found := s.recent[key]; found {
		return true
	}
	if _, found := s.older[key]; found {
		return true
	}
	// The ids spread evenly; a little more than their share keeps the promise.
	if s.recent == nil || forget && len(s.recent) >= recentEvents/seenShards*5/4 {
		s.older, s.recent = s.recent, make(map[eventKey]struct{}, len(s.recent))
	}
	s.recent[key] = struct{}{}
	return false
}

// beforeOdd is before for an id that is no UUID; CloudTrail writes none.
func (s *seenShard) beforeOdd(id string, forget bool) bool {
	if _, found := s.odd[id]; found {
		return true
	}
	if s.odd == nil || forget && len(s.odd) >= recentEvents/8 {
		s.odd = make(map[string]struct{})
	}
	s.odd[strings.Clone(id)] = struct{}{}
	return false
}

// parseEventKey reads a UUID as CloudTrail writes it, in lower case only, so
// that different texts never give the same key.
func parseEventKey(id string) (key eventKey, ok bool) {
	const form = "00000000-0000-0000-0000-000000000000"
	if len(id) != len(form) {
		return eventKey{}, false
	}
	digits := 0
	for i := range len(form) {
		c := id[i]
		switch {
		case form[i] == '-':
			if c != '-' {
				return eventKey{}, false
			}
			continue
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		default:
			return eventKey{}, false
		}
		key[digits/2] = key[digits/2]<<4 | c
		digits++
	}
	return key, true
}
