package inflate

// Limits of RFC 1951, sections 3.2.5 and 3.2.7.
const (
	maxLitlens   = 288 // two of them only in the fixed code, and never used
	maxOffsets   = 32  // likewise
	maxPrecodes  = 19
	maxCodeBits  = 15
	usedLitlens  = 286
	usedOffsets  = 30
	storedHeader = 4
)

// blocks decodes the blocks of one member up to and including the final one.
func (d *Decoder) blocks() error {
	for {
		head, ok := d.take(3)
		if !ok {
			return ErrTruncated
		}
		if err := d.block(head >> 1); err != nil {
			return err
		}
		if head&1 != 0 {
			return nil
		}
	}
}

// block decodes a block of the given type.
func (d *Decoder) block(kind uint64) error {
	switch kind {
	case 0:
		return d.stored()
	case 1:
		d.useFixedCodes()
		return d.compressed()
	case 2:
		if err := d.readCodes(); err != nil {
			return err
		}
		return d.compressed()
	}
	return ErrCorrupt
}

// stored copies a block that is not compressed.
func (d *Decoder) stored() error {
	d.alignToByte()
	rest := d.in[d.pos:]
	if len(rest) < storedHeader {
		d.pos = len(d.in)
		return ErrTruncated
	}
	size := int(rest[0]) | int(rest[1])<<8
	if check := int(rest[2]) | int(rest[3])<<8; check != size^0xffff {
		return ErrCorrupt
	}
	rest = rest[storedHeader:]
	d.pos += storedHeader + min(size, len(rest))
	if err := d.append(rest[:min(size, len(rest))]); err != nil {
		return err
	}
	if size > len(rest) {
		return ErrTruncated
	}
	return nil
}

// compressed decodes symbols to the end of the block: in the fast loop where
// there is plenty of input and room, otherwise one by one.
func (d *Decoder) compressed() error {
	for {
		d.sumLongRuns()
		switch d.fast() {
		case blockEnd:
			return nil
		case badSymbol:
			return ErrCorrupt
		}
		if done, err := d.symbol(); done || err != nil {
			return err
		}
	}
}
