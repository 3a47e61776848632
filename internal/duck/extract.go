package duck

import (
	"bytes"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/records"
)

// extractor takes out of a record the raw values that a query's columns need,
// in one pass over its members and over those of the objects that hold some.
type extractor struct {
	root    *member
	values  [][]byte      // by slot; nil where the record has none
	early   []requirement // of what a record has at its top
	late    []requirement
	objects records.Scanner
	fields  []records.Field
	escapes bool // the record has some
}

// member is a key that columns lead to or through.
type member struct {
	inner keys
	slot  int    // of extractor.values, -1 where no column wants the value itself
	raw   []byte // the value, while its object is read
	// repeated are the objects that came before, of a record's own field.
	repeated *repeated
}

// keys finds members by their keys.
type keys struct {
	lengths  uint64     // bit n: some key is n bytes long, or for the last bit more
	byLength [][]*named // of the keys of a length
	members  []*member
}

type named struct {
	name   string
	member *member
}

// newExtractor makes one that wants nothing yet.
func newExtractor() *extractor { return &extractor{root: &member{slot: -1}} }

// slot returns where the value at path will be.
func (x *extractor) slot(path []string) int {
	m := x.root.under(path)
	if m.slot < 0 {
		m.slot = len(x.values)
		x.values = append(x.values, nil)
		if len(path) > 1 {
			x.root.under(path[:1]).holds(m.slot)
		}
	}
	return m.slot
}

// holds notes that a slot is for a value inside of m's.
func (m *member) holds(slot int) {
	if m.repeated == nil {
		m.repeated = newRepeated()
	}
	m.repeated.slots = append(m.repeated.slots, slot)
}

// under returns the member that a path leads to from m.
func (m *member) under(path []string) *member {
	for _, key := range path {
		next := m.inner.find([]byte(key))
		if next == nil {
			next = &member{slot: -1}
			m.inner.add(key, next)
		}
		m = next
	}
	return m
}

// lengthBit is the bit of keys.lengths for a key of n bytes.
func lengthBit(n int) uint64 { return 1 << min(n, 63) }

// add leads a key to a member.
func (k *keys) add(name string, m *member) {
	for len(name) >= len(k.byLength) {
		k.byLength = append(k.byLength, nil)
	}
	k.byLength[len(name)] = append(k.byLength[len(name)], &named{name, m})
	k.lengths |= lengthBit(len(name))
	k.members = append(k.members, m)
}

// find returns the member of a key, nil where nobody wants it.
func (k *keys) find(key []byte) *member {
	if k.lengths&lengthBit(len(key)) == 0 || len(key) >= len(k.byLength) {
		return nil
	}
	for _, n := range k.byLength[len(key)] {
		if n.name == string(key) {
			return n.member
		}
	}
	return nil
}

// findWritten does the same for a key that may have escapes.
func (k *keys) findWritten(key []byte) *member {
	if bytes.IndexByte(key, '\\') >= 0 {
		key = keyOf(key)
	}
	return k.find(key)
}

// record fills x.values from a record, and reports whether that meets what is
// required; if not, they are not whole. Escapes are looked for in all of it at
// once: few records have any.
func (x *extractor) record(record *trailq.Record) bool {
	if len(x.values) == 0 {
		return true
	}
	clear(x.values)
	x.escapes = bytes.IndexByte(record.Raw(), '\\') >= 0
	if x.escapes {
		for key, value := range record.Members() {
			if m := x.root.inner.findWritten(key); m != nil {
				m.raw = value
			}
		}
	} else {
		for key, value := range record.Members() {
			if m := x.root.inner.find(key); m != nil {
				m.raw = value
			}
		}
	}
	for i := range x.early {
		if !x.early[i].isMet(x) {
			for _, m := range x.root.inner.members {
				m.raw = nil
			}
			return false
		}
	}
	x.collect(x.root)
	for i := range x.late {
		if !x.late[i].isMet(x) {
			return false
		}
	}
	return true
}

// inside fills x.values from what is inside of a value of m's, which may have come
// before.
func (x *extractor) inside(m *member, raw []byte) {
	if raw[0] != '{' {
		return
	}
	if m.repeated == nil || len(raw) > repeatedLongest {
		x.object(m, raw)
		return
	}
	known := m.repeated.of(raw)
	if !known.read(raw, m.repeated.slots, x.values) {
		x.object(m, raw)
		known.keep(raw, m.repeated.slots, x.values)
	}
}

// object does the same for the object in raw, below m.
func (x *extractor) object(m *member, raw []byte) {
	fields, whole := x.objects.Object(raw, x.fields[:0])
	x.fields = fields
	if !whole {
		return
	}
	find := (*keys).find
	if x.escapes {
		find = (*keys).findWritten
	}
	for i := range fields {
		field := &fields[i]
		if inner := find(&m.inner, raw[field.Key.Start:field.Key.End]); inner != nil {
			inner.raw = raw[field.Value.Start:field.Value.End]
		}
	}
	x.collect(m)
}

// collect keeps the values found in m's object and goes on into them.
func (x *extractor) collect(m *member) {
	for _, inner := range m.inner.members {
		if inner.raw == nil {
			continue
		}
		raw := inner.raw
		inner.raw = nil
		if inner.slot >= 0 {
			x.values[inner.slot] = raw
		}
		if len(inner.inner.members) > 0 {
			x.inside(inner, raw)
		}
	}
}
