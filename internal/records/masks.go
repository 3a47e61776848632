package records

// blockSize is how many bytes are looked at together: a bit each in a word.
const blockSize = 64

// blockMasks has a bit for each byte of a block that is what its name says and
// stands outside of strings; the first byte's is the lowest. The code in assembly
// knows its layout.
type blockMasks struct {
	opens      uint64 // { and [
	closes     uint64 // } and ]
	separators uint64 // : and ,
}

// stringState is what is known behind a block about strings. The code in
// assembly knows its layout.
type stringState struct {
	inside  uint64 // all bits set within a string
	escaped uint64 // 1 where the next byte follows a backslash that counts
	closed  uint64 // 1 where the next byte follows a closing quote
	// loose is not zero if any closing quote was followed by something else than
	// a closing bracket or separator, be it white space.
	loose uint64
}
