package rowgroup

import (
	"bytes"

	"github.com/trailq/trailq/internal/extract"
	"github.com/trailq/trailq/internal/records"
)

// Column takes the values of one column, as raw JSON: at most one for a row. What is no
// value of the column's type is NULL.
type Column interface {
	Put(raw []byte)
}

// Struct is a column of objects.
type Struct struct {
	slots
	parts   []Column
	keys    extract.Keys
	values  [][]byte // for the parts, while an object is put
	objects records.Scanner
	fields  []records.Field

	trace *trace // of this struct, or of the one around that is remembered
	owner bool   // of the trace
}

// Put puts an object.
func (s *Struct) Put(raw []byte) {
	if !s.owner {
		s.putObject(raw)
		return
	}
	if s.trace.repeatsObject(raw) {
		return
	}
	s.trace.beginObject(raw)
	s.putObject(raw)
}

func (s *Struct) putObject(raw []byte) {
	fields, whole := s.objects.Object(raw, s.fields[:0])
	s.fields = fields
	if !whole {
		return
	}
	s.addSlot()
	if s.trace != nil {
		s.trace.noteValue(&s.slots, nil, nil)
	}
	for i := range fields {
		field := &fields[i]
		if part := s.keys.FindEscaped(raw[field.Key.Start:field.Key.End]); part >= 0 {
			s.values[part] = raw[field.Value.Start:field.Value.End]
		}
	}
	for i, value := range s.values {
		if value != nil {
			s.values[i] = nil
			s.parts[i].Put(value)
		}
	}
}

// trace remembers what the object that was put last had: the events of one session stand
// together, and have the same userIdentity.
type trace struct {
	raw    []byte
	steps  []step
	listed bool // it has a list or map, of which not all is noted
}

// step is a value that was put, or a struct where leaf is nil.
type step struct {
	slots *slots
	leaf  *Leaf
	value []byte
}

func (t *trace) beginObject(raw []byte) {
	t.raw, t.steps, t.listed = raw, t.steps[:0], false
}

func (t *trace) noteValue(at *slots, leaf *Leaf, value []byte) {
	t.steps = append(t.steps, step{at, leaf, value})
}

// repeats puts the same as before if raw is the same, and reports whether it did.
func (t *trace) repeatsObject(raw []byte) bool {
	if t.raw == nil || t.listed || !bytes.Equal(t.raw, raw) {
		return false
	}
	for i := range t.steps {
		if one := &t.steps[i]; one.leaf == nil {
			one.slots.addSlot()
		} else {
			one.leaf.putValue(one.value)
		}
	}
	return true
}

// ListColumn is a column of arrays.
type ListColumn struct {
	slots        // of the elements
	empty  uint8 // the level of an array without elements
	part   Column
	arrays records.Scanner
	trace  *trace
}

// Put puts an array.
func (l *ListColumn) Put(raw []byte) {
	if extract.IsNull(raw) || raw[0] != '[' {
		return
	}
	if l.trace != nil {
		l.trace.listed = true
	}
	first := true
	for element := range l.arrays.Elements(raw) {
		l.addElement(first, l.level)
		first = false
		l.part.Put(element)
	}
	if first {
		l.addElement(true, l.empty)
	}
}

// MapColumn is a column of objects as maps from text to text.
type MapColumn struct {
	slots   // of the entries
	empty   uint8
	key     *Leaf
	value   *Leaf
	objects records.Scanner
	fields  []records.Field
	places  map[string]int // of the keys, while a map is put
	trace   *trace
}

// Put puts an object. Of a key that comes twice the last counts.
func (m *MapColumn) Put(raw []byte) {
	fields, whole := m.objects.Object(raw, m.fields[:0])
	m.fields = fields
	if !whole {
		return
	}
	if m.trace != nil {
		m.trace.listed = true
	}
	if m.places == nil {
		m.places = make(map[string]int)
	}
	clear(m.places)
	for i := range fields {
		m.places[string(extract.Key(raw[fields[i].Key.Start:fields[i].Key.End]))] = i
	}
	first := true
	for i := range fields {
		key := extract.Key(raw[fields[i].Key.Start:fields[i].Key.End])
		if m.places[string(key)] != i {
			continue
		}
		m.addElement(first, m.level)
		first = false
		m.key.PutBytes(key)
		m.value.Put(raw[fields[i].Value.Start:fields[i].Value.End])
	}
	if first {
		m.addElement(true, m.empty)
	}
}
