package records

import (
	"errors"
	"fmt"
)

// What a whole file can be, other than a file of CloudTrail events. Reader.Next
// returns them, wrapped with details.
var (
	// ErrDigest: a CloudTrail digest file, which holds hashes of log files and
	// no events.
	ErrDigest = errors.New("a CloudTrail digest file, not a log")
	// ErrForeign: well-formed or not, it is not CloudTrail.
	ErrForeign = errors.New("not CloudTrail")
	// ErrEmpty: no bytes, or only white space.
	ErrEmpty = errors.New("empty")
	// ErrTruncated: the content ends inside a record or an envelope.
	ErrTruncated = errors.New("cut short")
	// ErrRecordSize: a record is longer than Limits.Record.
	ErrRecordSize = errors.New("record too large")
	// ErrExpansion: the content is out of proportion to the compressed bytes.
	ErrExpansion = errors.New("expands too much")
)

// RecordError is a record that could not be used; the next call of Reader.Next
// goes on behind it.
type RecordError struct {
	Number int
	Err    error
}

func (e *RecordError) Error() string { return fmt.Sprintf("record %d: %v", e.Number, e.Err) }

func (e *RecordError) Unwrap() error { return e.Err }

// syntaxError is a place where the content is not JSON.
type syntaxError struct {
	offset int64 // of the content, decompressed
	wanted string
}

func (e syntaxError) Error() string {
	return fmt.Sprintf("invalid JSON at byte %d of the content: expected %s", e.offset, e.wanted)
}

func isSyntax(err error) bool {
	var bad syntaxError
	return errors.As(err, &bad)
}
