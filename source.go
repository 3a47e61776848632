package trailq

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"sync/atomic"
	"time"

	"github.com/trailq/trailq/internal/shape"
)

// Source lists log files and opens them. [Dir], [Files] and [Stream] return sources,
// and so does package s3source for a bucket.
type Source interface {
	// String returns the source's name as a user would write it.
	String() string
	// Files lists the log files in the byte order of their paths. A source can leave
	// out files that the filter cannot match; [Events] checks the files that it
	// lists. The pairs follow the contract of [Events]: a [*FileError] is about a part
	// of the source that could not be listed, and any other error is the last pair.
	Files(ctx context.Context, filter *Filter) iter.Seq2[File, error]
}

// File is a log file that a source has listed.
type File struct {
	// Path names the file: a path, or s3://bucket/key.
	Path string
	// Size is the stored size in bytes, or negative if it is unknown.
	Size int64
	// Modified is when the content was stored last; zero if the source does not know.
	Modified time.Time
	// Changed is when the system says that a file of this machine was changed, in
	// nanoseconds since 1970: no program can set that time. It is zero where the source
	// does not know.
	Changed int64
	// Version changes with the content, like the ETag of an object, as S3 sends it,
	// with its quotes. It is empty if the source has no versions.
	Version string
	// Local means that the content is on this machine though other files of the
	// source are not, as for a cached object: reading it does not wait for a network.
	Local bool
	// Named means that the user has named this very file: it is an error if it is not
	// CloudTrail. Other files that are not, and whose names are not those of logs, are
	// skipped: they lie beside the logs.
	Named bool
	// Open opens the file. It can be called from any goroutine.
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Join returns one source for several: it lists the files of the first, then those
// of the next.
func Join(sources ...Source) Source {
	if len(sources) == 1 {
		return sources[0]
	}
	return joined(sources)
}

type joined []Source

func (j joined) String() string {
	var names []string
	for _, source := range j {
		names = append(names, source.String())
	}
	return strings.Join(names, " ")
}

func (j joined) Files(ctx context.Context, filter *Filter) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, source := range j {
			for file, err := range source.Files(ctx, filter) {
				if !yield(file, err) {
					return
				}
				if isFatal(err) {
					return
				}
			}
		}
	}
}

// Stream returns a source with one file, of the same name, whose content comes from
// reader, such as standard input. It can be read once; a second time is an error.
func Stream(name string, reader io.Reader) Source {
	return &stream{name: name, reader: reader}
}

type stream struct {
	name   string
	reader io.Reader
	opened atomic.Bool
}

func (s *stream) String() string { return s.name }

func (s *stream) Files(context.Context, *Filter) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		yield(File{Path: s.name, Size: -1, Named: true, Open: s.openOnce}, nil)
	}
}

var errStreamRead = errors.New("a stream can be read only once")

func (s *stream) openOnce(context.Context) (io.ReadCloser, error) {
	if s.opened.Swap(true) {
		return nil, errStreamRead
	}
	return io.NopCloser(s.reader), nil
}

// IsLogName reports whether a file's name or its ending is that of a log, so that it is
// an error if the file is not CloudTrail.
func IsLogName(name string) bool { return shape.IsLogName(name) }
