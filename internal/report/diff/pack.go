package diff

import "math"

// codePack is the codes of some groups as one number: a row of cells.sql has few
// numbers instead of many, which halves the time that grouping and reading take.
type codePack struct {
	Ordinal int // of its column, from 1
	Parts   []packedCode
}

// packedCode is the place of a group's code, less one, in a number.
type packedCode struct {
	Group  int   // index among the groups
	Factor int64 // of the code in the number
	count  int64 // of different codes
}

// assumedCodes is the number of codes of a group that has not been counted.
const assumedCodes = 1000

// packCodes distributes the codes of all groups over as few numbers as can hold
// them.
func (r *cubeReader) packCodes() []codePack {
	packs, factor := []codePack{{Ordinal: 1}}, int64(1)
	for g := range r.groups {
		count := int64(len(r.codes[g]))
		if count == 0 {
			count = assumedCodes
		}
		if factor > math.MaxInt64/count {
			packs, factor = append(packs, codePack{Ordinal: len(packs) + 1}), 1
		}
		last := &packs[len(packs)-1]
		last.Parts = append(last.Parts, packedCode{g, factor, count})
		factor *= count
	}
	return packs
}
