// Package spool makes streams readable more than once: it wraps a source, and
// what comes from a file of unknown size, such as standard input, is kept in a
// file on the disk.
//
//	source := spool.New(trailq.Stream("-", os.Stdin), folder)
//	defer source.Close()
package spool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"sync"

	"github.com/trailq/trailq"
)

// Source is a [trailq.Source] whose files can all be read as often as needed. It
// also releases a reader whose context is done while the stream waits for its
// writer.
type Source struct {
	trailq.Source
	folder string

	mu      sync.Mutex
	streams map[string]*stream // by the path of the file
}

// New wraps a source. What comes from its streams is kept in folder until Close.
func New(source trailq.Source, folder string) *Source {
	return &Source{Source: source, folder: folder, streams: make(map[string]*stream)}
}

// Files lists the files of the source that was wrapped.
func (s *Source) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range s.Source.Files(ctx, filter) {
			if err == nil && file.Size < 0 {
				file = s.keepFile(file)
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// keepFile returns a file that is read from what is kept of it.
func (s *Source) keepFile(file trailq.File) trailq.File {
	open := file.Open
	file.Open = func(ctx context.Context) (io.ReadCloser, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		kept := s.streams[file.Path]
		if kept == nil {
			var err error
			name := filepath.Join(s.folder, fmt.Sprintf("stream-%d", len(s.streams)))
			if kept, err = keepStream(name, open); err != nil {
				return nil, err
			}
			s.streams[file.Path] = kept
		}
		return kept.newReader(ctx), nil
	}
	return file
}

// Close closes the files on the disk, which are left to whoever made the folder.
// A goroutine that waits for its stream ends when the stream does: nothing can
// wake it.
func (s *Source) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, kept := range s.streams {
		errs = append(errs, kept.closeFile())
	}
	return errors.Join(errs...)
}
