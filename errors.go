package trailq

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/trailq/trailq/internal/records"
)

// Reasons why a file or record could not be used. They come inside a
// [*FileError]; test for them with errors.Is.
var (
	// ErrNotCloudTrail means that the content has no form that CloudTrail writes.
	ErrNotCloudTrail = records.ErrForeign
	// ErrEmpty means that the file has no content.
	ErrEmpty = records.ErrEmpty
	// ErrTruncated means that the file ends too soon. The events up to there count.
	ErrTruncated = records.ErrTruncated
	// ErrRecordSize means that a record is larger than Limits.Record.
	ErrRecordSize = records.ErrRecordSize
	// ErrExpansion means that a file decompresses to more than Limits.Expansion
	// allows.
	ErrExpansion = records.ErrExpansion
)

// FileError describes a problem with one file, or with one of its records. It does
// not affect other files. If Record is not 0, it does not affect the other records
// of the file either.
type FileError struct {
	// File is the path or key.
	File string
	// Entry is the file inside File, if that is an archive.
	Entry string
	// Record is the number of the rejected record, from 1, or 0 if the file could
	// not be read to its end.
	Record int
	// Err is the cause.
	Err error
}

// Error returns the file, the record and the cause as one text.
func (e *FileError) Error() string {
	if e.Record > 0 {
		return fmt.Sprintf("%s: record %d: %v", e.Name(), e.Record, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Name(), e.Err)
}

// Name returns the path or key, and behind a ! the entry.
func (e *FileError) Name() string {
	if e.Entry == "" {
		return e.File
	}
	return e.File + "!" + e.Entry
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// newFileError returns the error for a file that could not be read to its end.
func newFileError(path string, err error) *FileError {
	if errors.Is(err, ErrNotCloudTrail) && isLink(path) {
		err = linkedError{}
	}
	return &FileError{File: path, Err: err}
}

// isLink reports whether the path is a symbolic link on this machine.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// linkedError is ErrNotCloudTrail for a symbolic link. It quotes no content: whoever
// writes log files could link to any file that the reader of the logs can read.
type linkedError struct{}

// Error returns the cause without the content.
func (linkedError) Error() string {
	return ErrNotCloudTrail.Error() + ": a symbolic link, whose content is not quoted"
}

// Unwrap returns ErrNotCloudTrail.
func (linkedError) Unwrap() error { return ErrNotCloudTrail }

// errNotOpenable is the error for a file whose source opens nothing.
var errNotOpenable = errors.New("the source does not open the file")

// hideEOF returns err so that it is never taken for a good end, for which io.EOF
// stands: a server that closes its connection gives an error that wraps io.EOF.
func hideEOF(err error) error {
	if !errors.Is(err, io.EOF) {
		return err
	}
	if file, isFile := errors.AsType[*FileError](err); isFile {
		return &FileError{File: file.File, Entry: file.Entry, Record: file.Record, Err: hideEOF(file.Err)}
	}
	return &brokenError{err}
}

// brokenError is an error that wraps io.EOF and does not mean a good end.
type brokenError struct{ cause error }

// Error returns the cause's text.
func (e *brokenError) Error() string { return e.cause.Error() }

// Unwrap returns io.ErrUnexpectedEOF in place of the cause.
func (e *brokenError) Unwrap() error { return io.ErrUnexpectedEOF }

// isFatal reports whether err ends an iteration: every error but a *FileError.
func isFatal(err error) bool {
	var file *FileError
	return err != nil && !errors.As(err, &file)
}
