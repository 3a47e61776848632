package mirror

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/trailq/trailq"
)

// ErrBusy says that another process is copying into the folder.
var ErrBusy = errors.New("another trailq is copying into this folder")

// WriteError is a failure to write the copy. As the last error of a run it means
// that the folder takes nothing more; inside a [*trailq.FileError], that the one
// file cannot be written.
type WriteError struct {
	// Path is what was to be written: the folder, or a path relative to it.
	Path string
	Err  error
}

// Error names what was to be written, and the cause.
func (e *WriteError) Error() string {
	return fmt.Sprintf("writing %q: %v", e.Path, systemError(e.Err))
}

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// systemError returns the error of the operating system, without the names of the
// call and of a part.
func systemError(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}

// endsAll reports whether the error of one file will be that of every other: the disk
// is full, or the file system does not work.
func endsAll(err error) bool {
	var writing *WriteError
	if !errors.As(err, &writing) {
		return false
	}
	for _, number := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EIO} {
		if errors.Is(writing, number) {
			return true
		}
	}
	return false
}

// fileError returns err as a [*trailq.FileError] of the path, unless it is one
// already.
func fileError(path string, err error) error {
	var known *trailq.FileError
	if errors.As(err, &known) {
		return err
	}
	return &trailq.FileError{File: path, Err: err}
}
