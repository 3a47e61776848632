package inflate

import "encoding/binary"

// reader takes bits from the input, lowest first. Above its valid bits, buf can
// hold bits of in[pos:]; or-ing these in a second time is harmless.
type reader struct {
	in   []byte
	pos  int    // next byte to load into buf
	buf  uint64 // bits loaded and not yet consumed
	bits uint64 // number of valid bits in buf, at most 63
}

// refill loads at least 56 bits, or all that are left.
func (r *reader) refill() {
	if len(r.in)-r.pos >= 8 {
		r.buf |= binary.LittleEndian.Uint64(r.in[r.pos:]) << (r.bits & 63)
		r.pos += int((63 - r.bits) >> 3)
		r.bits |= 56
		return
	}
	for r.bits < 56 && r.pos < len(r.in) {
		r.buf |= uint64(r.in[r.pos]) << (r.bits & 63)
		r.pos++
		r.bits += 8
	}
}

// readBits consumes n bits, at most 56, if there are that many.
func (r *reader) readBits(n uint64) (value uint64, ok bool) {
	if r.bits < n {
		if r.refill(); r.bits < n {
			return 0, false
		}
	}
	value = r.buf & (1<<n - 1)
	r.buf >>= n
	r.bits -= n
	return value, true
}

// alignToByte drops the rest of the current byte and returns whole bytes to the
// input.
func (r *reader) alignToByte() {
	r.pos -= int(r.bits >> 3)
	r.buf, r.bits = 0, 0
}
