//go:build cgo

package vector

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"fmt"
	"strconv"
	"time"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/extract"
)

// Writer fills one column of a chunk, or a part of it, from raw JSON.
type Writer interface {
	// Begin starts on the vector of a new chunk.
	Begin(vec mapping.Vector)
	// Put sets a row from a raw value; nil, null and a value of another type are
	// NULL. Rows come in ascending order.
	Put(row int, raw []byte)
	// End completes the vector when all rows have been put. The error is ErrMemory.
	End() error

	// rebind takes the same vector after its memory has moved, and keeps the rows
	// that have been put.
	rebindVector(vec mapping.Vector)
}

// NewWriter returns the writer for a column of type t.
func NewWriter(t schema.Type) (Writer, error) {
	switch t.Kind {
	case schema.Text:
		return new(TextWriter), nil
	case schema.BigInt:
		return new(BigIntWriter), nil
	case schema.Boolean:
		return new(booleanWriter), nil
	case schema.Timestamp:
		return new(TimestampWriter), nil
	case schema.Map:
		return new(mapWriter), nil
	case schema.List:
		element, err := NewWriter(*t.Element)
		return &listWriter{element: element}, err
	case schema.Struct:
		return newStructWriter(t.Fields)
	}
	return nil, fmt.Errorf("no column can be of kind %d", t.Kind)
}

// vectorData is a vector's memory. The validity mask has a bit for each row,
// which is 0 where the row is NULL; all are 1 in a new chunk.
type vectorData struct {
	vec  mapping.Vector
	data unsafe.Pointer
	mask unsafe.Pointer
}

// Begin starts on the vector of a new chunk.
func (v *vectorData) Begin(vec mapping.Vector) { v.rebindVector(vec) }

// End does nothing, for values that are complete when they are put.
func (v *vectorData) End() error { return nil }

// SetNull sets a row to NULL.
func (v *vectorData) SetNull(row int) { *v.maskWord(row) &^= 1 << (row % 64) }

func (v *vectorData) rebindVector(vec mapping.Vector) {
	mapping.VectorEnsureValidityWritable(vec)
	v.vec, v.data, v.mask = vec, mapping.VectorGetData(vec), mapping.VectorGetValidity(vec)
}

// maskWord returns the address of the mask's word that has the bit of a row.
func (v *vectorData) maskWord(row int) *uint64 {
	return (*uint64)(unsafe.Add(v.mask, row/64*8))
}

// valueAt returns the address of a row's value.
func valueAt[T any](v *vectorData, row int) *T {
	var value T
	return (*T)(unsafe.Add(v.data, uintptr(row)*unsafe.Sizeof(value)))
}

// BigIntWriter writes whole numbers.
type BigIntWriter struct{ vectorData }

// Put sets a row from a number.
func (w *BigIntWriter) Put(row int, raw []byte) {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		w.SetNull(row)
		return
	}
	w.PutInt(row, n)
}

// PutInt sets a row to n.
func (w *BigIntWriter) PutInt(row int, n int64) { *valueAt[int64](&w.vectorData, row) = n }

// booleanWriter writes true and false.
type booleanWriter struct{ vectorData }

// Put sets a row from true or false.
func (w *booleanWriter) Put(row int, raw []byte) {
	switch string(raw) {
	case "true":
		*valueAt[bool](&w.vectorData, row) = true
	case "false":
		*valueAt[bool](&w.vectorData, row) = false
	default:
		w.SetNull(row)
	}
}

// TimestampWriter writes times.
type TimestampWriter struct{ vectorData }

// Put sets a row from a time as CloudTrail writes it.
func (w *TimestampWriter) Put(row int, raw []byte) {
	t, err := time.Parse(time.RFC3339, string(extract.Text(raw)))
	if err != nil {
		w.SetNull(row)
		return
	}
	w.PutTime(row, t)
}

// PutTime sets a row to t. DuckDB counts the microseconds since 1970.
func (w *TimestampWriter) PutTime(row int, t time.Time) {
	*valueAt[int64](&w.vectorData, row) = t.UnixMicro()
}
