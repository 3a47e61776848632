//go:build cgo

package duck

import (
	"bytes"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/vector"
	"github.com/trailq/trailq/internal/extract"
)

// sparseColumn is a column of many parts that is NULL in nearly every row, since
// Athena's columns say all that it could.
type sparseColumn struct {
	*vector.SparseWriter
	name   string
	place  int    // in the chunk
	slot   int    // in the extractor
	last   []byte // the previous raw value
	needed bool   // that value says more than Athena's columns
}

// isSparse reports whether the column of a name is sparse.
func isSparse(name string) bool {
	switch name {
	case "lake_useridentity", "lake_resources", "lake_eventdata", "addendum":
		return true
	}
	return false
}

// Begin starts on the vector of a new chunk.
func (c *sparseColumn) Begin(vec mapping.Vector) {
	c.SparseWriter.Begin(vec)
	c.last = nil
}

// Put sets a row, unless it can stay NULL.
func (c *sparseColumn) Put(row int, raw []byte) {
	if extract.IsNull(raw) || !c.isNeeded(raw) {
		return
	}
	c.SparseWriter.Put(row, raw)
}

// isNeeded reports whether a value says more than Athena's columns. Records that
// are alike stand together, and often have the same value.
func (c *sparseColumn) isNeeded(raw []byte) bool {
	if c.last == nil || !bytes.Equal(raw, c.last) {
		c.last = raw
		c.needed = !schema.AthenaSuffices(c.name, raw)
	}
	return c.needed
}
