package dialect

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Error is a mistake in a user's SQL, with its place.
type Error struct {
	Message string // cause and remedy
	Line    int    // from 1; 0 where the place is unknown
	Column  int    // from 1, in characters
	source  string // the line's text
	cause   error
}

// Error returns the message with its place, the line and a caret below it.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d, column %d: %s\n%s", e.Line, e.Column, e.Message, e.excerpt())
}

// Unwrap returns the engine's error, if there was one.
func (e *Error) Unwrap() error { return e.cause }

// excerptWidth is how many characters of a long line are shown.
const excerptWidth = 100

// excerpt returns the line and a caret below its column. Of a long line only
// the part around the column is shown.
func (e *Error) excerpt() string {
	line := []rune(strings.Map(printable, e.source))
	caret := min(e.Column-1, len(line))
	start := 0
	if caret > excerptWidth*3/4 {
		start = caret - excerptWidth/2
	}
	end := min(start+excerptWidth, len(line))
	return "  " + string(line[start:end]) + "\n  " + strings.Repeat(" ", caret-start) + "^"
}

// printable keeps the caret below its character and a terminal unharmed.
func printable(r rune) rune {
	if r < ' ' || r == utf8.RuneError || (r >= 0x7f && r < 0xa0) {
		return ' '
	}
	return r
}

// MistakeAt returns a mistake at a byte offset of source.
func MistakeAt(source string, offset int, message string) *Error {
	return errorAt(source, offset, "%s", message)
}

// errorAt makes an Error at a byte offset of source.
func errorAt(source string, offset int, format string, arguments ...any) *Error {
	offset = min(max(offset, 0), len(source))
	start := strings.LastIndexByte(source[:offset], '\n') + 1
	line, _, _ := strings.Cut(source[start:], "\n")
	e := &Error{Message: fmt.Sprintf(format, arguments...), source: line}
	e.Line, e.Column = syntax.Place(source, offset)
	return e
}

// placeError makes an Error of one of package syntax.
func placeError(source string, err error) *Error {
	var mistake *syntax.Error
	if errors.As(err, &mistake) {
		return errorAt(source, mistake.Offset, "%s", mistake.Message)
	}
	return &Error{Message: err.Error(), cause: err}
}
