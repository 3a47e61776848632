package extract

import (
	"bytes"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/records"
)

// Extractor finds values by their paths in one record after another. It passes
// once over the members of a record, and over those of the objects that values
// are wanted from. It is for one goroutine.
type Extractor struct {
	root    *member
	values  [][]byte      // by slot; nil where the record has none
	early   []requirement // on a record's own fields
	late    []requirement // on values inside of these
	objects records.Scanner
	fields  []records.Field
	escapes bool // the record has some
}

// New returns an Extractor that finds nothing yet.
func New() *Extractor { return &Extractor{root: newMember()} }

// Slot returns the slot in which the value at path will be.
func (x *Extractor) Slot(path ...string) int {
	m := x.root.findOrAdd(path)
	if m.slot < 0 {
		m.slot = len(x.values)
		x.values = append(x.values, nil)
		if len(path) > 1 {
			x.root.findOrAdd(path[:1]).rememberSlot(m.slot)
		}
	}
	return m.slot
}

// Value returns the raw JSON in a slot, nil where the last record has none.
func (x *Extractor) Value(slot int) []byte { return x.values[slot] }

// HasEscapes reports whether the last record has a backslash anywhere.
func (x *Extractor) HasEscapes() bool { return x.escapes }

// Read fills the slots from a record and reports whether it meets all
// requirements; if not, the slots are not complete. Escapes are looked for in the
// whole record at once, since few records have any.
func (x *Extractor) Read(record *trailq.Record) bool {
	if len(x.values) == 0 {
		return true
	}
	clear(x.values)
	x.escapes = bytes.IndexByte(record.Raw(), '\\') >= 0
	if x.escapes {
		for key, value := range record.Members() {
			if i := x.root.keys.FindEscaped(key); i >= 0 {
				x.root.children[i].raw = value
			}
		}
	} else {
		for key, value := range record.Members() {
			if i := x.root.keys.Find(key); i >= 0 {
				x.root.children[i].raw = value
			}
		}
	}
	if !x.meetsAll(x.early) {
		x.root.clearChildren()
		return false
	}
	x.collectValues(x.root)
	return x.meetsAll(x.late)
}

// readInside fills the slots whose values are inside of raw, the value of m. An
// object that was read before is not read again.
func (x *Extractor) readInside(m *member, raw []byte) {
	if raw[0] != '{' {
		return
	}
	if m.repeated == nil || len(raw) > longestRepeated {
		x.readObject(m, raw)
		return
	}
	known := m.repeated.findEntry(raw)
	switch {
	case known == nil:
		x.readObject(m, raw)
	case known.copyValues(raw, m.repeated.slots, x.values):
		m.repeated.found++
	default:
		x.readObject(m, raw)
		known.setObject(raw, m.repeated.slots, x.values)
	}
}

// readObject fills the slots from the object in raw, the value of m.
func (x *Extractor) readObject(m *member, raw []byte) {
	fields, whole := x.objects.Object(raw, x.fields[:0])
	x.fields = fields
	if !whole {
		return
	}
	find := (*Keys).Find
	if x.escapes {
		find = (*Keys).FindEscaped
	}
	for i := range fields {
		field := &fields[i]
		if child := find(&m.keys, raw[field.Key.Start:field.Key.End]); child >= 0 {
			m.children[child].raw = raw[field.Value.Start:field.Value.End]
		}
	}
	x.collectValues(m)
}

// collectValues moves the values found in an object to their slots, and reads on
// inside of them.
func (x *Extractor) collectValues(m *member) {
	for _, child := range m.children {
		raw := child.raw
		if raw == nil {
			continue
		}
		child.raw = nil
		if child.slot >= 0 {
			x.values[child.slot] = raw
		}
		if len(child.children) > 0 {
			x.readInside(child, raw)
		}
		if len(child.elements) > 0 && raw[0] == '[' {
			x.readElements(child, raw)
		}
	}
}

// readElements fills the slots from the first elements of the array in raw, the value of
// m.
func (x *Extractor) readElements(m *member, raw []byte) {
	var found foundElements
	for place, element := range found.findElements(&x.objects, raw, len(m.elements)) {
		wanted := m.elements[place]
		if wanted == nil {
			continue
		}
		if wanted.slot >= 0 {
			x.values[wanted.slot] = element
		}
		if len(wanted.children) > 0 {
			x.readInside(wanted, element)
		}
	}
}
