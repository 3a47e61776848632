package trailq

import (
	"errors"
	"fmt"

	"github.com/trailq/trailq/internal/records"
)

// Reasons why a file or record could not be used. They come inside a
// [*FileError]; test for them with errors.Is.
var (
	// ErrNotCloudTrail: whatever it is, it is not CloudTrail.
	ErrNotCloudTrail = records.ErrForeign
	// ErrEmpty: the file holds nothing.
	ErrEmpty = records.ErrEmpty
	// ErrTruncated: the file ends too soon. The events before stand.
	ErrTruncated = records.ErrTruncated
	// ErrRecordSize: a record is larger than Limits.Record.
	ErrRecordSize = records.ErrRecordSize
	// ErrExpansion: a file decompresses to more than Limits.Expansion allows.
	ErrExpansion = records.ErrExpansion
)

// FileError is what is wrong with one file, or one record of it. Other files,
// and the other records of the file where Record is not 0, are not touched by
// it.
type FileError struct {
	// File is the path or key.
	File string
	// Record is the number of the record that was rejected, from 1, or 0 where
	// the file could not be read, or not to its end.
	Record int
	Err    error
}

// Error names the file, the record and the cause.
func (e *FileError) Error() string {
	if e.Record > 0 {
		return fmt.Sprintf("%s: record %d: %v", e.File, e.Record, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.File, e.Err)
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// isFatal reports whether err ends an iteration: every error but a *FileError.
func isFatal(err error) bool {
	var file *FileError
	return err != nil && !errors.As(err, &file)
}
