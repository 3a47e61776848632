// Package interruptible reads streams that can keep their reader waiting.
package interruptible

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Reader reads from what open returns until ctx is done. Opening a pipe and
// reading from one, or from a terminal, would wait on: that call is then abandoned,
// and ends with the process.
type Reader struct {
	ctx  context.Context
	open func() (io.ReadCloser, error)
	pipe *io.PipeReader // nil until the first Read
}

// NewReader returns a reader of what open returns.
func NewReader(ctx context.Context, open func() (io.ReadCloser, error)) *Reader {
	return &Reader{ctx: ctx, open: open}
}

// Read reads until the context is done, and then returns its cause.
func (i *Reader) Read(p []byte) (int, error) {
	if i.pipe == nil {
		i.startCopy()
	}
	return i.pipe.Read(p)
}

func (i *Reader) startCopy() {
	out, in := io.Pipe()
	i.pipe = out
	context.AfterFunc(i.ctx, func() { out.CloseWithError(context.Cause(i.ctx)) })
	go func() { in.CloseWithError(i.copyTo(in)) }()
}

func (i *Reader) copyTo(out io.Writer) error {
	body, err := i.open()
	if err != nil {
		return err
	}
	_, err = io.Copy(out, body)
	return errors.Join(err, body.Close())
}

// ReadText reads a text, such as SQL, from a stream until ctx is done.
func ReadText(ctx context.Context, in io.Reader) (string, error) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(in), nil }
	text, err := io.ReadAll(NewReader(ctx, open))
	if err != nil {
		return "", fmt.Errorf("standard input: %w", err)
	}
	return string(text), nil
}
