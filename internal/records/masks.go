package records

// blockSize is how many bytes are examined together: one bit each in a word.
const blockSize = 64

// blockMasks has, in each mask, a bit for each byte of a block that is one of the
// mask's characters and is outside of strings; the first byte's bit is the lowest.
// The assembly code depends on its layout.
type blockMasks struct {
	opens      uint64 // { and [
	closes     uint64 // } and ]
	separators uint64 // : and ,
}

// stringState is the state of strings at the end of a block. The assembly code
// depends on its layout.
type stringState struct {
	inside  uint64 // all bits set inside a string
	escaped uint64 // 1 if an active backslash precedes the next byte
	closed  uint64 // 1 if a closing quote precedes the next byte
	// loose is not zero if any closing quote was followed by a byte other than a
	// closing bracket or separator, white space included.
	loose uint64
}
