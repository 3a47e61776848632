package inflate

// literalCodes lists the literals that fit in the main table, by code length.
type literalCodes struct {
	entries [256]uint32
	codes   [256]uint16
	count   int
	ends    [litlenBits + 1]int // where the codes of each length end
}

func (l *literalCodes) addCode(entry uint32, code int) {
	l.entries[l.count&255], l.codes[l.count&255] = entry, uint16(code)
	l.count++
}

// addPairs closes the list of codes of the given length and sets the entries of all
// pairs of literals that have this length together.
func (l *literalCodes) addPairs(table []uint32, length int) {
	l.ends[length] = l.count
	for first := 1; first < length; first++ {
		second := length - first
		from, end := l.ends[second-1], l.ends[second]
		if from == end {
			continue
		}
		entries, codes := l.entries[from:end], l.codes[from:end]
		for i := l.ends[first-1]; i < l.ends[first]; i++ {
			code := int(l.codes[i])
			entry := l.entries[i] + 1<<countShift + uint32(second)
			for j, next := range codes {
				table[(code+int(next)<<(first&15))&(len(table)-1)] = entry + entries[j]>>literalShift<<(literalShift+8)
			}
		}
	}
}
