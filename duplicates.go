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
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return eventKey{}, false
	}
	at, all := 0, byte(0)
	for i := range key {
		high, low := digitValues[id[at]], digitValues[id[at+1]]
		all |= high | low
		key[i] = high<<4 | low
		if at += 2; at == 8 || at == 13 || at == 18 || at == 23 {
			at++
		}
	}
	if all > 0xf {
		return eventKey{}, false
	}
	return key, true
}

// digitValues has the value of each byte that is a digit, and 255 for others.
const digitValues = "" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\x0a\x0b\x0c\x0d\x0e\x0f\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
