//go:build cgo

package vector

import (
	"cmp"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/extract"
	"github.com/trailq/trailq/internal/records"
)

// structWriter writes objects.
type structWriter struct {
	vectorData
	children []Writer
	keys     extract.Keys
	values   [][]byte // for the children, while an object is written
	objects  records.Scanner
	fields   []records.Field
}

func newStructWriter(fields []schema.Field) (*structWriter, error) {
	w := &structWriter{values: make([][]byte, len(fields))}
	for i, field := range fields {
		child, err := NewWriter(field.Type)
		if err != nil {
			return nil, err
		}
		w.children = append(w.children, child)
		w.keys.Add(field.Key, i)
		if field.Key == "ARN" {
			w.keys.Add("arn", i) // as older records have it
		}
	}
	return w, nil
}

// Begin starts on the vector of a new chunk and those of its fields.
func (w *structWriter) Begin(vec mapping.Vector) {
	w.vectorData.rebindVector(vec)
	for i, child := range w.children {
		child.Begin(mapping.StructVectorGetChild(vec, mapping.IdxT(i)))
	}
}

func (w *structWriter) rebindVector(vec mapping.Vector) {
	w.vectorData.rebindVector(vec)
	for i, child := range w.children {
		child.rebindVector(mapping.StructVectorGetChild(vec, mapping.IdxT(i)))
	}
}

// Put sets a row from an object. Where the struct is NULL, so are its fields.
func (w *structWriter) Put(row int, raw []byte) {
	fields, whole := w.objects.Object(raw, w.fields[:0])
	w.fields = fields
	if whole {
		for i := range fields {
			field := &fields[i]
			if child := w.keys.FindEscaped(raw[field.Key.Start:field.Key.End]); child >= 0 {
				w.values[child] = raw[field.Value.Start:field.Value.End]
			}
		}
	} else {
		w.SetNull(row)
	}
	for i, child := range w.children {
		child.Put(row, w.values[i])
	}
	clear(w.values)
}

// End completes the fields.
func (w *structWriter) End() error {
	for _, child := range w.children {
		if err := child.End(); err != nil {
			return err
		}
	}
	return nil
}

// listEntry is duckdb_list_entry: where a row's elements are in the child.
type listEntry struct{ offset, length uint64 }

// elements is the growing child of a list or map.
type elements struct {
	vectorData
	size, room int
	failed     error // there was no room
}

// beginElements starts on the vector of a new chunk and returns its child, which
// has room for as many elements as a chunk has rows.
func (e *elements) beginElements(vec mapping.Vector) mapping.Vector {
	e.vectorData.rebindVector(vec)
	e.size, e.room, e.failed = 0, int(mapping.VectorSize()), nil
	return mapping.ListVectorGetChild(vec)
}

// makeRoom makes room for another element, and reports whether the child has
// moved.
func (e *elements) makeRoom() bool {
	if e.size < e.room || e.failed != nil {
		return false
	}
	if e.failed = reserveElements(e.vec, e.room*2); e.failed == nil {
		e.room *= 2
	}
	return e.failed == nil
}

// isFull reports whether there is no room for another element.
func (e *elements) isFull() bool { return e.size == e.room }

func (e *elements) endElements() error {
	mapping.ListVectorSetSize(e.vec, mapping.IdxT(e.size))
	return e.failed
}

// listWriter writes arrays.
type listWriter struct {
	elements
	element Writer
	arrays  records.Scanner
}

// Begin starts on the vector of a new chunk and that of its elements.
func (w *listWriter) Begin(vec mapping.Vector) { w.element.Begin(w.beginElements(vec)) }

func (w *listWriter) rebindVector(vec mapping.Vector) {
	w.vectorData.rebindVector(vec)
	w.element.rebindVector(mapping.ListVectorGetChild(vec))
}

// Put sets a row from an array.
func (w *listWriter) Put(row int, raw []byte) {
	entry := valueAt[listEntry](&w.vectorData, row)
	*entry = listEntry{offset: uint64(w.size)}
	if extract.IsNull(raw) || raw[0] != '[' {
		w.SetNull(row)
		return
	}
	for element := range w.arrays.Elements(raw) {
		if w.makeRoom() {
			w.element.rebindVector(mapping.ListVectorGetChild(w.vec))
		}
		if w.isFull() {
			break
		}
		w.element.Put(w.size, element)
		w.size++
	}
	entry.length = uint64(w.size) - entry.offset
}

// End sets the number of elements and completes them.
func (w *listWriter) End() error {
	if err := w.endElements(); err != nil {
		return err
	}
	return w.element.End()
}

// mapWriter writes objects as maps from text to text.
type mapWriter struct {
	elements
	key, value TextWriter
	objects    records.Scanner
	fields     []records.Field
	places     map[string]int // of the keys, while a map is written
}

// Begin starts on the vector of a new chunk and those of its keys and values.
func (w *mapWriter) Begin(vec mapping.Vector) {
	entries := w.beginElements(vec)
	w.key.Begin(mapping.StructVectorGetChild(entries, 0))
	w.value.Begin(mapping.StructVectorGetChild(entries, 1))
}

func (w *mapWriter) rebindVector(vec mapping.Vector) {
	w.vectorData.rebindVector(vec)
	w.rebindEntries()
}

func (w *mapWriter) rebindEntries() {
	entries := mapping.ListVectorGetChild(w.vec)
	w.key.rebindVector(mapping.StructVectorGetChild(entries, 0))
	w.value.rebindVector(mapping.StructVectorGetChild(entries, 1))
}

// Put sets a row from an object. Of a key that comes twice the last counts.
func (w *mapWriter) Put(row int, raw []byte) {
	entry := valueAt[listEntry](&w.vectorData, row)
	*entry = listEntry{offset: uint64(w.size)}
	fields, whole := w.objects.Object(raw, w.fields[:0])
	w.fields = fields
	if !whole {
		w.SetNull(row)
		return
	}
	if w.places == nil {
		w.places = make(map[string]int)
	}
	clear(w.places)
	for i := range fields {
		w.places[string(extract.Key(raw[fields[i].Key.Start:fields[i].Key.End]))] = i
	}
	for i := range fields {
		key := extract.Key(raw[fields[i].Key.Start:fields[i].Key.End])
		if w.places[string(key)] == i {
			w.addEntry(key, raw[fields[i].Value.Start:fields[i].Value.End])
		}
	}
	entry.length = uint64(w.size) - entry.offset
}

func (w *mapWriter) addEntry(key, value []byte) {
	if w.makeRoom() {
		w.rebindEntries()
	}
	if w.isFull() {
		return
	}
	w.key.PutText(w.size, key)
	w.value.Put(w.size, value)
	w.size++
}

// End sets the number of entries and completes them.
func (w *mapWriter) End() error {
	return cmp.Or(w.endElements(), w.key.End(), w.value.End())
}
