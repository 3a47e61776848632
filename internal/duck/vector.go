//go:build cgo

package duck

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
	"unsafe"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/records"
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

// isNull tells the raw values that are NULL in every column.
func isNull(raw []byte) bool { return len(raw) == 0 || raw[0] == 'n' }

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

// stringValue is duckdb_string_t: a text of up to 12 bytes stands in it behind
// its length; of a longer one its first four bytes and its address.
type stringValue struct {
	length uint32
	prefix [4]byte
	tail   [8]byte // or the address
}

const inlineLength = 12

// text returns the bytes of a value that is not inline.
func (s *stringValue) text() []byte {
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&s.tail)), s.length)
}

// textWriter writes texts. The same ones come again and again in a column, so
// that within a chunk many need not be copied: two values may share memory.
type textWriter struct {
	vectorData
	recent [recentTexts]uint16 // rows, plus one, of long texts by their hash
}

const (
	recentTexts   = 256
	recentLongest = 256 // bytes; longer texts hardly repeat
)

func (w *textWriter) begin(vec mapping.Vector) {
	w.moved(vec)
	clear(w.recent[:])
}

func (w *textWriter) put(row int, raw []byte) { w.putText(row, textOf(raw)) }

// putText sets a row to the text, which is valid UTF-8, or to NULL for nil.
func (w *textWriter) putText(row int, text []byte) {
	switch {
	case text == nil:
		w.setNull(row)
	case len(text) <= inlineLength:
		value := at[stringValue](&w.vectorData, row)
		*value = stringValue{length: uint32(len(text))}
		copy(unsafe.Slice(&value.prefix[0], inlineLength), text)
	case len(text) > recentLongest:
		w.assign(row, text)
	default:
		w.putRecent(row, text)
	}
}

// putRecent sets a row to a long text, which may have come lately.
func (w *textWriter) putRecent(row int, text []byte) {
	slot := &w.recent[textHash(text)]
	if *slot > 0 {
		before := at[stringValue](&w.vectorData, int(*slot)-1)
		if int(before.length) == len(text) && bytes.Equal(before.text(), text) {
			*at[stringValue](&w.vectorData, row) = *before
			return
		}
	}
	w.assign(row, text)
	if row < 1<<16-1 {
		*slot = uint16(row + 1)
	}
}

func (w *textWriter) assign(row int, text []byte) {
	bindings.UnsafeVectorAssignStringElementLen(w.vec, mapping.IdxT(row), text)
}

