//go:build cgo

package vector

import (
	"unsafe"

	"github.com/duckdb/duckdb-go/v2/mapping"
)

// TextReader reads a column of texts that a function gets.
type TextReader struct{ vectorData }

// Begin starts on the vector of a new chunk.
func (r *TextReader) Begin(vec mapping.Vector) { r.bindInput(vec) }

// Text returns the text of a row, and whether it is not NULL. It is DuckDB's memory, for
// as long as the chunk is.
func (r *TextReader) Text(row int) ([]byte, bool) {
	if r.isNull(row) {
		return nil, false
	}
	value := valueAt[stringValue](&r.vectorData, row)
	if value.length <= inlineLength {
		return unsafe.Slice(&value.prefix[0], inlineLength)[:value.length], true
	}
	return value.longText(), true
}

// BigIntReader reads a column of whole numbers that a function gets.
type BigIntReader struct{ vectorData }

// Begin starts on the vector of a new chunk.
func (r *BigIntReader) Begin(vec mapping.Vector) { r.bindInput(vec) }

// Int returns the number of a row, and whether it is not NULL.
func (r *BigIntReader) Int(row int) (int64, bool) {
	if r.isNull(row) {
		return 0, false
	}
	return *valueAt[int64](&r.vectorData, row), true
}

// IntWriter writes a column of whole numbers of 32 bits.
type IntWriter struct{ vectorData }

// PutInt sets a row to n.
func (w *IntWriter) PutInt(row int, n int32) { *valueAt[int32](&w.vectorData, row) = n }

// bindInput takes a vector that is only read. It has no mask where no row is NULL.
func (v *vectorData) bindInput(vec mapping.Vector) {
	v.vec, v.data, v.mask = vec, mapping.VectorGetData(vec), mapping.VectorGetValidity(vec)
}

// isNull reports whether a row of a vector that is only read is NULL.
func (v *vectorData) isNull(row int) bool {
	return v.mask != nil && *v.maskWord(row)&(1<<(row%64)) == 0
}
