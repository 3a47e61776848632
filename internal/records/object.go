package records

// scanObject reads the object whose brace is at offset start and appends its
// members to fields, with offsets counted from start. If opens is not nil and
// reports true for the key of an array, scanObject stops there and returns the
// offset of the array.
//
// If the machine has masks, and the object is compact JSON and ends within data,
// scanObject goes from mark to mark. Otherwise it goes step by step, and finds what
// is wrong.
func (s *scanner) scanObject(start int, fields []Field, opens func(key []byte) bool) (int, []Field) {
	if hasMasks {
		s.cursor.beginValue(s.data, start, 0)
		if end, members := s.scanMarked(start, fields, opens); end >= 0 {
			return end, members
		}
	}
	return s.scanMembers(start, fields, opens)
}

// scanMarked is scanObject by marks; a negative offset means that it failed.
// Because every closing quote directly precedes a mark, text between two marks that
// begins and ends with a quote is one string. The function is long because calls
// would cost as much as the rest.
func (s *scanner) scanMarked(start int, fields []Field, opens func(key []byte) bool) (int, []Field) {
	cursor, data := &s.cursor, s.data
	at := cursor.nextMark(data) // the brace
	if at != start {
		return short, fields
	}
	for {
		key := at + 1
		colon := cursor.nextMark(data)
		if colon < 0 || data[colon] != ':' {
			return short, fields
		}
		if data[key] <= ' ' {
			key = s.skipSpace(key)
		}
		value := colon + 1
		if colon-key < 2 || data[key] != '"' || data[colon-1] != '"' || value >= len(data) {
			return short, fields
		}
		if data[value] <= ' ' {
			if value = s.skipSpace(value); value >= len(data) {
				return short, fields
			}
		}
		at = cursor.nextMark(data)
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
			end = cursor.nextMark(data) + 1
			at = cursor.nextMark(data)
			if end <= 0 || at != end && s.skipSpace(end) != at {
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
		cursor.endValue(at + 1)
		return at + 1, fields
	}
}

// isScalar reports whether data from offset at up to end is a value that skipScalar
// would skip.
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
