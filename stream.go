package trailq

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync/atomic"
)

// Stream is what reader gives, such as standard input, as the one file of a
// source of that name. It can be read once; reading it again is an error.
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
		yield(File{Path: s.name, Size: -1, Open: s.open}, nil)
	}
}

var errReadAgain = errors.New("a stream can be read only once")

func (s *stream) open(context.Context) (io.ReadCloser, error) {
	if s.opened.Swap(true) {
		return nil, errReadAgain
	}
	return io.NopCloser(s.reader), nil
}
