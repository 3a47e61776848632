package inflate

import "math/bits"

// builder fills a decoding table for a canonical code (RFC 1951, section 3.2.2). It
// goes through the codes in order, with their bits reversed, because DEFLATE sends
// them reversed.
type builder struct {
	table     []uint32
	tableBits int           // the first 1<<tableBits entries are the main table
	entries   []uint32      // by symbol, without the size of the code
	literals  *literalCodes // nil for a table without entries for two literals
	sorted    *[sortedSize]uint16

	count [16]int // codes by length
	code  int     // the next code, reversed
}

// buildTable fills the table for a code with the given lengths by symbol: 0 for
// none, at most 15.
//
// It returns false for codes that are over-subscribed or incomplete. Like zlib and
// compress/flate, it accepts a code of one symbol with one bit, and a code without
// symbols: their unused codes decode as an invalid symbol.
func (b *builder) buildTable(lengths []uint8) bool {
	for _, length := range lengths {
		b.count[length&15]++
	}
	b.count[0] = 0
	var next [16]int // where the next symbol of each code length goes
	unused, used := 1<<maxCodeBits, 0
	for length, count := range b.count {
		next[length] = used
		used += count
		unused -= count << (maxCodeBits - length)
	}
	lonely := used == 1 && b.count[1] == 1
	if unused != 0 && used != 0 && !lonely {
		return false
	}

	// By code length, then by value. The masks only save bounds checks.
	for symbol, length := range lengths {
		if length != 0 {
			b.sorted[next[length&15]&(sortedSize-1)] = uint16(symbol)
			next[length&15]++
		}
	}
	if used == 0 || lonely {
		b.fillLonely(b.sorted[:used])
	} else {
		b.fillTable(b.sorted[:used])
	}
	return true
}

// fillLonely fills the table for a code of one symbol or none.
func (b *builder) fillLonely(symbols []uint16) {
	main := b.table[:1<<b.tableBits]
	for i := range main {
		main[i] = special | invalid | 1
	}
	for _, symbol := range symbols {
		for i := 0; i < len(main); i += 2 {
			main[i] = b.entries[symbol] + 1<<codeShift + 1
		}
	}
}

// advanceCode moves to the next code of the same length.
func (b *builder) advanceCode(length int) {
	// In reversed order, adding one clears the ones at the top and sets the zero
	// below. The last code is all ones and has no successor.
	zeros := b.code ^ (1<<length - 1)
	if zeros == 0 {
		return
	}
	top := 1 << (bits.Len(uint(zeros)) - 1)
	b.code = b.code&(top-1) | top
}

func (b *builder) fillTable(sorted []uint16) {
	// Codes that fit: entries are set once in a table of exactly their length, and
	// the table is doubled whenever the length grows.
	size := 1
	for length := 1; length <= b.tableBits; length++ {
		copy(b.table[size:2*size], b.table[:size])
		size *= 2
		for _, symbol := range sorted[:b.count[length]] {
			entry := b.entries[symbol] + uint32(length)<<codeShift + uint32(length)
			b.table[b.code] = entry
			if entry&literal != 0 && b.literals != nil {
				b.literals.addCode(entry, b.code)
			}
			b.advanceCode(length)
		}
		sorted = sorted[b.count[length]:]
		if b.literals != nil {
			b.literals.addPairs(b.table[:size], length)
		}
	}
	b.fillSubtables(sorted, size)
}

// fillSubtables adds the codes longer than the main table's index. Codes with the
// same prefix share a subtable; free is where the next subtable goes.
func (b *builder) fillSubtables(sorted []uint16, free int) {
	prefix, start, subBits := -1, 0, 0
	for length := b.tableBits + 1; len(sorted) > 0; length++ {
		for left := b.count[length]; left > 0; left-- {
			if p := b.code & (1<<b.tableBits - 1); p != prefix {
				prefix, start = p, free
				subBits = b.subtableBits(length, left)
				free += 1 << subBits
				b.table[prefix] = uint32(start)<<subtableShift | special | subtable |
					uint32(subBits)<<codeShift | uint32(b.tableBits)
			}
			subLength := length - b.tableBits
			entry := b.entries[sorted[0]] + uint32(subLength)<<codeShift + uint32(subLength)
			for i := b.code >> b.tableBits; i < 1<<subBits; i += 1 << subLength {
				b.table[start+i] = entry
			}
			b.advanceCode(length)
			sorted = sorted[1:]
		}
	}
}

// subtableBits returns how many bits index the subtable whose first code has the
// given length, with left codes remaining: the subtable ends where its codes fill
// it.
func (b *builder) subtableBits(length, left int) int {
	subBits := length - b.tableBits
	for space := left; space < 1<<subBits; {
		subBits++
		space = space<<1 + b.count[b.tableBits+subBits]
	}
	return subBits
}
