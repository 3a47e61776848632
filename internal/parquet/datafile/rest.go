package datafile

import (
	"bytes"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/extract"
)

// restValue tells which values of a column of CloudTrail Lake's are stored, since Athena's
// columns do not say all that they do.
type restValue struct {
	column string
	last   []byte // the previous raw value, of the same file
	needed bool   // that value says more
}

// isNeeded reports whether a value is stored. Records that are alike stand together, and
// often have the same value.
func (r *restValue) isNeeded(raw []byte) bool {
	if extract.IsNull(raw) {
		return false
	}
	if r.last == nil || !bytes.Equal(raw, r.last) {
		r.last = raw
		r.needed = !schema.AthenaSuffices(r.column, raw)
	}
	return r.needed
}
