package records

import "iter"

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// Field is one member of an object: the places of its key, without the quotes, and
// of its value.
type Field struct{ Key, Value Span }

// Record is one raw record.
type Record struct {
	// Raw is the record's JSON object, as delivered. For records that came as a
	// string of JSON (LookupEvents, CloudWatch Logs) it is that string unescaped.
	Raw []byte
	// Fields holds the top-level members in their order in the record; spans are
	// offsets into Raw. The next call of [Reader.Next] reuses the slice.
	Fields []Field
	// Number is the record's number in the file, from 1; rejected records count.
	Number int
}

// Members yields the key, as written between its quotes, and the value of each
// top-level member. A repeated key is yielded each time; encoding/json uses the
// last.
func (r *Record) Members() iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for i := range r.Fields {
			field := &r.Fields[i]
			if !yield(r.Raw[field.Key.Start:field.Key.End], r.Raw[field.Value.Start:field.Value.End]) {
				return
			}
		}
	}
}

// Get returns the raw value of a top-level field, or nil if there is none. If the
// field is repeated, the last one counts.
func (r *Record) Get(name string) []byte {
	for i := len(r.Fields) - 1; i >= 0; i-- {
		field := &r.Fields[i]
		if string(r.Raw[field.Key.Start:field.Key.End]) == name {
			return r.Raw[field.Value.Start:field.Value.End]
		}
	}
	return nil
}

// Object appends the members of the JSON object in raw to fields and reports
// whether raw is an object and nothing else. Spans are offsets into raw.
func Object(raw []byte, fields []Field) ([]Field, bool) {
	return new(Scanner).Object(raw, fields)
}

// Elements yields the raw elements of the JSON array in raw, and none if raw is not
// an array. It stops where the array is broken.
func Elements(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { new(Scanner).Elements(raw)(yield) }
}

// Scanner scans many values, one at a time, with the same memory of about 4 KB,
// which would take longer to clear than a small object takes to scan. The zero
// value is ready to use.
type Scanner struct{ scan scanner }

// Object does what the function [Object] does.
func (s *Scanner) Object(raw []byte, fields []Field) ([]Field, bool) {
	if len(raw) == 0 || raw[0] != '{' {
		return fields, false
	}
	s.scan.resetData(raw)
	end, fields := s.scan.scanObject(0, fields, nil)
	return fields, end == len(raw)
}

// Elements does what the function [Elements] does.
func (s *Scanner) Elements(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if len(raw) == 0 || raw[0] != '[' {
			return
		}
		s.scan.resetData(raw)
		at := s.scan.skipSpace(1)
		if at < len(raw) && raw[at] == ']' {
			return
		}
		for more := true; more; {
			end := s.scan.skipValue(at)
			if end < 0 || !yield(raw[at:end]) {
				return
			}
			at, more = s.scan.readComma(end, ']')
		}
	}
}
