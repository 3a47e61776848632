package records

import "math/bits"

// windowBlocks is how many blocks are masked at a time. From 4 to 32 it makes no
// difference that can be measured, but to the size of a scanner.
const windowBlocks = 8

// window finds in the JSON that it moves over the marks: the brackets and
// separators outside of strings that are not inside a container in a container.
// Of {"a":[1,{"b":2}],"c":3} these are the braces outside, both colons, the comma
// between the members and the brackets of the array.
type window struct {
	start int // of the bytes that are looked at together
	size  int // how many they are
	// marks are offsets, of which count hold, and next is the one that comes next.
	marks [windowBlocks*blockSize + 8]int
	next  int
	count int
	depth int // of the brackets so far
	outer int // depth where it began
	// end is where the last value ended, if the next can follow; else negative.
	end int
	// cut says that the data ends in the block looked at; there may be more later.
	cut bool
	stringState
}

// begin moves to the value that begins at offset at of data. With depth 0 its
// members or elements are marked; with depth 1 it is skipped.
func (w *window) begin(data []byte, at, depth int) {
	if !w.follows(data, at) || w.outer != depth {
		w.start, w.size, w.next, w.count = at, 0, 0, 0
		w.depth, w.outer = depth, depth
		w.stringState = stringState{}
	} else if at > w.end { // pass the comma
		w.next++
	}
	w.end = -1
}

// follows reports whether a value begins at offset at, right behind the last one
// or with a comma between.
func (w *window) follows(data []byte, at int) bool {
	return w.end >= 0 && at < w.start+w.size && (at == w.end || at == w.end+1 && data[w.end] == ',')
}

// ended notes that a value ended at offset end, so that the next can use what
// is known of the bytes behind.
func (w *window) ended(end int) {
	if !w.cut {
		w.end = end
	}
}

// mark returns the offset of the next mark and moves behind it; short where
// data has no more, or is no compact JSON and was begun with depth 0. It is small
// enough to be inlined.
func (w *window) mark(data []byte) int {
	if w.next >= w.count {
		w.more(data)
	}
	w.next++
	return w.marks[w.next-1]
}

// more moves on until there are more marks; where there are none, short is the
// next.
func (w *window) more(data []byte) {
	w.next, w.count = 0, 0
	for w.count == 0 {
		if !w.fill(data) || w.loose != 0 && w.outer == 0 {
			w.marks[0], w.count = short, 0
			return
		}
	}
}

// fill moves to the next blocks and reports whether there are any.
func (w *window) fill(data []byte) bool {
	w.start += w.size
	rest := data[min(w.start, len(data)):]
	blocks := min(len(rest)/blockSize, windowBlocks)
	var last [blockSize]byte
	if w.cut = blocks == 0; w.cut {
		w.size = len(rest)
		if w.size == 0 {
			return false
		}
		copy(last[:], rest)
		rest, blocks = last[:], 1
	} else {
		w.size = blocks * blockSize
	}
	var masks [windowBlocks]blockMasks
	w.mask(rest, masks[:blocks])
	for i := range masks[:blocks] {
		m := &masks[i]
		closes := bits.OnesCount64(m.closes)
		if w.depth-closes > 1 { // most blocks are wholly in some container
			w.depth += bits.OnesCount64(m.opens) - closes
			continue
		}
		w.block(m, w.start+i*blockSize)
	}
	return true
}

// block notes the marks of the block that begins at offset at.
func (w *window) block(m *blockMasks, at int) {
	marks := m.separators | m.opens | m.closes
	if brackets := m.opens | m.closes; brackets != 0 || w.depth > 1 {
		marks &^= w.hidden(brackets, m.opens)
	}
	next := w.marks[w.count:]
	w.count += bits.OnesCount64(marks)
	for marks != 0 {
		// Eight without asking, of which some may not hold, spare branches that
		// nothing predicts: an eighth of the time of the scan.
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

// hidden has a bit for each byte of a block that is deeper than its depth.
func (w *window) hidden(brackets, opens uint64) uint64 {
	hidden := -w.isDeep()
	for ; brackets != 0; brackets &= brackets - 1 {
		bracket := brackets & -brackets
		from := -bracket // a closing one is as deep as what follows
		w.depth--
		if opens&bracket != 0 {
			from <<= 1
			w.depth += 2
		}
		hidden = hidden&^from | -w.isDeep()&from
	}
	return hidden
}

// isDeep is 1 where what follows is inside a container in a container.
func (w *window) isDeep() uint64 {
	return uint64(1-w.depth) >> 63
}
