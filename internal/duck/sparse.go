//go:build cgo

package duck

import (
	"bytes"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect"
)

// sparseWriter fills a column of many parts that is NULL in nearly every row:
// setting all its parts to NULL row by row took a twentieth of a conversion.
type sparseWriter struct {
	*columnWriter
	name string
	last []byte // the raw value before, and whether it was needed
	need bool
}

// isSparse tells such columns by their names.
func isSparse(name string) bool {
	switch name {
	case "lake_useridentity", "lake_resources", "lake_eventdata", "addendum":
		return true
	}
	return false
}

// begin takes the vector of a new chunk, all of whose rows are NULL at first.
func (w *sparseWriter) begin(vec mapping.Vector) {
	w.columnWriter.begin(vec)
	setAllNull(w.vectorWriter)
	w.last = nil
}

// put sets a row, unless it may stay NULL.
func (w *sparseWriter) put(row int, raw []byte) {
	if isNull(raw) || !w.needed(raw) {
		return
	}
	setNotNull(w.vectorWriter, row)
	w.columnWriter.put(row, raw)
}

// needed reports whether what Athena's columns have does not suffice. Like
// records stand together, and often have the same value.
func (w *sparseWriter) needed(raw []byte) bool {
	if w.last == nil || !bytes.Equal(raw, w.last) {
		w.last = raw
		w.need = !dialect.AthenaSuffices(w.name, raw)
	}
	return w.need
}

// setAllNull sets all rows of a chunk to NULL, and so their parts.
func setAllNull(writer vectorWriter) {
	switch w := writer.(type) {
	case *structWriter:
		w.clearMask()
		for _, child := range w.children {
			setAllNull(child)
		}
	case *listWriter:
		w.clearMask()
		w.clearEntries()
	case *mapWriter:
		w.clearMask()
		w.clearEntries()
	case interface{ clearMask() }:
		w.clearMask()
	}
}

// setNotNull takes that back for a row; what is put there then may be NULL.
func setNotNull(writer vectorWriter, row int) {
	switch w := writer.(type) {
	case *structWriter:
		w.setValid(row)
		for _, child := range w.children {
			setNotNull(child, row)
		}
	case interface{ setValid(row int) }:
		w.setValid(row)
	}
}

func (v *vectorData) clearMask() {
	clear(unsafe.Slice((*uint64)(v.mask), mapping.VectorSize()/64))
}

func (v *vectorData) setValid(row int) {
	word := (*uint64)(unsafe.Add(v.mask, row/64*8))
	*word |= 1 << (row % 64)
}

// clearEntries makes all lists of a chunk empty.
func (e *elements) clearEntries() {
	clear(unsafe.Slice((*listEntry)(e.data), mapping.VectorSize()))
}
