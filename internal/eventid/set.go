// Package eventid remembers the eventIDs that came before, so that duplicate
// deliveries can be told. [NewSet] makes a [Set]; Add reports what came before.
package eventid

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// Memory says how long a Set remembers.
type Memory int

const (
	// Exact remembers every eventID: in 23 to 34 bytes each, or in 5 to 8 if there is
	// a folder for the rest.
	Exact Memory = iota
	// Recent remembers the last million eventIDs at least, in some 54 MB at most.
	Recent
)

// Set remembers eventIDs. It is safe for concurrent use: the ID chooses one of
// several shards, each with a lock of its own. A nil Set remembers nothing.
type Set struct {
	memory Memory
	seed   maphash.Seed
	spill  *spill       // nil if all IDs stay in memory
	adders atomic.Int64 // that have not ended
	shards [shardCount]shard
}

const (
	shardBits  = 6
	shardCount = 1 << shardBits
)

// shard remembers the IDs of its share.
type shard struct {
	mu     sync.Mutex
	recent table
	older  table               // if old IDs are forgotten
	moved  spilled             // if they are moved to a file
	texts  map[string]struct{} // eventIDs that are not UUIDs
}

const (
	// minRecentIDs is how many eventIDs are remembered at least if old IDs are
	// forgotten.
	minRecentIDs = 1 << 20
	// generationPlaces is the size of a shard's table from which on its IDs are old
	// when it is full. IDs spread evenly over the shards; an eighth more than the average
	// is enough for every shard to keep its share of minRecentIDs.
	generationPlaces = minRecentIDs / shardCount * 9 / 8 * 4 / 3
	leastPlaces      = generationPlaces >> 9
)

// NewSet returns an empty Set. If it is exact and folder is not empty, the Set keeps most
// IDs in a file there, which Close removes.
func NewSet(memory Memory, folder string) *Set {
	s := &Set{memory: memory, seed: maphash.MakeSeed()}
	if memory == Exact && folder != "" {
		s.spill = &spill{folder: folder}
	}
	return s
}

// Close removes what the set has on the disk. The set can't be used then.
func (s *Set) Close() error {
	if s == nil {
		return nil
	}
	return s.spill.close()
}

// forgetAll frees the memory of the set.
func (s *Set) forgetAll() {
	for i := range s.shards {
		part := &s.shards[i]
		part.mu.Lock()
		part.recent, part.older, part.moved, part.texts = table{}, table{}, spilled{}, nil
		part.mu.Unlock()
	}
}

// Add adds an eventID, and reports whether the set remembers it already. It adds no
// empty one. An error means that the file of the set cannot be read.
func (s *Set) Add(id []byte) (bool, error) {
	if s == nil || len(id) == 0 {
		return false, nil
	}
	key, isUUID := parseUUID(id)
	if !isUUID {
		return s.shards[0].addText(string(id), s.memory), nil
	}
	hash := hashKey(s.seed, &key)
	part := &s.shards[hash%shardCount]
	part.mu.Lock()
	defer part.mu.Unlock()
	return part.addKey(s, &key, hash)
}

// addKey does what Add does, for a UUID.
func (s *shard) addKey(set *Set, key *uuid, hash uint64) (bool, error) {
	at, found := s.recent.find(key, hash)
	if !found {
		_, found = s.older.find(key, hash)
	}
	if found {
		return true, nil
	}
	if found, err := s.moved.contains(key, hash, set.spill); found || err != nil {
		return found, err
	}
	if s.recent.isFull() {
		if err := s.makeRoom(set); err != nil {
			return false, err
		}
		at, _ = s.recent.find(key, hash)
	}
	s.recent.insert(key, hash, at)
	return false, nil
}

// makeRoom makes room for new IDs: a full generation is old then.
func (s *shard) makeRoom(set *Set) error {
	if len(s.recent.tags) < generationPlaces {
		s.recent.grow(set.seed)
		return nil
	}
	if set.memory == Recent {
		s.forgetOld()
		return nil
	}
	isMoved, err := s.moved.addTable(&s.recent, set.seed, set.spill)
	if !isMoved {
		s.recent.grow(set.seed)
	}
	return err
}

// forgetOld starts a generation, in the memory of the one that is forgotten.
func (s *shard) forgetOld() {
	s.older, s.recent = s.recent, s.older
	if len(s.recent.tags) == 0 {
		s.recent = newTable(generationPlaces)
	}
	s.recent.clear()
}

// addText does what Add does, for an ID that is not a UUID; CloudTrail writes none.
func (s *shard) addText(id string, memory Memory) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, found := s.texts[id]; found {
		return true
	}
	if s.texts == nil || memory == Recent && len(s.texts) >= minRecentIDs/8 {
		s.texts = make(map[string]struct{})
	}
	s.texts[id] = struct{}{}
	return false
}
