//go:build cgo

package vector

import "github.com/duckdb/duckdb-go/v2/mapping"

// SparseWriter fills a column that is NULL in nearly every row: only the other
// rows are put. Setting a column of many parts to NULL row by row took a
// twentieth of a conversion.
type SparseWriter struct{ writer Writer }

// NewSparseWriter returns a SparseWriter that uses writer for the rows that are put.
func NewSparseWriter(writer Writer) *SparseWriter { return &SparseWriter{writer} }

// Begin starts on the vector of a new chunk, all of whose rows are NULL at first.
func (w *SparseWriter) Begin(vec mapping.Vector) {
	w.writer.Begin(vec)
	w.writer.clearRows()
}

// Put sets a row from a raw value.
func (w *SparseWriter) Put(row int, raw []byte) {
	w.writer.allowRow(row)
	w.writer.Put(row, raw)
}

// End completes the vector when all rows have been put.
func (w *SparseWriter) End() error { return w.writer.End() }
