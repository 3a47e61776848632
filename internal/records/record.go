package records

import "iter"

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// Field is one member of an object: where its key, without the quotes, and its
// value stand.
type Field struct{ Key, Value Span }

// Record is one raw record.
type Record struct {
	// Raw is the record's JSON object, as delivered. For records that came as a
	// string of JSON (LookupEvents, CloudWatch Logs) it is that string unescaped.
	Raw []byte
	// Fields are the top-level members in the order they stand in; spans are
	// offsets into Raw. The slice is reused by the next call of [Reader.Next].
	Fields []Field
	// Number counts the records of the file, rejected ones too, from 1.
	Number int
}

// Members yields the top-level members: the key's bytes between the quotes, as
// they stand there, and the value's. A key that comes twice is yielded twice;
// encoding/json takes the last.
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

// Get returns the raw value of a top-level field, nil where there is none and
// the last where there are several.
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

// Elements yields the raw elements of the JSON array in raw; none where raw is
// not an array. It ends early where the array is broken.
func Elements(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { new(Scanner).Elements(raw)(yield) }
}

// Scanner is for who scans many values: its memory, some 4 KB, would cost more
// to clear than a small object to scan. The zero value is ready. It scans one
// value at a time.
type Scanner struct{ scan scanner }

// Object is [Object].
func (s *Scanner) Object(raw []byte, fields []Field) ([]Field, bool) {
	if len(raw) == 0 || raw[0] != '{' {
		return fields, false
	}
	s.scan.restart(raw)
	end, fields := s.scan.object(0, fields, nil)
	return fields, end == len(raw)
}

// Elements is [Elements].
func (s *Scanner) Elements(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if len(raw) == 0 || raw[0] != '[' {
			return
		}
		s.scan.restart(raw)
		at := s.scan.space(1)
		if at < len(raw) && raw[at] == ']' {
			return
		}
		for more := true; more; {
			end := s.scan.value(at)
			if end < 0 || !yield(raw[at:end]) {
				return
			}
			at, more = s.scan.comma(end, ']')
		}
	}
}
