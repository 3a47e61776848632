package syntax

import "fmt"

// Error is a mistake in a text, with its place.
type Error struct {
	Offset  int // in bytes
	Message string
}

// Error returns the message without the place.
func (e *Error) Error() string { return e.Message }

// errorAt makes an Error.
func errorAt(offset int, format string, arguments ...any) *Error {
	return &Error{Offset: offset, Message: fmt.Sprintf(format, arguments...)}
}
