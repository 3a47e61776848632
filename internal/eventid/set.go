// Package eventid remembers the eventIDs that came before, so that duplicate
// deliveries can be told. [NewSet] makes a [Set]; Add reports what came before.
package eventid

import (
	"strings"
	"sync"
)

// Memory says how long a Set remembers.
type Memory int

const (
	// Exact remembers every eventID, in about 40 bytes each.
	Exact Memory = iota
	// Recent remembers the last million eventIDs at least, in some 100 MB at most.
	Recent
)

// Set remembers eventIDs. It is safe for concurrent use: the ID chooses one of
// several shards, each with a lock of its own. A nil Set remembers nothing.
type Set struct {
	memory Memory
	shards [shardCount]shard
}

const shardCount = 64

// shard remembers the IDs of its share.
type shard struct {
	mu     sync.Mutex
	recent map[uuid]struct{}
	older  map[uuid]struct{}   // if old IDs are forgotten
	texts  map[string]struct{} // eventIDs that are not UUIDs
}

// uuid is an eventID in CloudTrail's form.
type uuid [16]byte

// minRecentIDs is how many eventIDs are remembered at least if old IDs are
// forgotten.
const minRecentIDs = 1 << 20

// NewSet returns an empty Set.
func NewSet(memory Memory) *Set { return &Set{memory: memory} }

// Add adds an eventID, and reports whether the set remembers it already. It adds no
// empty one.
func (s *Set) Add(id string) bool {
	if s == nil || id == "" {
		return false
	}
	key, isUUID := parseUUID(id)
	part := &s.shards[key[0]%shardCount]
	part.mu.Lock()
	defer part.mu.Unlock()
	if !isUUID {
		return part.addText(id, s.memory)
	}
	return part.addKey(key, s.memory)
}

// addKey does what Add does, for a UUID.
func (s *shard) addKey(key uuid, memory Memory) bool {
	if _, found := s.recent[key]; found {
		return true
	}
	if _, found := s.older[key]; found {
		return true
	}
	// IDs spread evenly over the shards; a quarter more than the average is enough
	// for every shard to keep its share of minRecentIDs.
	if s.recent == nil || memory == Recent && len(s.recent) >= minRecentIDs/shardCount*5/4 {
		s.older, s.recent = s.recent, make(map[uuid]struct{}, len(s.recent))
	}
	s.recent[key] = struct{}{}
	return false
}

// addText does what Add does, for an ID that is not a UUID; CloudTrail writes none.
func (s *shard) addText(id string, memory Memory) bool {
	if _, found := s.texts[id]; found {
		return true
	}
	if s.texts == nil || memory == Recent && len(s.texts) >= minRecentIDs/8 {
		s.texts = make(map[string]struct{})
	}
	s.texts[strings.Clone(id)] = struct{}{}
	return false
}

// parseUUID parses a UUID as CloudTrail writes it, in lower case only, so
// that different texts never have the same key.
func parseUUID(id string) (key uuid, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return uuid{}, false
	}
	at, all := 0, byte(0)
	for i := range key {
		high, low := hexDigitValues[id[at]], hexDigitValues[id[at+1]]
		all |= high | low
		key[i] = high<<4 | low
		if at += 2; at == 8 || at == 13 || at == 18 || at == 23 {
			at++
		}
	}
	if all > 0xf {
		return uuid{}, false
	}
	return key, true
}

// hexDigitValues has the value of each byte that is a lower-case hexadecimal digit,
// and 255 for the others.
const hexDigitValues = "" +
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
