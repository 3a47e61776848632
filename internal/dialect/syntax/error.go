package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is a mistake in a text, with its place.
type Error struct {
	Offset  int // in bytes
	Message string
}

// Error returns the message without the place.
func (e *Error) Error() string { return e.Message }

// NewError makes an Error.
func NewError(offset int, format string, arguments ...any) *Error {
	return &Error{Offset: offset, Message: fmt.Sprintf(format, arguments...)}
}

// Place returns the line of a byte of a text, from 1, and its column in characters.
func Place(source string, offset int) (line, column int) {
	before := source[:min(max(offset, 0), len(source))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}
