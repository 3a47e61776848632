package duck

import (
	"bytes"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/records"
)

// scalars finds scalars in the JSON of one column while a record is read. It
// finds only what is certain, so that json_extract_scalar gives the same: texts
// without escapes, and numbers that DuckDB writes as they stand there. Like all
// readers here it checks the structure of JSON, not the values that it passes.
type scalars struct {
	source  int // the column's slot in the extractor
	root    *member
	values  [][]byte // texts by place; nil is NULL
	certain bool     // nothing was left open
	objects records.Scanner
	fields  []records.Field
}

// place returns where in values the scalar at path will be.
func (s *scalars) place(path []string) int {
	m := s.root.under(path)
	if m.slot < 0 {
		m.slot = len(s.values)
		s.values = append(s.values, nil)
	}
	return m.slot
}

// read finds the scalars in the column's raw value. mayEscape says that there
// may be escapes in it.
func (s *scalars) read(raw []byte, mayEscape bool) {
	clear(s.values)
	s.certain = true
	switch {
	case isNull(raw):
	case raw[0] != '{' || mayEscape && bytes.IndexByte(raw, '\\') >= 0:
		s.certain = false
	default:
		s.object(s.root, raw)
	}
}

// object reads the object in raw, below m. Of a key that comes twice the first
// counts, as for DuckDB.
func (s *scalars) object(m *member, raw []byte) {
	fields, whole := s.objects.Object(raw, s.fields[:0])
	s.fields = fields
	if !whole {
		s.certain = false
		return
	}
	for i := range fields {
		field := &fields[i]
		if inner := m.inner.find(raw[field.Key.Start:field.Key.End]); inner != nil && inner.raw == nil {
			inner.raw = raw[field.Value.Start:field.Value.End]
		}
	}
	for _, inner := range m.inner.members {
		value := inner.raw
		inner.raw = nil
		if value == nil {
			continue
		}
		if inner.slot >= 0 {
			text, certain := scalarText(value)
			s.values[inner.slot] = text
			s.certain = s.certain && certain
		}
		if len(inner.inner.members) > 0 && value[0] == '{' {
			s.object(inner, value)
		}
	}
}

// scalarText returns the text of a raw value that has no escapes, nil where it is
// null or no scalar, and whether that is certain.
func scalarText(raw []byte) (text []byte, certain bool) {
	switch raw[0] {
	case '"':
		text = raw[1 : len(raw)-1]
		certain = isPrintable(text)
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

// isPlainNumber tells numbers that DuckDB writes as they stand there: integers,
// and decimals that do not end in zeros but for one behind the point.
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
	case whole[0] == '0': // small ones may get an exponent
		return string(fraction) == "0"
	}
	return fraction[len(fraction)-1] != '0' || len(fraction) == 1
}

func isDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) > 0
}
