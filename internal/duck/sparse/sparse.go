//go:build cgo

// Package sparse writes columns of many parts that are NULL in nearly every row of a
// converted folder, since Athena's columns say all that they could; cgo.
package sparse

import (
	"bytes"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/vector"
	"github.com/trailq/trailq/internal/extract"
)

// Column is such a column.
type Column struct {
	*vector.SparseWriter
	Place  int // in the chunk
	Slot   int // in the extractor
	name   string
	last   []byte // the previous raw value
	needed bool   // that value says more than Athena's columns
}

// New returns the column of a name that a writer fills.
func New(writer vector.Writer, name string) *Column {
	return &Column{SparseWriter: vector.NewSparseWriter(writer), name: name}
}

// IsSparse reports whether the column of a name is sparse.
func IsSparse(name string) bool {
	switch name {
	case "lake_useridentity", "lake_resources", "lake_eventdata", "addendum":
		return true
	}
	return false
}

// Begin starts on the vector of a new chunk.
func (c *Column) Begin(vec mapping.Vector) {
	c.SparseWriter.Begin(vec)
	c.last = nil
}

// Put sets a row, unless it can stay NULL.
func (c *Column) Put(row int, raw []byte) {
	if extract.IsNull(raw) || !c.isNeeded(raw) {
		return
	}
	c.SparseWriter.Put(row, raw)
}

// isNeeded reports whether a value says more than Athena's columns. Records that
// are alike stand together, and often have the same value.
func (c *Column) isNeeded(raw []byte) bool {
	if c.last == nil || !bytes.Equal(raw, c.last) {
		c.last = raw
		c.needed = !schema.AthenaSuffices(c.name, raw)
	}
	return c.needed
}
