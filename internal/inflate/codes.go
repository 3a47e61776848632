package inflate

// pairingPays is how much input, in bytes, must be left for entries of two literals
// to repay the time it takes to make them.
const pairingPays = 4000

// useFixedCodes sets the tables to the codes of RFC 1951, section 3.2.6.
func (d *Decoder) useFixedCodes() {
	if d.fixed {
		return
	}
	for symbol := range maxLitlens {
		switch {
		case symbol < 144:
			d.lengths[symbol] = 8
		case symbol < 256:
			d.lengths[symbol] = 9
		case symbol < 280:
			d.lengths[symbol] = 7
		default:
			d.lengths[symbol] = 8
		}
	}
	for symbol := range maxOffsets {
		d.lengths[maxLitlens+symbol] = 5
	}
	// Both codes are complete, so buildLitlens and buildOffsets accept them.
	d.buildLitlens(d.lengths[:maxLitlens], false)
	d.buildOffsets(d.lengths[maxLitlens:])
	d.fixed = true
}

// readCodes reads the codes of a dynamic block (RFC 1951, section 3.2.7).
func (d *Decoder) readCodes() error {
	head, ok := d.readBits(14)
	if !ok {
		return ErrTruncated
	}
	litlens, offsets := int(head&31)+257, int(head>>5&31)+1
	if litlens > usedLitlens || offsets > usedOffsets {
		return ErrCorrupt
	}
	if err := d.readPrecode(int(head>>10) + 4); err != nil {
		return err
	}
	d.fixed = false
	if err := d.readLengths(litlens + offsets); err != nil {
		return err
	}
	pairs := len(d.in)-d.pos >= pairingPays
	if !d.buildLitlens(d.lengths[:litlens], pairs) || !d.buildOffsets(d.lengths[litlens:litlens+offsets]) {
		return ErrCorrupt
	}
	return nil
}

// readPrecode reads the code that encodes the lengths of the other codes.
func (d *Decoder) readPrecode(count int) error {
	order := [maxPrecodes]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	var lengths [maxPrecodes]uint8
	for _, symbol := range order[:count] {
		length, ok := d.readBits(3)
		if !ok {
			return ErrTruncated
		}
		lengths[symbol] = uint8(length)
	}
	if !d.buildPrecodes(lengths[:]) {
		return ErrCorrupt
	}
	return nil
}

// readLengths reads count code lengths.
func (d *Decoder) readLengths(count int) error {
	for i := 0; i < count; {
		if d.bits < 16 {
			d.refill()
		}
		e := d.precodes[d.buf&(1<<precodeBits-1)]
		size := uint64(e & sizeMask)
		if size > d.bits {
			return ErrTruncated
		}
		if e&special != 0 {
			return ErrCorrupt
		}
		value, repeat := uint8(e>>precodeShift), 1
		if base := e >> precodeRepeatShift; base != 0 {
			if value != 0 && i == 0 {
				return ErrCorrupt
			}
			if value != 0 {
				value = d.lengths[i-1]
			}
			mask := uint64(1)<<(e>>extraShift&extraMask) - 1
			repeat = int(uint64(base) + d.buf>>(e>>codeShift&codeMask)&mask)
		}
		d.buf >>= size
		d.bits -= size
		if repeat > count-i {
			return ErrCorrupt
		}
		for end := i + repeat; i < end; i++ {
			d.lengths[i] = value
		}
	}
	return nil
}
