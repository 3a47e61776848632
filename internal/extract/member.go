package extract

// member is a key of an object with the values that are wanted from it: its own,
// those inside of it, or both.
type member struct {
	keys     Keys // of children
	children []*member
	first    *member // the first element, where the value is an array
	slot     int     // where the value goes, -1 where only values inside are wanted
	raw      []byte  // the value, while its object is read
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

// FirstElement is the step of a path that leads into an array.
const FirstElement = "[0]"

// findOrAdd returns the member at a path from m, and makes the members on the way
// that are missing.
func (m *member) findOrAdd(path []string) *member {
	for _, key := range path {
		if key == FirstElement {
			if m.first == nil {
				m.first = newMember()
			}
			m = m.first
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
