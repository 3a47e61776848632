package records

// object reads the object whose brace is at offset start, appending its members
// to fields with offsets counted from start. Where opens is not nil and says so
// of the key of an array, the object is read no further: the offset returned is
// that of the array.
//
// Where the object is compact JSON and ends within data, it goes from mark to
// mark, if the machine has masks. Else the slow way goes step by step, and says what is wrong.
func (s *scanner) object(start int, fields []Field, opens func(key []byte) bool) (int, []Field) {
	if hasMasks {
		s.window.begin(s.data, start, 0)
		if end, members := s.marked(start, fields, opens); end >= 0 {
			return end, members
		}
	}
	return s.members(start, fields, opens)
}

// marked is object by the marks; a negative offset says that it did not work.
// That no closing quote stands but before a mark makes sure of strings: what is
// between two marks, begins with a quote and ends with one is one string. It is
// long because calls would cost as much as the rest.
func (s *scanner) marked(start int, fields []Field, opens func(key []byte) bool) (int, []Field) {
	w, data := &s.window, s.data
	at := w.mark(data) // the brace
	if at != start {
		return short, fields
	}
	for {
		key := at + 1
		colon := w.mark(data)
		if colon < 0 || data[colon] != ':' {
			return short, fields
		}
		if data[key] <= ' ' {
			key = s.space(key)
		}
		value := colon + 1
		if colon-key < 2 || data[key] != '"' || data[colon-1] != '"' || value >= len(data) {
			return short, fields
		}
		if data[value] <= ' ' {
			if value = s.space(value); value >= len(data) {
				return short, fields
			}
		}
		at = w.mark(data)
		end := at
		switch c := data[value]; {
		case c == '"':
			if at < value+2 || data[at-1] != '"' {
				return short, fields
			}
		case c == '{' || c == '[':
			if at != value {
				return short, fields
			}
			if opens != nil && c == '[' && opens(data[key+1:colon-1]) {
				return value, fields
			}
			end = w.mark(data) + 1
			at = w.mark(data)
			if end <= 0 || at != end && s.space(end) != at {
				return short, fields
			}
		case at < 0 || !s.isScalar(value, at):
			return short, fields
		}
		fields = append(fields, Field{
			Key:   Span{key + 1 - start, colon - 1 - start},
			Value: Span{value - start, end - start},
		})
		if data[at] == ',' {
			continue
		}
		if data[at] != '}' {
			return short, fields
		}
		w.ended(at + 1)
		return at + 1, fields
	}
}

// isScalar tells a value, from offset at up to end, that scalar would read.
func (s *scanner) isScalar(at, end int) bool {
	value := s.data[at:end]
	switch string(value) {
	case "true", "false", "null":
		return true
	}
	for _, c := range value {
		if !isNumeric(c) {
			return false
		}
	}
	return len(value) > 0
}
