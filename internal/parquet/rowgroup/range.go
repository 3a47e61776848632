package rowgroup

import (
	"bytes"
	"encoding/binary"
)

// valueRange is the least and the greatest value of a column in a row group. Where a value
// is too long, nothing is known.
type valueRange struct {
	least, greatest []byte
	known, unknown  bool
}

// longestBound is how long values can be whose range is kept. It stands in the footer of the
// file, which each query reads.
const longestBound = 256

// extendBy extends the range to a value.
func (r *valueRange) extendBy(value []byte, isNumber bool) {
	switch {
	case r.unknown:
	case len(value) > longestBound:
		r.unknown = true
	case !r.known:
		r.least, r.greatest, r.known = append(r.least[:0], value...), append(r.greatest[:0], value...), true
	case isNumber:
		n := int64(binary.LittleEndian.Uint64(value))
		if n < int64(binary.LittleEndian.Uint64(r.least)) {
			copy(r.least, value)
		} else if n > int64(binary.LittleEndian.Uint64(r.greatest)) {
			copy(r.greatest, value)
		}
	case bytes.Compare(value, r.least) < 0:
		r.least = append(r.least[:0], value...)
	case bytes.Compare(value, r.greatest) > 0:
		r.greatest = append(r.greatest[:0], value...)
	}
}

func (r *valueRange) clearBounds() { r.known, r.unknown = false, false }
