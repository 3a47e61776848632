package records

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// short is what a scanning function returns where the value goes on past the
// end of the bytes at hand.
const short = -1

// invalid is what a scanning function returns where the bytes are not JSON. The
// place is in scanner.bad.
const invalid = -2

// scanner holds what is being scanned. Its methods take an offset into data and
// return the offset just past what they read, or short or invalid.
type scanner struct {
	data   []byte
	base   int64 // offset of data in the content
	window window
	bad    syntaxError
}

// over makes data what is scanned, which begins at offset base of the content:
// what was known of it stands, unless its bytes have moved.
func (s *scanner) over(data []byte, base int64) {
	if base != s.base {
		s.window.end = -1
	}
	s.data, s.base = data, base
}

// restart makes data what is scanned, which has nothing to do with what was.
func (s *scanner) restart(data []byte) {
	s.data, s.base, s.window.end = data, 0, -1
}

// fail notes what is wrong at offset at and returns invalid.
func (s *scanner) fail(at int, wanted string) int {
	s.bad = syntaxError{offset: int64(at), wanted: wanted}
	return invalid
}

// space skips white space as RFC 8259 section 2 defines it.
func (s *scanner) space(at int) int {
	for at < len(s.data) && s.data[at] <= ' ' && isSpace(s.data[at]) {
		at++
	}
	return at
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r'
}

// text skips a string whose opening quote is at offset at.
func (s *scanner) text(at int) int {
	data := s.data
	i := at + 1
	// Most keys and many values end within 32 bytes, where a look at eight bytes
	// at a time costs less than the call of IndexByte.
	for last := min(i+24, len(data)-8); i <= last; i += 8 {
		if found := quoteIn(binary.LittleEndian.Uint64(data[i:])); found != 0 {
			i += bits.TrailingZeros64(found) >> 3
			if data[i-1] != '\\' {
				return i + 1
			}
			return s.textFrom(at, i)
		}
	}
	j := bytes.IndexByte(data[i:], '"')
	if j < 0 {
		return short
	}
	if i += j; data[i-1] != '\\' {
		return i + 1
	}
	return s.textFrom(at, i)
}

// quoteIn has the high bit of the lowest byte of word that is a quote set, and
// maybe those of bytes above it.
func quoteIn(word uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	word ^= '"' * ones
	return (word - ones) &^ word & highs
}

// textFrom ends the string that began at offset at, given a quote at offset
// quote that has a backslash before it.
func (s *scanner) textFrom(at, quote int) int {
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

// value skips any value that begins at offset at.
func (s *scanner) value(at int) int {
	if at >= len(s.data) {
		return short
	}
	switch s.data[at] {
	case '"':
		return s.text(at)
	case '{', '[':
		return s.container(at)
	}
	return s.scalar(at)
}

// container skips an object or array, by its brackets' marks. It counts brackets
// without telling the kinds apart; that costs nothing in correctness where the
// JSON is valid.
func (s *scanner) container(at int) int {
	if !hasMasks {
		return s.containerBytes(at)
	}
	w := &s.window
	w.begin(s.data, at, 1)
	w.mark(s.data)
	end := w.mark(s.data)
	if end < 0 {
		return short
	}
	w.ended(end + 1)
	return end + 1
}

// containerBytes is container byte by byte.
func (s *scanner) containerBytes(at int) int {
	depth := 0
	for at < len(s.data) {
		switch s.data[at] {
		case '"':
			if at = s.text(at); at < 0 {
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

// scalar skips a number, true, false or null. Of a number it checks the
// characters, not that they make one.
func (s *scanner) scalar(at int) int {
	switch s.data[at] {
	case 't':
		return s.literal(at, "true")
	case 'f':
		return s.literal(at, "false")
	case 'n':
		return s.literal(at, "null")
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

func (s *scanner) literal(at int, word string) int {
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

// key reads a member's key and colon at offset at. It returns the key between
// its quotes and the offset of the value.
func (s *scanner) key(at int) (Span, int) {
	if at >= len(s.data) {
		return Span{}, short
	}
	if s.data[at] != '"' {
		return Span{}, s.fail(at, "a key in quotes")
	}
	end := s.text(at)
	if end < 0 {
		return Span{}, end
	}
	key := Span{at + 1, end - 1}
	// CloudTrail writes no space; look for it only where there is some.
	if end+1 < len(s.data) && s.data[end] == ':' && s.data[end+1] > ' ' {
		return key, end + 1
	}
	if end = s.space(end); end >= len(s.data) {
		return key, short
	}
	if s.data[end] != ':' {
		return key, s.fail(end, "':' after a key")
	}
	if end = s.space(end + 1); end >= len(s.data) {
		return key, short
	}
	return key, end
}

// members is object step by step.
func (s *scanner) members(start int, fields []Field, opens func(key []byte) bool) (int, []Field) {
	at := s.space(start + 1)
	if at < len(s.data) && s.data[at] == '}' {
		return at + 1, fields
	}
	for {
		key, value := s.key(at)
		if value < 0 {
			return value, fields
		}
		if opens != nil && s.data[value] == '[' && opens(s.data[key.Start:key.End]) {
			return value, fields
		}
		end := s.value(value)
		if end < 0 {
			return end, fields
		}
		fields = append(fields, Field{
			Key:   Span{key.Start - start, key.End - start},
			Value: Span{value - start, end - start},
		})
		next, more := s.comma(end, '}')
		if !more {
			return next, fields
		}
		at = next
	}
}

// comma reads what follows a member or an element: a comma, and then more is
// true and the offset is that of the next, or the closing bracket.
func (s *scanner) comma(at int, closing byte) (next int, more bool) {
	if at+1 < len(s.data) && s.data[at] == ',' && s.data[at+1] > ' ' {
		return at + 1, true
	}
	at = s.space(at)
	if at >= len(s.data) {
		return short, false
	}
	switch s.data[at] {
	case ',':
		return s.space(at + 1), true
	case closing:
		return at + 1, false
	}
	return s.fail(at, "',' or '"+string(closing)+"'"), false
}
