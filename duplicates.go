package trailq

import (
	"strings"
	"sync"
)

// seenIDs remembers eventIDs. It is safe for concurrent use: the ID chooses one of
// several shards, each with a lock of its own.
type seenIDs struct {
	drops  bool
	counts bool
	shards [seenShardCount]seenShard
}

const seenShardCount = 64

// seenShard remembers the IDs of its share.
type seenShard struct {
	mu     sync.Mutex
	recent map[eventKey]struct{}
	older  map[eventKey]struct{} // if old IDs are forgotten
	texts  map[string]struct{}   // eventIDs that are not UUIDs
}

// eventKey is an eventID: a UUID of 16 bytes.
type eventKey [16]byte

// minRecentIDs is how many eventIDs are remembered at least if old IDs are
// forgotten.
const minRecentIDs = 1 << 20

func newSeen(duplicates Duplicates) *seenIDs {
	return &seenIDs{drops: duplicates == DropDuplicates, counts: duplicates == CountDuplicates}
}

// add adds an eventID, and reports whether it was there already.
func (s *seenIDs) add(id string) bool {
	if id == "" || !s.drops && !s.counts {
		return false
	}
	key, isUUID := parseEventKey(id)
	shard := &s.shards[key[0]%seenShardCount]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if !isUUID {
		return shard.addText(id, s.counts)
	}
	return shard.addKey(key, s.counts)
}

// addKey does what add does, for a UUID. With forget set, only recent IDs are kept.
func (s *seenShard) addKey(key eventKey, forget bool) bool {
	if _, found := s.recent[key]; found {
		return true
	}
	if _, found := s.older[key]; found {
		return true
	}
	// IDs spread evenly over the shards; a quarter more than the average is enough
	// for every shard to keep its share of minRecentIDs.
	if s.recent == nil || forget && len(s.recent) >= minRecentIDs/seenShardCount*5/4 {
		s.older, s.recent = s.recent, make(map[eventKey]struct{}, len(s.recent))
	}
	s.recent[key] = struct{}{}
	return false
}

// addText does what add does, for an ID that is not a UUID; CloudTrail writes none.
func (s *seenShard) addText(id string, forget bool) bool {
	if _, found := s.texts[id]; found {
		return true
	}
	if s.texts == nil || forget && len(s.texts) >= minRecentIDs/8 {
		s.texts = make(map[string]struct{})
	}
	s.texts[strings.Clone(id)] = struct{}{}
	return false
}

// parseEventKey parses a UUID as CloudTrail writes it, in lower case only, so
// that different texts never have the same key.
func parseEventKey(id string) (key eventKey, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return eventKey{}, false
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
		return eventKey{}, false
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
