package records

import "math/bits"

// cursorBlocks is how many blocks are masked at a time. Any number from 4 to 32 is
// equally fast; it only changes the size of a scanner.
const cursorBlocks = 8

// blockCursor moves over JSON and finds its marks: the brackets and separators
// outside of strings, except those nested two containers deep or more. In
// {"a":[1,{"b":2}],"c":3} the marks are the outer braces, two colons, the comma
// between the members and the brackets of the array.
type blockCursor struct {
	start int // of the blocks in marks
	size  int // of those blocks, in bytes
	// marks holds count offsets, and next is the index of the mark to return next.
	marks      [cursorBlocks*blockSize + 8]int
	next       int
	count      int
	depth      int // open brackets so far
	startDepth int // depth at the start of the value
	// end is where the last value ended, if the cursor can go on from there; else it
	// is negative.
	end int
	// cut reports whether the data ended in the last block; more data can follow
	// later.
	cut bool
	stringState
}

// beginValue moves to the value that begins at offset at of data. With depth 0 the
// cursor marks its members or elements; with depth 1 it skips them.
func (c *blockCursor) beginValue(data []byte, at, depth int) {
	if !c.isAdjacent(data, at) || c.startDepth != depth {
		c.start, c.size, c.next, c.count = at, 0, 0, 0
		c.depth, c.startDepth = depth, depth
		c.stringState = stringState{}
	} else if at > c.end { // step over the comma
		c.next++
	}
	c.end = -1
}

// isAdjacent reports whether the value at offset at directly follows the last one,
// with or without a comma between them.
func (c *blockCursor) isAdjacent(data []byte, at int) bool {
	return c.end >= 0 && at < c.start+c.size && (at == c.end || at == c.end+1 && data[c.end] == ',')
}

// endValue records that a value ended at offset end, so that the next value can use
// the marks already found behind it.
func (c *blockCursor) endValue(end int) {
	if !c.cut {
		c.end = end
	}
}

// nextMark returns the offset of the next mark and steps over it. It returns short
// at the end of data, and also where the data is not compact JSON and the value was
// begun with depth 0. It is small enough to be inlined.
func (c *blockCursor) nextMark(data []byte) int {
	if c.next >= c.count {
		c.findMarks(data)
	}
	c.next++
	return c.marks[c.next-1]
}

// findMarks loads blocks until it finds marks. At the end of data it makes short
// the next mark.
func (c *blockCursor) findMarks(data []byte) {
	c.next, c.count = 0, 0
	for c.count == 0 {
		if !c.loadBlocks(data) || c.loose != 0 && c.startDepth == 0 {
			c.marks[0], c.count = short, 0
			return
		}
	}
}

// loadBlocks moves to the next blocks and reports whether there are any.
func (c *blockCursor) loadBlocks(data []byte) bool {
	c.start += c.size
	rest := data[min(c.start, len(data)):]
	blocks := min(len(rest)/blockSize, cursorBlocks)
	var last [blockSize]byte
	if c.cut = blocks == 0; c.cut {
		c.size = len(rest)
		if c.size == 0 {
			return false
		}
		copy(last[:], rest)
		rest, blocks = last[:], 1
	} else {
		c.size = blocks * blockSize
	}
	var masks [cursorBlocks]blockMasks
	c.findMasks(rest, masks[:blocks])
	for i := range masks[:blocks] {
		m := &masks[i]
		closes := bits.OnesCount64(m.closes)
		if c.depth-closes > 1 { // most blocks lie entirely inside some container
			c.depth += bits.OnesCount64(m.opens) - closes
			continue
		}
		c.addMarks(m, c.start+i*blockSize)
	}
	return true
}

// addMarks adds the marks of the block that begins at offset at.
func (c *blockCursor) addMarks(m *blockMasks, at int) {
	marks := m.separators | m.opens | m.closes
	if brackets := m.opens | m.closes; brackets != 0 || c.depth > 1 {
		marks &^= c.deepMask(brackets, m.opens)
	}
	next := c.marks[c.count:]
	c.count += bits.OnesCount64(marks)
	for marks != 0 {
		// Writing eight marks at a time, some of them meaningless, avoids branches
		// that the CPU cannot predict: an eighth of the time of the scan.
		_ = next[7]
		next[0] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next[1] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next[2] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next[3] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next[4] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next[5] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next[6] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next[7] = at + bits.TrailingZeros64(marks)
		marks &= marks - 1
		next = next[8:]
	}
}

// deepMask returns a mask with a bit set for each byte of a block that is nested
// too deep to be marked.
func (c *blockCursor) deepMask(brackets, opens uint64) uint64 {
	deep := -c.deepBit()
	for ; brackets != 0; brackets &= brackets - 1 {
		bracket := brackets & -brackets
		from := -bracket // a closing bracket is as deep as the bytes after it
		c.depth--
		if opens&bracket != 0 {
			from <<= 1
			c.depth += 2
		}
		deep = deep&^from | -c.deepBit()&from
	}
	return deep
}

// deepBit returns 1 if the next byte is in a container inside a container, else 0.
func (c *blockCursor) deepBit() uint64 {
	return uint64(1-c.depth) >> 63
}
