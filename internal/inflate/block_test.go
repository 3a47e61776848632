package inflate

import (
	"bytes"
	"testing"
)

// bitWriter assembles DEFLATE data by hand.
type bitWriter struct {
	data []byte
	free int // unused bits in the last byte
}

// add appends the lowest count bits of value, lowest first.
func (w *bitWriter) add(value, count int) *bitWriter {
	for ; count > 0; count-- {
		if w.free == 0 {
			w.data, w.free = append(w.data, 0), 8
		}
		w.data[len(w.data)-1] |= byte(value&1) << (8 - w.free)
		value >>= 1
		w.free--
	}
	return w
}

func (w *bitWriter) bytes() []byte { return bytes.Clone(w.data) }

// dynamic starts a final dynamic block whose precode gives each of the lengths
// 0, 1, 2 and 16 (repeat) two bits, in this order, and sends these lengths; a
// length of 16 is followed by a repeat count of 3.
func dynamic(litlens, offsets int, lengths ...int) *bitWriter {
	w := new(bitWriter).add(1, 1).add(2, 2).add(litlens-257, 5).add(offsets-1, 5).add(18-4, 4)
	order := [maxPrecodes]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	for _, symbol := range order[:18] {
		size := 0
		if symbol <= 2 || symbol == 16 {
			size = 2
		}
		w.add(size, 3)
	}
	for _, length := range lengths {
		switch length {
		case 16:
			w.add(3, 2).add(0, 2)
		default:
			w.add(length>>1|length&1<<1, 2)
		}
	}
	return w
}

// lengthsOf returns code lengths for litlens symbols: those given, else 0.
func lengthsOf(count int, set map[int]int) []int {
	lengths := make([]int, count)
	for symbol, length := range set {
		lengths[symbol] = length
	}
	return lengths
}

// edgeBlock is a final block at the border of what is valid.
type edgeBlock struct {
	name    string
	bits    *bitWriter
	content string
	want    error
}

func edgeBlocks() []edgeBlock {
	litlens := func(set map[int]int, offsets ...int) []int { return append(lengthsOf(258, set), offsets...) }
	type lengths = map[int]int
	fixed := func() *bitWriter { return new(bitWriter).add(1, 1).add(1, 2) }
	// Fixed codes, reversed: 'a' is 0x91 in 8 bits, 256 is 0 in 7, 257 is 1 in 7.
	const a, end, three = 0x89, 0, 0x40
	return []edgeBlock{
		{"reserved type", new(bitWriter).add(1, 1).add(3, 2), "", ErrCorrupt},
		{"stored, bad complement", new(bitWriter).add(1, 8).add(1, 16).add(1, 16), "", ErrCorrupt},
		{"stored, empty", new(bitWriter).add(1, 8).add(0, 16).add(0xffff, 16), "", nil},
		{"fixed, empty", fixed().add(end, 7), "", nil},
		{"fixed, match", fixed().add(a, 8).add(three, 7).add(0, 5).add(end, 7), "aaaa", nil},
		{"fixed, too far", fixed().add(a, 8).add(three, 7).add(16, 5).add(end, 7), "a", ErrCorrupt},
		{"fixed, nothing before", fixed().add(three, 7).add(0, 5).add(end, 7), "", ErrCorrupt},
		{"fixed, length symbol 286", fixed().add(a, 8).add(0x63, 8).add(0, 5).add(end, 7), "a", ErrCorrupt},
		{"fixed, offset symbol 30", fixed().add(a, 8).add(three, 7).add(0x0f, 5).add(end, 7), "a", ErrCorrupt},
		{"287 litlens", dynamic(287, 1), "", ErrCorrupt},
		{"31 offsets", dynamic(258, 31), "", ErrCorrupt},
		{"end only", dynamic(258, 1, litlens(lengths{256: 1}, 0)...).add(0, 1), "", nil},
		{"end only, other bit", dynamic(258, 1, litlens(lengths{256: 1}, 0)...).add(1, 1), "", ErrCorrupt},
		{"end only, two bits", dynamic(258, 1, litlens(lengths{256: 2}, 0)...).add(0, 2), "", ErrCorrupt},
		{"no litlens", dynamic(258, 1, litlens(nil, 0)...).add(0, 8), "", ErrCorrupt},
		{"no end", dynamic(258, 1, litlens(lengths{'a': 1}, 0)...).add(0, 1).add(1, 1), "a", ErrCorrupt},
		{"two codes", dynamic(258, 1, litlens(lengths{'a': 1, 256: 1}, 0)...).add(0, 2).add(1, 1), "aa", nil},
		{"over-subscribed", dynamic(258, 1, litlens(lengths{'a': 1, 'b': 1, 256: 1}, 0)...).add(0, 8), "", ErrCorrupt},
		{"incomplete", dynamic(258, 1, litlens(lengths{'a': 1, 256: 2}, 0)...).add(0, 1).add(1, 2), "", ErrCorrupt},
		{"match, one offset", dynamic(258, 1, litlens(lengths{'a': 2, 'b': 2, 256: 2, 257: 2}, 1)...).
			add(0, 2).add(3, 2).add(0, 1).add(1, 2), "aaaa", nil},
		{"match, one offset, other bit", dynamic(258, 1, litlens(lengths{'a': 2, 'b': 2, 256: 2, 257: 2}, 1)...).
			add(0, 2).add(3, 2).add(1, 1).add(1, 2), "a", ErrCorrupt},
		{"match, no offset", dynamic(258, 1, litlens(lengths{'a': 2, 'b': 2, 256: 2, 257: 2}, 0)...).
			add(0, 2).add(3, 2).add(0, 1).add(1, 2), "a", ErrCorrupt},
		{"match, one offset of two bits", dynamic(258, 1, litlens(lengths{'a': 2, 'b': 2, 256: 2, 257: 2}, 2)...).
			add(0, 2), "", ErrCorrupt},
		{"offsets over-subscribed", dynamic(258, 3, litlens(lengths{'a': 1, 256: 1}, 1, 1, 1)...).add(0, 1), "", ErrCorrupt},
		{"repeat before any length", dynamic(258, 1, 16).add(0, 100), "", ErrCorrupt},
		{"repeat beyond the lengths", dynamic(258, 1, append(litlens(lengths{'a': 1, 256: 1}), 16)...).add(0, 100), "", ErrCorrupt},
		{"repeat into the offsets", dynamic(258, 4, append(lengthsOf(257, lengths{'a': 1, 256: 2}), 16, 2, 2)...).
			add(0, 1).add(3, 2).add(0, 2).add(1, 2), "aaaa", nil},
	}
}

func TestBlocks(t *testing.T) {
	for _, block := range edgeBlocks() {
		t.Run(block.name, func(t *testing.T) {
			file := member(block.bits.bytes(), []byte(block.content))
			if want, err := reference(file); string(want) != block.content || (err == nil) != (block.want == nil) {
				t.Fatalf("the standard library has %q and error %v", want, err)
			}
			check(t, file, 100, []byte(block.content), block.want)
			// Once more in the fast loop, which needs input left and room.
			padded := append(file, make([]byte, 100)...)
			check(t, padded, 1000, []byte(block.content), block.want)
		})
	}
}
