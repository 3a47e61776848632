package inflate

// decodeSymbol decodes one literal or match, checking every bound, and reports
// whether the block ends.
func (d *Decoder) decodeSymbol() (done bool, err error) {
	e, extra, ok := d.readCode(d.litlens[:], litlenBits)
	switch {
	case !ok:
		return false, ErrTruncated
	case e&literal != 0:
		return false, d.appendBytes([]byte{byte(e >> literalShift)})
	case e&special != 0 && e&kindMask == endOfBlock:
		return true, nil
	case e&special != 0:
		return false, ErrCorrupt
	}
	length := matchLength(e, extra)
	if e, extra, ok = d.readCode(d.offsets[:], offsetBits); !ok {
		return false, ErrTruncated
	}
	if e&special != 0 {
		return false, ErrCorrupt
	}
	return false, d.copyMatch(matchOffset(e, extra), length)
}

// readCode consumes one code, extra bits included. It returns the code's entry and
// the input bits before it. Of two literals it consumes the first.
func (d *Decoder) readCode(table []uint32, tableBits uint64) (e uint32, saved uint64, ok bool) {
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
