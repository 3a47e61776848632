package inflate

// Sizes of the decoding tables. The next input bits index the first 1<<bits
// entries; subtables for longer codes follow. A complete litlen code takes at most
// 2,342 entries, one of 30 offsets at most 592 (zlib's program enough computes such
// figures). Powers of two save bounds checks.
const (
	litlenBits  = 11
	litlenSize  = 4096
	offsetBits  = 9
	offsetSize  = 1024
	precodeBits = 7
	sortedSize  = 512 // at least maxLitlens
)

// tables holds the decoding tables of the current block.
type tables struct {
	litlens  [litlenSize]uint32
	offsets  [offsetSize]uint32
	precodes [1 << precodeBits]uint32
	fixed    bool // the tables hold the fixed codes

	// Scratch space for building them.
	lengths  [maxLitlens + maxOffsets]uint8
	sorted   [sortedSize]uint16
	literals literalCodes
}

// buildLitlens sets the litlen table, with or without entries for two literals,
// for a code of the given lengths, and reports whether they are valid.
func (t *tables) buildLitlens(lengths []uint8, pairs bool) bool {
	b := builder{table: t.litlens[:], tableBits: litlenBits, entries: litlenEntries[:], sorted: &t.sorted}
	if pairs {
		t.literals.count = 0
		b.literals = &t.literals
	}
	return b.buildTable(lengths)
}

// buildOffsets sets the offset table for a code of the given lengths and reports
// whether they are valid.
func (t *tables) buildOffsets(lengths []uint8) bool {
	b := builder{table: t.offsets[:], tableBits: offsetBits, entries: offsetEntries[:], sorted: &t.sorted}
	return b.buildTable(lengths)
}

// buildPrecodes sets the precode table for a code of the given lengths and reports
// whether they are valid.
func (t *tables) buildPrecodes(lengths []uint8) bool {
	b := builder{table: t.precodes[:], tableBits: precodeBits, entries: precodeEntries[:], sorted: &t.sorted}
	return b.buildTable(lengths)
}
