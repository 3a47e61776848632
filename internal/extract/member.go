package extract

import (
	"slices"

	"github.com/trailq/trailq/internal/records"
)

// member is a key of an object with the values that are wanted from it: its own,
// those inside of it, or both.
type member struct {
	keys     Keys // of children
	children []*member
	elements []*member // the first elements, where the value is an array; nil for those that nobody wants
	slot     int       // where the value goes, -1 where only values inside are wanted
	raw      []byte    // the value, while its object is read
	// repeated remembers recent objects, where the member is a record's own field
	// and values inside of it are wanted.
	repeated *repeatedObjects
}

func newMember() *member { return &member{slot: -1} }

// findChild returns the member with a key, nil where there is none.
func (m *member) findChild(key []byte) *member {
	if i := m.keys.Find(key); i >= 0 {
		return m.children[i]
	}
	return nil
}

// mostElements is how many elements of an array paths can lead to.
const mostElements = 2

// elementSteps returns the steps of a path that lead into an array.
func elementSteps() [mostElements]string { return [mostElements]string{"[0]", "[1]"} }

// foundElements has room for the elements of an array, all of which are found before one
// is read: the scanner can be in one value only.
type foundElements [mostElements][]byte

// findElements returns the first elements of the array in raw, at most so many.
func (f *foundElements) findElements(objects *records.Scanner, raw []byte, most int) [][]byte {
	found := f[:0]
	for element := range objects.Elements(raw) {
		if found = append(found, element); len(found) == most {
			break
		}
	}
	return found
}

// findOrAdd returns the member at a path from m, and makes the members on the way
// that are missing.
func (m *member) findOrAdd(path []string) *member {
	for _, key := range path {
		steps := elementSteps()
		if place := slices.Index(steps[:], key); place >= 0 {
			m = m.elementAt(place)
			continue
		}
		next := m.findChild([]byte(key))
		if next == nil {
			next = newMember()
			m.keys.Add(key, len(m.children))
			m.children = append(m.children, next)
		}
		m = next
	}
	return m
}

// elementAt returns the member at a place of the array that m is, and makes it if it is
// missing.
func (m *member) elementAt(place int) *member {
	for len(m.elements) <= place {
		m.elements = append(m.elements, nil)
	}
	if m.elements[place] == nil {
		m.elements[place] = newMember()
	}
	return m.elements[place]
}

// rememberSlot notes that the value of a slot is inside of m.
func (m *member) rememberSlot(slot int) {
	if m.repeated == nil {
		m.repeated = newRepeatedObjects()
	}
	m.repeated.slots = append(m.repeated.slots, slot)
}

// clearChildren forgets the values of an object that is not collected.
func (m *member) clearChildren() {
	for _, child := range m.children {
		child.raw = nil
	}
}
