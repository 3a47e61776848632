package eventid

import "hash/maphash"

// spilled is a set of UUIDs that are in the spill. Memory has a mark of each, a few bits of
// its hash and the number of its table, at the place that the hash chooses or the
// next one that was free. A UUID without a mark is new. One with a mark is looked up in the
// file, so that the answer is exact.
type spilled struct {
	marks  []uint32 // zero is a free place
	length int
	tables []int64 // where their bytes are in the spill
}

// The low bits of a mark are the number of its table, from 1. The high bits are those of
// the hash.
const (
	tableBits = 12
	maxTables = 1<<tableBits - 1
)

// makeMark returns the mark of a UUID in a table. A shard is chosen by the lowest bits of a
// hash, and a place by the highest.
func makeMark(hash uint64, tableNumber int) uint32 {
	return uint32(hash>>shardBits)<<tableBits | uint32(tableNumber)
}

// contains reports whether the set has the key.
func (s *spilled) contains(key *uuid, hash uint64, from *spill) (bool, error) {
	if len(s.marks) == 0 {
		return false, nil
	}
	wanted := makeMark(hash, 0)
	for at := choosePlace(hash, len(s.marks)); s.marks[at] != 0; {
		if mark := s.marks[at]; mark&^maxTables == wanted {
			if found, err := s.isInTable(int(mark&maxTables), key, hash, from); found || err != nil {
				return found, err
			}
		}
		if at++; at == len(s.marks) {
			at = 0
		}
	}
	return false, nil
}

// isInTable reports whether a table in the file has the key.
func (s *spilled) isInTable(number int, key *uuid, hash uint64, from *spill) (bool, error) {
	var group [groupSize * slotSize]byte
	for at := chooseGroup(hash, generationPlaces); ; {
		if err := from.read(group[:], s.tables[number-1]+int64(at*slotSize)); err != nil {
			return false, err
		}
		for slots := group[:]; len(slots) > 0; slots = slots[slotSize:] {
			switch uuid(slots[:slotSize]) {
			case *key:
				return true, nil
			case uuid{}:
				return false, nil
			}
		}
		if at += groupSize; at == generationPlaces {
			at = 0
		}
	}
}

// addTable moves the UUIDs of a table into the file, and clears the table. If the file
// has no room, ok is false.
func (s *spilled) addTable(t *table, seed maphash.Seed, to *spill) (ok bool, err error) {
	if len(t.tags) != generationPlaces || len(s.tables) == maxTables {
		return false, nil
	}
	offset, ok := to.write(t.slots)
	if !ok {
		return false, nil
	}
	s.tables = append(s.tables, offset)
	if wanted := s.length + t.length; wanted*5 > len(s.marks)*4 {
		err = s.growMarks(max(wanted, s.length*3/2)*5/4+1, seed, to, t.slots)
	} else {
		s.markKeys(t.slots, len(s.tables), seed)
	}
	t.clear()
	return true, err
}

// growMarks makes so many places, and marks the UUIDs of all tables again: a mark has
// too little of its hash. The tables are read into slots.
func (s *spilled) growMarks(places int, seed maphash.Seed, from *spill, slots []byte) error {
	s.marks, s.length = make([]uint32, places), 0
	for i, offset := range s.tables {
		if err := from.read(slots, offset); err != nil {
			return err
		}
		s.markKeys(slots, i+1, seed)
	}
	return nil
}

// markKeys adds marks for the UUIDs in the bytes of a table.
func (s *spilled) markKeys(slots []byte, number int, seed maphash.Seed) {
	for ; len(slots) > 0; slots = slots[slotSize:] {
		if isFree(slots) {
			continue
		}
		key := uuid(slots[:slotSize])
		h := hashKey(seed, &key)
		at := choosePlace(h, len(s.marks))
		for s.marks[at] != 0 {
			if at++; at == len(s.marks) {
				at = 0
			}
		}
		s.marks[at] = makeMark(h, number)
		s.length++
	}
}
