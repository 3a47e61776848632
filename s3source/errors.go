package s3source

import "fmt"

// Error says why S3 could not be used, and what to do about it. If it comes from the
// source's Files, the bucket cannot be listed; if it comes from a file's Open, that
// object cannot be read.
type Error struct {
	// Problem says what failed, without the name of the object.
	Problem string
	// Hint says what to do about it; it can be empty.
	Hint string
	// Err is the error from AWS's library or the server; it can be nil.
	Err error
}

// Error returns the problem, the server's message and the hint as one text.
func (e *Error) Error() string {
	text := e.Problem
	if e.Err != nil {
		text += fmt.Sprintf(" (%s)", causeText(e.Err))
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Unwrap returns the error from AWS's library or the server.
func (e *Error) Unwrap() error { return e.Err }
