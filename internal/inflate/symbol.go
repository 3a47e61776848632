package inflate

// symbol decodes one literal or match with every check there is, or tells that
// the block ends.
func (d *Decoder) symbol() (done bool, err error) {
	e, extra, ok := d.code(d.litlens[:], litlenBits)
	switch {
	case !ok:
		return false, ErrTruncated
	case e&literal != 0:
		return false, d.append([]byte{byte(e >> literalShift)})
	case e&special != 0 && e&kindMask == endOfBlock:
		return true, nil
	case e&special != 0:
		return false, ErrCorrupt
	}
	length := matchLength(e, extra)
	if e, extra, ok = d.code(d.offsets[:], offsetBits); !ok {
		return false, ErrTruncated
	}
	if e&special != 0 {
		return false, ErrCorrupt
	}
	return false, d.repeat(matchOffset(e, extra), length)
}

// code consumes one code, extra bits included, and returns its entry and the
// bits as they were before. Of two literals it consumes the first.
func (d *Decoder) code(table []uint32, tableBits uint64) (e uint32, saved uint64, ok bool) {
	d.refill()
	saved, bits := d.buf, d.bits
	e = table[saved&(1<<tableBits-1)]
	if e&(special|kindMask) == special|subtable {
		if bits < tableBits {
			return 0, 0, false
		}
		saved, bits = saved>>tableBits, bits-tableBits
		e = table[subtableIndex(e, saved)]
	}
	size := uint64(e & sizeMask)
	if e&literal != 0 {
		size = uint64(e >> codeShift & codeMask)
	}
	if size > bits {
		return 0, 0, false
	}
	d.buf, d.bits = saved>>size, bits-size
	return e, saved, true
}
