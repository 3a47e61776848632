package s3source

import "fmt"

// Error is what failed between us and S3, and what to do about it. From the
// source's Files it means that the bucket cannot be listed; from a file's Open
// that the one object cannot be read.
type Error struct {
	// Problem says what failed, without the name of the object.
	Problem string
	// Hint says what to do about it; it may be empty.
	Hint string
	// Err is what AWS's library or the server said; it may be nil.
	Err error
}

// Error is the problem with what the server said, and the hint.
func (e *Error) Error() string {
	text := e.Problem
	if e.Err != nil {
		text += fmt.Sprintf(" (%s)", said(e.Err))
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Unwrap returns what AWS's library or the server said.
func (e *Error) Unwrap() error { return e.Err }
