package cells

import "math"

// Pack is some codes as one number: a row has few numbers instead of many, which halves
// the time that grouping and reading take.
type Pack struct {
	Ordinal int // of its column, from 1
	Parts   []PackedCode
}

// PackedCode is the place of a code in a number.
type PackedCode struct {
	Group  int   // index of what has the code
	Factor int64 // of the code in the number
	count  int64 // of different codes
}

// assumedCodes is the number of codes of a group that has not been counted.
const assumedCodes = 1000

// packCodes distributes codes, of which there are so many of each group, over as few
// numbers as can hold them. Zero codes are not counted yet.
func packCodes(counts []int) []Pack {
	packs, factor := []Pack{{Ordinal: 1}}, int64(1)
	for g, n := range counts {
		count := int64(n)
		if count == 0 {
			count = assumedCodes
		}
		if factor > math.MaxInt64/count {
			packs, factor = append(packs, Pack{Ordinal: len(packs) + 1}), 1
		}
		last := &packs[len(packs)-1]
		last.Parts = append(last.Parts, PackedCode{g, factor, count})
		factor *= count
	}
	return packs
}