// textHash is a hash of the length and both ends of a text of 8 bytes or more.
func textHash(text []byte) uint8 {
	first := *(*uint64)(unsafe.Pointer(&text[0]))
	last := *(*uint64)(unsafe.Pointer(&text[len(text)-8]))
	h := (first ^ last<<1 ^ uint64(len(text))) * 0x9e3779b97f4a7c15
	return uint8(h >> 56)
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

// structWriter writes objects.
type structWriter struct {
	vectorData
	children []vectorWriter
	keys     keys
	members  []*member
	objects  records.Scanner
	fields   []records.Field
}

func newStructWriter(fields []dialect.Field) (*structWriter, error) {
	w := new(structWriter)
	for _, field := range fields {
		child, err := newVectorWriter(field.Type)
		if err != nil {
			return nil, err
		}
		m := new(member)
		w.children, w.members = append(w.children, child), append(w.members, m)
		w.keys.add(field.Key, m)
		if field.Key == "ARN" {
			w.keys.add("arn", m) // as older records have it
		}
	}
	return w, nil
}

func (w *structWriter) begin(vec mapping.Vector) {
	w.vectorData.moved(vec)
	for i, child := range w.children {
		child.begin(mapping.StructVectorGetChild(vec, mapping.IdxT(i)))
	}
}

func (w *structWriter) moved(vec mapping.Vector) {
	w.vectorData.moved(vec)
	for i, child := range w.children {
		child.moved(mapping.StructVectorGetChild(vec, mapping.IdxT(i)))
	}
}

// put sets the fields to NULL, too, where the struct is.
func (w *structWriter) put(row int, raw []byte) {
	fields, whole := w.objects.Object(raw, w.fields[:0])
	w.fields = fields
	if whole {
		for i := range fields {
			field := &fields[i]
			if m := w.keys.findWritten(raw[field.Key.Start:field.Key.End]); m != nil {
				m.raw = raw[field.Value.Start:field.Value.End]
			}
		}
	} else {
		w.setNull(row)
	}
	for i, m := range w.members {
		w.children[i].put(row, m.raw)
		m.raw = nil
	}
}

func (w *structWriter) end() {
	for _, child := range w.children {
		child.end()
	}
}

// listEntry is duckdb_list_entry: where a row's elements stand in the child.
type listEntry struct{ offset, length uint64 }

// elements is the growing child of a list or map.
type elements struct {
	vectorData
	size, room int
}

// begin takes the vector of a new chunk, whose child has room for a chunk.
func (e *elements) begin(vec mapping.Vector) mapping.Vector {
	e.vectorData.moved(vec)
	e.size, e.room = 0, int(mapping.VectorSize())
	return mapping.ListVectorGetChild(vec)
}

// grow makes room for another element, and reports whether the child has moved.
func (e *elements) grow() bool {
	if e.size < e.room {
		return false
	}
	e.room *= 2
	mapping.ListVectorReserve(e.vec, mapping.IdxT(e.room))
	return true
}

func (e *elements) end() { mapping.ListVectorSetSize(e.vec, mapping.IdxT(e.size)) }

// listWriter writes arrays.
type listWriter struct {
	elements
	element vectorWriter
	arrays  records.Scanner
}

func (w *listWriter) begin(vec mapping.Vector) { w.element.begin(w.elements.begin(vec)) }

func (w *listWriter) moved(vec mapping.Vector) {
	w.vectorData.moved(vec)
	w.element.moved(mapping.ListVectorGetChild(vec))
}

func (w *listWriter) put(row int, raw []byte) {
	entry := at[listEntry](&w.vectorData, row)
	*entry = listEntry{offset: uint64(w.size)}
	if isNull(raw) || raw[0] != '[' {
		w.setNull(row)
		return
	}
	for element := range w.arrays.Elements(raw) {
		if w.grow() {
			w.element.moved(mapping.ListVectorGetChild(w.vec))
		}
		w.element.put(w.size, element)
		w.size++
	}
	entry.length = uint64(w.size) - entry.offset
}

func (w *listWriter) end() {
	w.elements.end()
	w.element.end()
}

// mapWriter writes objects as maps from text to text.
type mapWriter struct {
	elements
	key, value textWriter
	objects    records.Scanner
	fields     []records.Field
	seen       map[string]int // place of a key, while a map is written
}

func (w *mapWriter) begin(vec mapping.Vector) {
	entries := w.elements.begin(vec)
	w.key.begin(mapping.StructVectorGetChild(entries, 0))
	w.value.begin(mapping.StructVectorGetChild(entries, 1))
}

func (w *mapWriter) moved(vec mapping.Vector) {
	w.vectorData.moved(vec)
	entries := mapping.ListVectorGetChild(vec)
	w.key.moved(mapping.StructVectorGetChild(entries, 0))
	w.value.moved(mapping.StructVectorGetChild(entries, 1))
}

func (w *mapWriter) put(row int, raw []byte) {
	entry := at[listEntry](&w.vectorData, row)
	*entry = listEntry{offset: uint64(w.size)}
	fields, whole := w.objects.Object(raw, w.fields[:0])
	w.fields = fields
	if !whole {
		w.setNull(row)
		return
	}
	if w.seen == nil {
		w.seen = make(map[string]int)
	}
	clear(w.seen)
	for i := range fields {
		w.seen[string(keyOf(raw[fields[i].Key.Start:fields[i].Key.End]))] = i
	}
	for i := range fields {
		key := keyOf(raw[fields[i].Key.Start:fields[i].Key.End])
		if w.seen[string(key)] == i { // of a key that comes twice the last counts
			w.add(key, raw[fields[i].Value.Start:fields[i].Value.End])
		}
	}
	entry.length = uint64(w.size) - entry.offset
}

func (w *mapWriter) add(key, value []byte) {
	if w.grow() {
		entries := mapping.ListVectorGetChild(w.vec)
		w.key.moved(mapping.StructVectorGetChild(entries, 0))
		w.value.moved(mapping.StructVectorGetChild(entries, 1))
	}
	w.key.putText(w.size, key)
	w.value.put(w.size, value)
	w.size++
}
