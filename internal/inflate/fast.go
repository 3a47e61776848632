package inflate

import "encoding/binary"

// outcome is the reason why the fast loop ended.
type outcome int

const (
	noSpace   outcome = iota // too little input, room or space below the limit is left
	blockEnd                 // the block is complete
	badSymbol                // the next symbol is not valid
)

const (
	// fastInput is how much input a round of the fast loop can load.
	fastInput = 24
	// fastOutput is how much content a round can add: eight literals or six
	// and a match.
	fastOutput = maxMatch + 8
)

// decodeFast decodes symbols as long as there is enough input and room that a round
// of its loop can skip checking both.
//
// It is one long function so that its state stays in registers; repeating the
// literal step is an eighth faster than a loop. Reading and writing through unsafe
// pointers gained another tenth: too little for input that anybody can craft.
//
// Each round looks up the entry of the next one before it copies a match: the processor
// does both at a time, which is worth a twenty-fifth.
func (d *Decoder) decodeFast() (result outcome) {
	in, out := d.in, d.out
	pos, n, buf, bits := d.pos, d.n, d.buf, d.bits
	inEnd := len(in) - fastInput
	outEnd := min(d.limit-fastOutput, len(out)-slack, d.summed+checksumStep)
	start := d.start
	litlens, offsets := &d.litlens, &d.offsets

	if pos > inEnd || n > outEnd {
		return noSpace
	}
	buf, pos, bits = loadWord(in, pos, buf, bits)
	e := litlens[buf&(1<<litlenBits-1)]
	for pos <= inEnd && n <= outEnd {
		// Four literal entries take at most 44 bits, three and a length at most 53.
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
						buf, pos, bits = loadWord(in, pos, buf, bits)
						e = litlens[buf&(1<<litlenBits-1)]
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
				buf, pos, bits = loadWord(in, pos, buf, bits)
				e = litlens[buf&(1<<litlenBits-1)]
				continue
			}
			if e&special != 0 { // Invalid symbols have short codes: see useFixedCodes.
				result = blockEnd
				break
			}
		}
		length := matchLength(e, saved)

		// An offset takes at most a code and 13 extra bits.
		if bits&63 < maxCodeBits+13 {
			buf, pos, bits = loadWord(in, pos, buf, bits)
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
		buf, pos, bits = loadWord(in, pos, buf, bits)
		e = litlens[buf&(1<<litlenBits-1)]
		if distance < 16 {
			// The copied bytes continue the pattern: each round doubles its length.
			for end := n + length; n < end; {
				copied := copy(out[n:end], out[n-distance:n])
				n += copied
				distance += copied
			}
			continue
		}
		// Source and target can overlap: each block is read after the blocks before
		// it were written.
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

// loadWord fills buf up with input, so that it has at least 56 bits. Of bits, the number
// there, only the lowest six count.
func loadWord(in []byte, pos int, buf, bits uint64) (uint64, int, uint64) {
	return buf | binary.LittleEndian.Uint64(in[pos:])<<(bits&63), pos + int(^bits>>3&7), bits | 56
}
