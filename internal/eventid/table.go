package eventid

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// table is a set of UUIDs: arrays of groups, in which each UUID is in the group that its
// hash chooses, or in the next one that was not full. It has no pointers, and the bytes of
// its UUIDs can be written to a file as they are.
//
// A lookup of a new UUID reads tags only, all of a group at a time. They are so few that they
// often are in the processor's cache, where UUIDs are not, and the processor needs not
// wait for them: nearly always it guesses right what comes of them.
type table struct {
	tags   []byte // some bits of the hash of each UUID; zero is a free place
	slots  []byte // the UUIDs, one after the other
	length int
}

const (
	slotSize  = len(uuid{})
	groupSize = 16 // places
)

// newTable returns a table with so many places.
func newTable(places int) table {
	return table{tags: make([]byte, places), slots: make([]byte, places*slotSize)}
}

// isFull reports whether three quarters of the places are taken: then too many groups
// are full.
func (t *table) isFull() bool { return t.length*4 >= len(t.tags)*3 }

// choosePlace returns the place, among so many, at which the search for a hash begins. The
// order of places is that of hashes, whatever their number.
func choosePlace(hash uint64, places int) int {
	place, _ := bits.Mul64(hash, uint64(places))
	return int(place)
}

// chooseGroup returns the first place of the group at which the search begins.
func chooseGroup(hash uint64, places int) int {
	return choosePlace(hash, places/groupSize) * groupSize
}

// makeTag returns the tag of a hash. The lowest bits chose a shard, and the highest choose
// a group.
func makeTag(hash uint64) byte { return max(byte(hash>>shardBits), 1) }

// Each has one in each byte of a word, and high has the highest bit.
const (
	each = 0x0101010101010101
	high = 0x8080808080808080
)

// markZeros returns the highest bit of each byte that is zero. Above the lowest one, it can
// mark others.
func markZeros(word uint64) uint64 { return (word - each) &^ word & high }

// firstMarked returns which byte of a word is the first that is marked.
func firstMarked(marks uint64) int { return bits.TrailingZeros64(marks) / 8 }

// find returns the place of the key, or else where it would be.
func (t *table) find(key *uuid, hash uint64) (at int, found bool) {
	if len(t.tags) == 0 {
		return 0, false
	}
	for group, wanted := chooseGroup(hash, len(t.tags)), uint64(makeTag(hash))*each; ; {
		tags := t.tags[group:][:groupSize]
		low, top := binary.LittleEndian.Uint64(tags), binary.LittleEndian.Uint64(tags[8:])
		if same := [2]uint64{markZeros(low ^ wanted), markZeros(top ^ wanted)}; same[0]|same[1] != 0 {
			if at, found = t.findMarked(key, group, same); found {
				return at, true
			}
		}
		if top>>56 == 0 {
			if free := markZeros(low); free != 0 {
				return group + firstMarked(free), false
			}
			return group + 8 + firstMarked(markZeros(top)), false
		}
		if group += groupSize; group == len(t.tags) {
			group = 0
		}
	}
}

// findMarked looks for the key at those places of a group that are marked.
func (t *table) findMarked(key *uuid, group int, marks [2]uint64) (at int, found bool) {
	for i, some := range marks {
		for ; some != 0; some &= some - 1 {
			at = group + i*8 + firstMarked(some)
			if uuid(t.slots[at*slotSize:][:slotSize]) == *key {
				return at, true
			}
		}
	}
	return 0, false
}

// insert adds a key that is not there, at the place that find returned.
func (t *table) insert(key *uuid, hash uint64, at int) {
	t.tags[at] = makeTag(hash)
	copy(t.slots[at*slotSize:], key[:])
	t.length++
}

// grow gives the table more places.
func (t *table) grow(seed maphash.Seed) {
	places := max(leastPlaces, len(t.tags)*2)
	if len(t.tags) >= generationPlaces {
		places = len(t.tags) / groupSize * 3 / 2 * groupSize // the arrays are most of the memory
	}
	grown := newTable(places)
	for from, tag := range t.tags {
		if tag == 0 {
			continue
		}
		key := uuid(t.slots[from*slotSize:][:slotSize])
		hash := hashKey(seed, &key)
		at, _ := grown.find(&key, hash)
		grown.insert(&key, hash, at)
	}
	*t = grown
}

// clear removes all keys.
func (t *table) clear() {
	clear(t.tags)
	clear(t.slots)
	t.length = 0
}

// isFree reports whether a slot has no UUID.
func isFree(slot []byte) bool {
	return binary.LittleEndian.Uint64(slot)|binary.LittleEndian.Uint64(slot[8:]) == 0
}

// hashKey returns the hash by which a key is found.
func hashKey(seed maphash.Seed, key *uuid) uint64 { return maphash.Bytes(seed, key[:]) }
