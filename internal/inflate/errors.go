package inflate

import (
	"errors"
	"fmt"
)

// The kinds of damage, for use with [errors.Is].
var (
	// ErrHeader means that a member does not start as in RFC 1952: the data is not
	// gzip, or something other than a member follows the last one.
	ErrHeader = errors.New("not a gzip header")
	// ErrTruncated means that the data ends within a member.
	ErrTruncated = errors.New("gzip data ends too early")
	// ErrCorrupt means that the compressed data is not valid DEFLATE.
	ErrCorrupt = errors.New("corrupt deflate data")
	// ErrChecksum means that a member's content disagrees with the CRC-32 or
	// the size in its trailer.
	ErrChecksum = errors.New("gzip checksum or size mismatch")
	// ErrTooLarge means that there is more content than the caller's limit.
	ErrTooLarge = errors.New("content exceeds the size limit")
)

// Error tells what is wrong with gzip data and where.
type Error struct {
	// Offset is the number of input bytes before the place where decoding
	// stopped: for ErrHeader and ErrChecksum the start of the header or
	// trailer, otherwise a byte within or just after what could not be decoded.
	Offset int
	// Err is ErrHeader, ErrTruncated, ErrCorrupt, ErrChecksum or ErrTooLarge.
	Err error
}

func (e *Error) Error() string { return fmt.Sprintf("%v at byte %d", e.Err, e.Offset) }

// Unwrap returns the kind of damage.
func (e *Error) Unwrap() error { return e.Err }
