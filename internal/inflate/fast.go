package inflate

import "encoding/binary"

// outcome tells why the fast loop ended.
type outcome int

const (
	noSpace   outcome = iota // too little input, room or space below the limit is left
	blockEnd                 // the block is complete
	badSymbol                // the next symbol is not valid
)

const (
	// fastInput is how much input a round of the fast loop may load.
	fastInput = 16
	// fastOutput is how much content a round may add: eight literals or six
	// and a match.
	fastOutput = maxMatch + 8
)

// fast decodes symbols as long as there is so much input and room that a round
// of its loop need not check either.
//
// It is one long function so that its state stays in registers; repeating the
// literal step beats a loop by an eighth. Reading and writing through unsafe
// pointers gained another tenth: too little, for input that anybody may craft.
func (d *Decoder) fast() (result outcome) {
	in, out := d.in, d.out
	pos, n, buf, bits := d.pos, d.n, d.buf, d.bits
	inEnd := len(in) - fastInput
	outEnd := min(d.limit-fastOutput, len(out)-slack, d.summed+checksumStep)
	start := d.start
	litlens, offsets := &d.litlens, &d.offsets

	for pos <= inEnd && n <= outEnd {
		buf |= binary.LittleEndian.Uint64(in[pos:]) << (bits & 63)
		pos += int(^bits >> 3 & 7)
		bits |= 56

		// Four literal entries take 44 bits at most; three and a length 53.
		e := litlens[buf&(1<<litlenBits-1)]
		if e&literal != 0 {
			binary.LittleEndian.PutUint16(out[n:], uint16(e>>literalShift))
			n += int(e >> countShift & countMask)
			buf >>= e & sizeMask
			bits -= uint64(e)
			e = litlens[buf&(1<<litlenBits-1)]
			if e&literal != 0 {
				binary.LittleEndian.PutUint16(out[n:], uint16(e>>literalShift))
				n += int(e >> countShift & countMask)
				buf >>= e & sizeMask
				bits -= uint64(e)
				e = litlens[buf&(1<<litlenBits-1)]
				if e&literal != 0 {
					binary.LittleEndian.PutUint16(out[n:], uint16(e>>literalShift))
					n += int(e >> countShift & countMask)
					buf >>= e & sizeMask
					bits -= uint64(e)
					e = litlens[buf&(1<<litlenBits-1)]
					if e&literal != 0 {
						binary.LittleEndian.PutUint16(out[n:], uint16(e>>literalShift))
						n += int(e >> countShift & countMask)
						buf >>= e & sizeMask
						bits -= uint64(e)
						continue
					}
				}
			}
		}
		saved := buf
		buf >>= e & sizeMask
		bits -= uint64(e)
		if e&special != 0 {
			if e&kindMask == endOfBlock {
				result = blockEnd
				break
			}
			if e&kindMask != subtable {
				result = badSymbol
				break
			}
			e = litlens[subtableIndex(e, buf)&(litlenSize-1)]
			saved = buf
			buf >>= e & sizeMask
			bits -= uint64(e)
			if e&literal != 0 {
				out[n] = byte(e >> literalShift)
				n++
				continue
			}
			if e&special != 0 { // Invalid symbols have short codes: see useFixedCodes.
				result = blockEnd
				break
			}
		}
		length := matchLength(e, saved)

		// A code and 13 extra bits are the most that an offset takes.
		if bits&63 < maxCodeBits+13 {
			buf |= binary.LittleEndian.Uint64(in[pos:]) << (bits & 63)
			pos += int(^bits >> 3 & 7)
			bits |= 56
		}
		e = offsets[buf&(1<<offsetBits-1)]
		if e&special != 0 {
			if e&kindMask != subtable {
				result = badSymbol
				break
			}
			buf >>= e & sizeMask
			bits -= uint64(e)
			e = offsets[subtableIndex(e, buf)&(offsetSize-1)]
		}
		distance := matchOffset(e, buf)
		buf >>= e & sizeMask
		bits -= uint64(e)
		if distance > n-start {
			result = badSymbol
			break
		}
		if distance < 16 {
			// What has been copied continues the pattern: each round doubles it.
			for end := n + length; n < end; {
				copied := copy(out[n:end], out[n-distance:n])
				n += copied
				distance += copied
			}
			continue
		}
		// Blocks may overlap, as each is read when those before it are written.
		to := (*[matchRoom]byte)(out[n:])
		from := (*[matchRoom]byte)(out[n-distance:])
		copy(to[:16], from[:16])
		copy(to[16:32], from[16:32])
		for i := 32; i < length; i += 32 {
			copy(to[i:i+16], from[i:i+16])
			copy(to[i+16:i+32], from[i+16:i+32])
		}
		n += length
	}
	d.pos, d.n, d.buf, d.bits = pos, n, buf, bits&63
	return result
}
