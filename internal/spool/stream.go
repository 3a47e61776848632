package spool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// stream is what has come so far of a file of unknown size.
type stream struct {
	from io.ReadCloser
	file *os.File

	mu   sync.Mutex
	grew sync.Cond
	size int64
	err  error // how the stream ended: io.EOF where it is whole
}

// keepStream begins to keep what comes from open in a new file of that name.
func keepStream(name string, open func(context.Context) (io.ReadCloser, error)) (*stream, error) {
	from, err := open(context.Background()) // it outlives the query
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Join(err, from.Close())
	}
	s := &stream{from: from, file: file}
	s.grew.L = &s.mu
	go s.copyAll()
	return s, nil
}

// copyAll copies the stream to the file until it ends.
func (s *stream) copyAll() {
	buffer := make([]byte, 256<<10)
	for {
		n, err := s.from.Read(buffer)
		if n > 0 {
			if _, failed := s.file.Write(buffer[:n]); failed != nil {
				err, n = fmt.Errorf("keeping a copy of the stream: %w", failed), 0
			}
		}
		if s.addBytes(n, err) {
			return
		}
	}
}

// addBytes notes that n more bytes are in the file, and how the stream ended if
// err is not nil. It reports whether it has ended.
func (s *stream) addBytes(n int, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.size += int64(n)
	if s.err == nil {
		s.err = err
	}
	s.grew.Broadcast()
	return s.err != nil
}

func (s *stream) closeFile() error {
	s.addBytes(0, os.ErrClosed)
	return s.file.Close()
}

func (s *stream) newReader(ctx context.Context) *reader {
	r := &reader{stream: s, ctx: ctx}
	r.stop = context.AfterFunc(ctx, func() { s.addBytes(0, nil) })
	return r
}

// reader reads a stream from its start, and waits for the rest to come.
type reader struct {
	stream *stream
	ctx    context.Context
	stop   func() bool
	at     int64
}

func (r *reader) Read(p []byte) (int, error) {
	size, err := r.waitForMore()
	if size == r.at {
		return 0, err
	}
	n, err := r.stream.file.ReadAt(p[:min(int64(len(p)), size-r.at)], r.at)
	r.at += int64(n)
	return n, err
}

// waitForMore returns the size of the stream when that is more than has been
// read, or else the reason why there is no more.
func (r *reader) waitForMore() (int64, error) {
	s := r.stream
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

func (r *reader) Close() error {
	r.stop()
	return nil
}
