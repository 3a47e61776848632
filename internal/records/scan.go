package records

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// short is the result of a scanning function if the value goes on past the end of
// the data.
const short = -1

// invalid is the result of a scanning function if the data is not JSON. The place
// is in scanner.bad.
const invalid = -2

// scanner scans data. Its methods expect an offset into data and return the offset
// just behind what they read, or short or invalid.
type scanner struct {
	data   []byte
	base   int64 // offset of data in the content
	cursor blockCursor
	bad    syntaxError
}

// setData makes the scanner continue with data, which begins at offset base of the
// content. The cursor keeps its marks unless the base has changed.
func (s *scanner) setData(data []byte, base int64) {
	if base != s.base {
		s.cursor.end = -1
	}
	s.data, s.base = data, base
}

// resetData makes the scanner scan data that is unrelated to the data before.
func (s *scanner) resetData(data []byte) {
	s.data, s.base, s.cursor.end = data, 0, -1
}

// fail records the error at offset at and returns invalid.
func (s *scanner) fail(at int, wanted string) int {
	s.bad = syntaxError{offset: int64(at), wanted: wanted}
	return invalid
}

// skipSpace skips white space as defined in RFC 8259 section 2.
func (s *scanner) skipSpace(at int) int {
	for at < len(s.data) && s.data[at] <= ' ' && isSpace(s.data[at]) {
		at++
	}
	return at
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r'
}

// skipString skips a string whose opening quote is at offset at.
func (s *scanner) skipString(at int) int {
	data := s.data
	i := at + 1
	// Most keys and many values end within 32 bytes. For these, comparing eight
	// bytes at a time is cheaper than calling IndexByte.
	for last := min(i+24, len(data)-8); i <= last; i += 8 {
		if found := findQuote(binary.LittleEndian.Uint64(data[i:])); found != 0 {
			i += bits.TrailingZeros64(found) >> 3
			if data[i-1] != '\\' {
				return i + 1
			}
			return s.skipEscapedString(at, i)
		}
	}
	j := bytes.IndexByte(data[i:], '"')
	if j < 0 {
		return short
	}
	if i += j; data[i-1] != '\\' {
		return i + 1
	}
	return s.skipEscapedString(at, i)
}

// findQuote returns a word in which the high bit of the lowest byte that is a quote
// in word is set. Higher bytes of the result are meaningless.
func findQuote(word uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	word ^= '"' * ones
	return (word - ones) &^ word & highs
}

// skipEscapedString skips the string that began at offset at, given a quote at
// offset quote that follows a backslash.
func (s *scanner) skipEscapedString(at, quote int) int {
	for {
		backslashes := 0
		for quote-1-backslashes > at && s.data[quote-1-backslashes] == '\\' {
			backslashes++
		}
		if backslashes%2 == 0 {
			return quote + 1
		}
		next := bytes.IndexByte(s.data[quote+1:], '"')
		if next < 0 {
			return short
		}
		quote += 1 + next
	}
}

// skipValue skips any value that begins at offset at.
func (s *scanner) skipValue(at int) int {
	if at >= len(s.data) {
		return short
	}
	switch s.data[at] {
	case '"':
		return s.skipString(at)
	case '{', '[':
		return s.skipContainer(at)
	}
	return s.skipScalar(at)
}

// skipContainer skips an object or array by the marks of its brackets. It counts
// brackets without distinguishing their kinds, which makes no difference in valid
// JSON.
func (s *scanner) skipContainer(at int) int {
	if !hasMasks {
		return s.skipContainerBytes(at)
	}
	c := &s.cursor
	c.beginValue(s.data, at, 1)
	c.nextMark(s.data)
	end := c.nextMark(s.data)
	if end < 0 {
		return short
	}
	c.endValue(end + 1)
	return end + 1
}

// skipContainerBytes does what skipContainer does, byte by byte.
func (s *scanner) skipContainerBytes(at int) int {
	depth := 0
	for at < len(s.data) {
		switch s.data[at] {
		case '"':
			if at = s.skipString(at); at < 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
		at++
	}
	return short
}

// skipScalar skips a number, true, false or null. It checks the characters of a
// number, not their order.
func (s *scanner) skipScalar(at int) int {
	switch s.data[at] {
	case 't':
		return s.skipLiteral(at, "true")
	case 'f':
		return s.skipLiteral(at, "false")
	case 'n':
		return s.skipLiteral(at, "null")
	}
	end := at
	for end < len(s.data) && isNumeric(s.data[end]) {
		end++
	}
	if end == at {
		return s.fail(at, "a value")
	}
	if end == len(s.data) {
		return short
	}
	return end
}

func (s *scanner) skipLiteral(at int, word string) int {
	found := s.data[at:min(at+len(word), len(s.data))]
	switch {
	case string(found) == word:
		return at + len(word)
	case len(found) < len(word) && word[:len(found)] == string(found):
		return short
	}
	return s.fail(at, "a value")
}

func isNumeric(c byte) bool {
	return '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

// readKey reads a member's key and colon at offset at. It returns the key between
// its quotes and the offset of the value.
func (s *scanner) readKey(at int) (Span, int) {
	if at >= len(s.data) {
		return Span{}, short
	}
	if s.data[at] != '"' {
		return Span{}, s.fail(at, "a key in quotes")
	}
	end := s.skipString(at)
	if end < 0 {
		return Span{}, end
	}
	key := Span{at + 1, end - 1}
	// CloudTrail writes no white space; look for it only if there is some.
	if end+1 < len(s.data) && s.data[end] == ':' && s.data[end+1] > ' ' {
		return key, end + 1
	}
	if end = s.skipSpace(end); end >= len(s.data) {
		return key, short
	}
	if s.data[end] != ':' {
		return key, s.fail(end, "':' after a key")
	}
	if end = s.skipSpace(end + 1); end >= len(s.data) {
		return key, short
	}
	return key, end
}

// scanMembers does what scanObject does, step by step.
func (s *scanner) scanMembers(start int, fields []Field, opens func(key []byte) bool) (int, []Field) {
	at := s.skipSpace(start + 1)
	if at < len(s.data) && s.data[at] == '}' {
		return at + 1, fields
	}
	for {
		key, value := s.readKey(at)
		if value < 0 {
			return value, fields
		}
		if opens != nil && s.data[value] == '[' && opens(s.data[key.Start:key.End]) {
			return value, fields
		}
		end := s.skipValue(value)
		if end < 0 {
			return end, fields
		}
		fields = append(fields, Field{
			Key:   Span{key.Start - start, key.End - start},
			Value: Span{value - start, end - start},
		})
		next, more := s.readComma(end, '}')
		if !more {
			return next, fields
		}
		at = next
	}
}

// readComma reads what follows a member or an element. After a comma it returns the
// offset of the next one and true; after the closing bracket it returns the offset
// behind it and false.
func (s *scanner) readComma(at int, closing byte) (next int, more bool) {
	if at+1 < len(s.data) && s.data[at] == ',' && s.data[at+1] > ' ' {
		return at + 1, true
	}
	at = s.skipSpace(at)
	if at >= len(s.data) {
		return short, false
	}
	switch s.data[at] {
	case ',':
		return s.skipSpace(at + 1), true
	case closing:
		return at + 1, false
	}
	return s.fail(at, "',' or '"+string(closing)+"'"), false
}
