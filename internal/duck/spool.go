package duck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sync"

	"github.com/trailq/trailq"
)

// spooled makes files of unknown size, which standard input is, readable as
// often as a query asks: what comes is kept in a file of folder. It also lets a
// reader go when the query is stopped while the stream waits for whoever writes
// it.
func spooled(source trailq.Source, folder string) trailq.Source {
	return &spoolSource{Source: source, folder: folder, spools: make(map[string]*spool)}
}

type spoolSource struct {
	trailq.Source
	folder string

	mu     sync.Mutex
	spools map[string]*spool
}

func (s *spoolSource) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range s.Source.Files(ctx, filter) {
			if err == nil && file.Size < 0 {
				file = s.replace(file)
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// replace makes a file that is read from its spool.
func (s *spoolSource) replace(file trailq.File) trailq.File {
	open := file.Open
	file.Open = func(ctx context.Context) (io.ReadCloser, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		kept := s.spools[file.Path]
		if kept == nil {
			var err error
			name := filepath.Join(s.folder, fmt.Sprintf("stream-%d", len(s.spools)))
			if kept, err = newSpool(name, open); err != nil {
				return nil, err
			}
			s.spools[file.Path] = kept
		}
		return kept.reader(ctx), nil
	}
	return file
}

// close lets go of the spools. A goroutine that waits for its stream ends when
// the stream does: nothing can wake it.
func (s *spoolSource) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, kept := range s.spools {
		errs = append(errs, kept.close())
	}
	return errors.Join(errs...)
}

// spool is a stream and what has come of it so far.
type spool struct {
	stream io.ReadCloser
	file   *os.File

	mu   sync.Mutex
	grew sync.Cond
	size int64
	err  error // the stream's end, io.EOF where that is good
}

func newSpool(name string, open func(context.Context) (io.ReadCloser, error)) (*spool, error) {
	stream, err := open(context.Background()) // it outlives the query
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Join(err, stream.Close())
	}
	s := &spool{stream: stream, file: file}
	s.grew.L = &s.mu
	go s.fill()
	return s, nil
}

// fill keeps what comes.
func (s *spool) fill() {
	buffer := make([]byte, 256<<10)
	for {
		n, err := s.stream.Read(buffer)
		if n > 0 {
			if _, failed := s.file.WriteAt(buffer[:n], s.size); failed != nil {
				err, n = fmt.Errorf("keeping what comes: %w", failed), 0
			}
		}
		s.mu.Lock()
		s.size += int64(n)
		if s.err == nil {
			s.err = err
		}
		ended := s.err != nil
		s.grew.Broadcast()
		s.mu.Unlock()
		if ended {
			return
		}
	}
}

func (s *spool) close() error {
	s.mu.Lock()
	if s.err == nil {
		s.err = os.ErrClosed
	}
	s.grew.Broadcast()
	s.mu.Unlock()
	return s.file.Close()
}

func (s *spool) reader(ctx context.Context) *spoolReader {
	r := &spoolReader{spool: s, ctx: ctx}
	r.stop = context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.grew.Broadcast()
	})
	return r
}

// spoolReader reads a spool from its start, and waits for what is still to come.
type spoolReader struct {
	spool *spool
	ctx   context.Context
	stop  func() bool
	at    int64
}

func (r *spoolReader) Read(p []byte) (int, error) {
	size, err := r.wait()
	if size == r.at {
		return 0, err
	}
	n, err := r.spool.file.ReadAt(p[:min(int64(len(p)), size-r.at)], r.at)
	r.at += int64(n)
	return n, err
}

// wait returns when there is more than has been read, or why there is not.
func (r *spoolReader) wait() (int64, error) {
	s := r.spool
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.size == r.at && s.err == nil && r.ctx.Err() == nil {
		s.grew.Wait()
	}
	if err := context.Cause(r.ctx); err != nil {
		return r.at, err
	}
	return s.size, s.err
}

func (r *spoolReader) Close() error {
	r.stop()
	return nil
}
