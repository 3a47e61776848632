//go:build cgo

package duck

import (
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/records"
)

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

func (w *mapWriter) end() {
	w.elements.end()
	w.key.end()
	w.value.end()
}
