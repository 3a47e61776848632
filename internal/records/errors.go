package records

import (
	"errors"
	"fmt"
)

// Errors of a whole file that Reader.Next returns, wrapped with details.
var (
	// ErrNoEvents means the content is CloudTrail's and holds no events.
	ErrNoEvents = errors.New("not a log")
	// ErrDigest means the content is a CloudTrail digest file, which holds hashes of
	// log files.
	ErrDigest = fmt.Errorf("a CloudTrail digest file, %w", ErrNoEvents)
	// ErrAggregated means the content is CloudTrail's summaries of data events.
	ErrAggregated = fmt.Errorf("CloudTrail's summaries of data events, %w", ErrNoEvents)
	// ErrForeign means the content has no form that CloudTrail writes.
	ErrForeign = errors.New("not CloudTrail")
	// ErrEmpty means there are no bytes, or only white space.
	ErrEmpty = errors.New("empty")
	// ErrTruncated means the content ends inside a record or an envelope.
	ErrTruncated = errors.New("cut short")
	// ErrRecordSize means a record is longer than Limits.Record.
	ErrRecordSize = errors.New("record too large")
	// ErrExpansion means there is too much content for the compressed bytes.
	ErrExpansion = errors.New("expands too much")
)

// RecordError is a record that could not be used; the next call of Reader.Next
// continues after it.
type RecordError struct {
	Number int
	Err    error
}

func (e *RecordError) Error() string { return fmt.Sprintf("record %d: %v", e.Number, e.Err) }

func (e *RecordError) Unwrap() error { return e.Err }

// syntaxError is a place where the content is not JSON.
type syntaxError struct {
	offset int64 // in the content, decompressed
	wanted string
}

func (e syntaxError) Error() string {
	return fmt.Sprintf("invalid JSON at byte %d of the content: expected %s", e.offset, e.wanted)
}

func isSyntax(err error) bool {
	var bad syntaxError
	return errors.As(err, &bad)
}

// CompressionError is what is wrong with compressed content.
type CompressionError struct {
	kind  compression
	cause error
}

// Error returns the compression and the cause.
func (e *CompressionError) Error() string { return fmt.Sprintf("%s: %v", e.kind, e.cause) }

// Unwrap returns the cause.
func (e *CompressionError) Unwrap() error { return e.cause }
