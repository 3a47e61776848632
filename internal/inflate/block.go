package inflate

// Limits of RFC 1951, sections 3.2.5 and 3.2.7.
const (
	maxLitlens   = 288 // two of them only in the fixed code, and never used
	maxOffsets   = 32  // two of them only in the fixed code, and never used
	maxPrecodes  = 19
	maxCodeBits  = 15
	usedLitlens  = 286
	usedOffsets  = 30
	storedHeader = 4
)

// decodeBlocks decodes the blocks of one member up to and including the final one.
func (d *Decoder) decodeBlocks() error {
	for {
		head, ok := d.readBits(3)
		if !ok {
			return ErrTruncated
		}
		if err := d.decodeBlock(head >> 1); err != nil {
			return err
		}
		if head&1 != 0 {
			return nil
		}
	}
}

// decodeBlock decodes a block of the given type.
func (d *Decoder) decodeBlock(kind uint64) error {
	switch kind {
	case 0:
		return d.copyStored()
	case 1:
		d.useFixedCodes()
		return d.decodeCompressed()
	case 2:
		if err := d.readCodes(); err != nil {
			return err
		}
		return d.decodeCompressed()
	}
	return ErrCorrupt
}

// copyStored copies a block that is not compressed.
func (d *Decoder) copyStored() error {
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
	if err := d.appendBytes(rest[:min(size, len(rest))]); err != nil {
		return err
	}
	if size > len(rest) {
		return ErrTruncated
	}
	return nil
}

// decodeCompressed decodes symbols to the end of the block: in the fast loop while
// input and room are plentiful, otherwise one by one.
func (d *Decoder) decodeCompressed() error {
	for {
		d.sumLongRuns()
		switch d.decodeFast() {
		case blockEnd:
			return nil
		case badSymbol:
			return ErrCorrupt
		}
		if done, err := d.decodeSymbol(); done || err != nil {
			return err
		}
	}
}
