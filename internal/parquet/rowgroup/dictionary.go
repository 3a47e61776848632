package rowgroup

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
)

// dictionary numbers the different values of a column.
type dictionary struct {
	seed    maphash.Seed
	table   []uint32 // numbers, plus one, by hash; its length is a power of two
	values  []byte   // one behind the other, as the dictionary page has them
	ends    []int    // of the values
	lengths int      // how many bytes before a value tell its length

	last      int32 // the number given last, that of lastValue
	lastValue []byte
	lastIsSet bool
}

// lengthSize is the size of the length before a text.
const lengthSize = 4

func newDictionary(lengths int) *dictionary {
	return &dictionary{seed: maphash.MakeSeed(), table: make([]uint32, 1<<8), lengths: lengths}
}

// size returns how many values there are.
func (d *dictionary) size() int { return len(d.ends) }

// valueAt returns a value by its number.
func (d *dictionary) valueAt(number int32) []byte {
	start := 0
	if number > 0 {
		start = d.ends[number-1]
	}
	return d.values[start+d.lengths : d.ends[number]]
}

// numberValue returns the number of a value, which is new or was there before.
func (d *dictionary) numberValue(value []byte) int32 {
	if d.lastIsSet && bytes.Equal(value, d.lastValue) {
		return d.last
	}
	d.last = d.findNumber(value)
	d.lastValue, d.lastIsSet = append(d.lastValue[:0], value...), true
	return d.last
}

func (d *dictionary) findNumber(value []byte) int32 {
	mask := uint64(len(d.table) - 1)
	at := maphash.Bytes(d.seed, value) & mask
	for ; d.table[at] != 0; at = (at + 1) & mask {
		if number := int32(d.table[at] - 1); bytes.Equal(d.valueAt(number), value) {
			return number
		}
	}
	number := d.size()
	d.table[at] = uint32(number + 1)
	d.values = appendPlain(d.values, value, d.lengths)
	d.ends = append(d.ends, len(d.values))
	if 2*d.size() > len(d.table) {
		d.growTable()
	}
	return int32(number)
}

// growTable doubles the table.
func (d *dictionary) growTable() {
	d.table = make([]uint32, 2*len(d.table))
	mask := uint64(len(d.table) - 1)
	for number := range d.size() {
		at := maphash.Bytes(d.seed, d.valueAt(int32(number))) & mask
		for d.table[at] != 0 {
			at = (at + 1) & mask
		}
		d.table[at] = uint32(number + 1)
	}
}

func (d *dictionary) clearValues() {
	clear(d.table)
	d.values, d.ends, d.lastIsSet = d.values[:0], d.ends[:0], false
}

// appendPlain appends a value as pages have it.
func appendPlain(to, value []byte, lengths int) []byte {
	if lengths > 0 {
		to = binary.LittleEndian.AppendUint32(to, uint32(len(value)))
	}
	return append(to, value...)
}
