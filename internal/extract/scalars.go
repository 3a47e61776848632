package extract

import (
	"bytes"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/records"
)

// Scalars finds scalars by their paths in one JSON value after another. It finds
// only what is certain to be what DuckDB's json_extract_string gives: texts
// with no escapes but those of a single character, and numbers that DuckDB writes as
// they stand there.
type Scalars struct {
	root    *member
	texts   [][]byte // by slot; nil is NULL
	certain bool
	escapes bool // the value can have some
	objects records.Scanner
	fields  []records.Field
}

// NewScalars returns Scalars that find nothing yet.
func NewScalars() *Scalars { return &Scalars{root: newMember()} }

// Slot returns the slot in which the scalar at path will be.
func (s *Scalars) Slot(path ...string) int {
	m := s.root.findOrAdd(path)
	if m.slot < 0 {
		m.slot = len(s.texts)
		s.texts = append(s.texts, nil)
	}
	return m.slot
}

// Text returns the text of the scalar in a slot, nil for NULL and for what is not
// certain.
func (s *Scalars) Text(slot int) []byte { return s.texts[slot] }

// Certain reports whether Text gives every scalar of the value that was read
// last. If not, the JSON has to be parsed in full.
func (s *Scalars) Certain() bool { return s.certain }

// Read fills the slots from raw JSON. A value without any escape is read faster
// if mayEscape is false.
func (s *Scalars) Read(raw []byte, mayEscape bool) {
	clear(s.texts)
	s.certain, s.escapes = true, false
	if mayEscape {
		s.certain, s.escapes = checkEscapes(raw)
	}
	switch {
	case IsNull(raw) || !s.certain:
	case raw[0] != '{':
		s.certain = false
	default:
		s.readObject(s.root, raw)
	}
}

// readObject fills the slots from the object in raw, the value of m. Of a key
// that comes twice the first counts, as it does for DuckDB.
func (s *Scalars) readObject(m *member, raw []byte) {
	fields, whole := s.objects.Object(raw, s.fields[:0])
	s.fields = fields
	if !whole {
		s.certain = false
		return
	}
	for i := range fields {
		field := &fields[i]
		key := raw[field.Key.Start:field.Key.End]
		if s.escapes && bytes.IndexByte(key, '\\') >= 0 {
			s.certain = false
		}
		if child := m.findChild(key); child != nil && child.raw == nil {
			child.raw = raw[field.Value.Start:field.Value.End]
		}
	}
	for _, child := range m.children {
		if value := child.raw; value != nil {
			child.raw = nil
			s.readValue(child, value)
		}
	}
}

// readValue fills the slots from the value of m.
func (s *Scalars) readValue(m *member, value []byte) {
	if m.slot >= 0 {
		text, certain := s.scalarText(value)
		s.texts[m.slot] = text
		s.certain = s.certain && certain
	}
	switch {
	case len(m.children) > 0 && value[0] == '{':
		s.readObject(m, value)
	case len(m.elements) > 0 && value[0] == '[':
		var found foundElements
		for place, element := range found.findElements(&s.objects, value, len(m.elements)) {
			if wanted := m.elements[place]; wanted != nil {
				s.readValue(wanted, element)
			}
		}
	}
}

// checkEscapes reports whether all escapes in raw JSON are of a single character, and
// whether there are any. Of the others, not all are JSON for DuckDB.
func checkEscapes(raw []byte) (simple, found bool) {
	for {
		at := bytes.IndexByte(raw, '\\')
		if at < 0 {
			return true, found
		}
		if at+1 == len(raw) || bytes.IndexByte([]byte(`"\/bfnrt`), raw[at+1]) < 0 {
			return false, true
		}
		raw, found = raw[at+2:], true
	}
}

// scalarText returns the text of a raw value, nil where it is null or no scalar, and
// whether that is certain.
func (s *Scalars) scalarText(raw []byte) (text []byte, certain bool) {
	switch raw[0] {
	case '"':
		text = raw[1 : len(raw)-1]
		certain = isPrintable(text)
		if certain && s.escapes && bytes.IndexByte(text, '\\') >= 0 {
			text = unescapeText(raw)
		}
	case 't', 'f':
		return raw, true
	case 'n', '{', '[':
		return nil, true
	default:
		text, certain = raw, isPlainNumber(raw)
	}
	if !certain {
		return nil, false
	}
	return text, true
}

// isPrintable reports whether text is UTF-8 without control characters, which
// JSON does not allow.
func isPrintable(text []byte) bool {
	all := byte(0)
	for _, c := range text {
		if c < ' ' {
			return false
		}
		all |= c
	}
	return all < utf8.RuneSelf || utf8.Valid(text)
}

// mostDigits is how many digits any decimal keeps as a floating point number.
const mostDigits = 15

// isPlainNumber reports whether DuckDB writes a number as it stands there:
// an integer, or a decimal without zeros at its end, except for a single one
// behind the point.
func isPlainNumber(raw []byte) bool {
	digits := bytes.TrimPrefix(raw, []byte("-"))
	whole, fraction, isDecimal := bytes.Cut(digits, []byte("."))
	switch {
	case len(digits) > mostDigits || !isDigits(whole) || whole[0] == '0' && (len(whole) > 1 || len(digits) < len(raw)):
		return false
	case !isDecimal:
		return true
	case !isDigits(fraction):
		return false
	case whole[0] == '0': // small ones can get an exponent
		return string(fraction) == "0"
	}
	return fraction[len(fraction)-1] != '0' || len(fraction) == 1
}

// isDigits reports whether text has at least one byte and only digits.
func isDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) > 0
}
