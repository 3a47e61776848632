//go:build cgo

package duck

import (
	"fmt"
	"strconv"
	"time"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect"
)

// vectorWriter fills one column of a chunk, or a part of it, from raw JSON.
type vectorWriter interface {
	// begin takes the vector of a new chunk.
	begin(vec mapping.Vector)
	// moved takes the vector again whose memory may have moved, and keeps what has
	// been put.
	moved(vec mapping.Vector)
	// put sets a row from a raw value; nil, null and what does not fit are NULL.
	put(row int, raw []byte)
	// end is called when all rows have been put.
	end()
}

// newVectorWriter returns the writer for a column of type t.
func newVectorWriter(t dialect.Type) (vectorWriter, error) {
	switch t.Kind {
	case dialect.Text:
		return new(textWriter), nil
	case dialect.BigInt:
		return new(bigIntWriter), nil
	case dialect.Boolean:
		return new(booleanWriter), nil
	case dialect.Timestamp:
		return new(timestampWriter), nil
	case dialect.Map:
		return new(mapWriter), nil
	case dialect.List:
		element, err := newVectorWriter(*t.Element)
		return &listWriter{element: element}, err
	case dialect.Struct:
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

func (v *vectorData) moved(vec mapping.Vector) {
	mapping.VectorEnsureValidityWritable(vec)
	v.vec, v.data, v.mask = vec, mapping.VectorGetData(vec), mapping.VectorGetValidity(vec)
}

func (v *vectorData) end() {}

func (v *vectorData) setNull(row int) {
	word := (*uint64)(unsafe.Add(v.mask, row/64*8))
	*word &^= 1 << (row % 64)
}

// at returns the address of a row's value.
func at[T any](v *vectorData, row int) *T {
	var value T
	return (*T)(unsafe.Add(v.data, uintptr(row)*unsafe.Sizeof(value)))
}

// bigIntWriter writes whole numbers.
type bigIntWriter struct{ vectorData }

func (w *bigIntWriter) begin(vec mapping.Vector) { w.moved(vec) }

func (w *bigIntWriter) put(row int, raw []byte) {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		w.setNull(row)
		return
	}
	w.putInt(row, n)
}

func (w *bigIntWriter) putInt(row int, n int64) { *at[int64](&w.vectorData, row) = n }

// booleanWriter writes true and false.
type booleanWriter struct{ vectorData }

func (w *booleanWriter) begin(vec mapping.Vector) { w.moved(vec) }

func (w *booleanWriter) put(row int, raw []byte) {
	switch string(raw) {
	case "true":
		*at[bool](&w.vectorData, row) = true
	case "false":
		*at[bool](&w.vectorData, row) = false
	default:
		w.setNull(row)
	}
}

// timestampWriter writes times, which DuckDB has as microseconds since 1970.
type timestampWriter struct{ vectorData }

func (w *timestampWriter) begin(vec mapping.Vector) { w.moved(vec) }

func (w *timestampWriter) put(row int, raw []byte) {
	t, err := time.Parse(time.RFC3339, string(textOf(raw)))
	if err != nil {
		w.setNull(row)
		return
	}
	*at[int64](&w.vectorData, row) = t.UnixMicro()
}
