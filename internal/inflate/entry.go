package inflate

// An entry of a decoding table is 32 bits that tell all about the code that the
// next input bits start with:
//
//	bits   literals          length            offset            special
//	0–5    bits to consume   likewise, extra bits included       likewise
//	6      literal = 1       0                 0                 0
//	7      0                 0                 0                 special = 1
//	8–11   bits of the first literal's code    bits of the code  bits that index the subtable
//	12–15  their number      –                 extra bits        kind
//	16–31  their bytes       mask of the extra base              start of the subtable
//	                         bits (16–20),
//	                         base (23–31)
//
// A literal entry holds two literals where both codes fit in the table's index.
const (
	sizeMask = 1<<6 - 1
	literal  = 1 << 6
	special  = 1 << 7

	codeShift = 8
	codeMask  = 1<<4 - 1

	countShift   = 12
	countMask    = 3
	literalShift = 16

	lengthMaskShift = 16
	lengthMask      = 1<<5 - 1
	lengthShift     = 23

	extraShift  = 12
	extraMask   = 1<<4 - 1
	offsetShift = 16

	kindMask      = 3 << 12
	invalid       = 0 << 12
	endOfBlock    = 1 << 12
	subtable      = 2 << 12
	subtableShift = 16
)

// matchLength returns the length that e stands for; bits are the input bits before
// e's code was consumed.
func matchLength(e uint32, bits uint64) int {
	extra := uint32(bits>>(e>>codeShift&codeMask)) & (e >> lengthMaskShift & lengthMask)
	return int(e>>lengthShift + extra)
}

// matchOffset returns the distance that e stands for; bits are the input bits
// before e's code was consumed.
func matchOffset(e uint32, bits uint64) int {
	mask := uint64(1)<<(e>>extraShift&extraMask) - 1
	return int(uint64(e>>offsetShift) + bits>>(e>>codeShift&codeMask)&mask)
}

// subtableIndex returns the table index of the entry for a long code; bits are
// those after the part that indexes the main table.
func subtableIndex(e uint32, bits uint64) uint64 {
	return uint64(e>>subtableShift) + bits&(1<<(e>>codeShift&codeMask)-1)
}

// litlenEntries and offsetEntries hold each symbol's entry without the size of its
// code, to be added to bits 0–5 and 8–11.
var litlenEntries, offsetEntries = symbolEntries()

// symbolEntries follows the tables in RFC 1951, section 3.2.5.
func symbolEntries() (litlens [maxLitlens]uint32, offsets [maxOffsets]uint32) {
	for symbol := range uint32(256) {
		litlens[symbol] = symbol<<literalShift | 1<<countShift | literal
	}
	litlens[256] = special | endOfBlock
	base := uint32(3)
	for symbol := uint32(257); symbol < 285; symbol++ {
		extra := uint32(0)
		if symbol >= 265 {
			extra = (symbol - 261) / 4
		}
		litlens[symbol] = base<<lengthShift | (1<<extra-1)<<lengthMaskShift | extra
		base += 1 << extra
	}
	litlens[285] = maxMatch << lengthShift
	litlens[286], litlens[287] = special|invalid, special|invalid

	base = 1
	for symbol := range uint32(usedOffsets) {
		extra := uint32(0)
		if symbol >= 4 {
			extra = symbol/2 - 1
		}
		offsets[symbol] = base<<offsetShift | extra<<extraShift | extra
		base += 1 << extra
	}
	offsets[30], offsets[31] = special|invalid, special|invalid
	return litlens, offsets
}

// Fields of a precode entry: the code length, and the minimum number of
// repetitions, or 0 for a length that is not repeated. The repeated length is the
// previous one if the length field is not 0.
const (
	precodeShift       = 16
	precodeRepeatShift = 24
)

// precodeEntries holds the entries of the precode's symbols (RFC 1951, section
// 3.2.7).
var precodeEntries = func() (entries [maxPrecodes]uint32) {
	for length := range uint32(16) {
		entries[length] = length << precodeShift
	}
	repeat := func(least, extra, length uint32) uint32 {
		return least<<precodeRepeatShift | length<<precodeShift | extra<<extraShift | extra
	}
	entries[16] = repeat(3, 2, 1)
	entries[17] = repeat(3, 3, 0)
	entries[18] = repeat(11, 7, 0)
	return entries
}()
