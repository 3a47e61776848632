package trailq

import (
	"context"
	"io"

	"github.com/trailq/trailq/internal/records"
)

// fileReader reads the records of one file after another.
type fileReader struct {
	limits  records.Limits
	tally   *Tally
	pool    *records.Pool
	decoder records.Decoder
	records.Reader

	body    io.Closer
	stored  metered // what the file gives
	content metered // what it decompresses to
	// before is called ahead of each read of more content: it may take long, and
	// the memory of what was read will be needed.
	before func()
}

func newFileReader(options *Options, pool *records.Pool) fileReader {
	return fileReader{
		limits:  records.Limits(options.Limits),
		tally:   options.Tally,
		pool:    pool,
		decoder: records.Decoder{Pool: pool},
	}
}

// open begins a file. Its records come from Next; end must be called.
func (r *fileReader) open(ctx context.Context, file File) error {
	body, err := file.Open(ctx)
	if err != nil {
		return err
	}
	r.body = body
	r.stored = metered{reader: body}
	start, rest := r.decoder.Open(&r.stored, file.Size, r.limits)
	r.content = metered{reader: rest, count: int64(len(start))}
	if rest == nil {
		r.Reset(start, nil, r.limits, r.pool)
		return nil
	}
	r.content.before = func() {
		r.account()
		if r.before != nil {
			r.before()
		}
	}
	r.Reset(start, &r.content, r.limits, r.pool)
	return nil
}

// end closes the file, if one is open.
func (r *fileReader) end() error {
	if r.body == nil {
		return nil
	}
	r.Close()
	r.account()
	err := r.body.Close()
	r.body = nil
	return err
}

// account adds the bytes read to the tally.
func (r *fileReader) account() {
	r.tally.change(func(s *Summary) {
		s.StoredBytes += r.stored.take()
		s.ContentBytes += r.content.take()
	})
}

// metered counts the bytes that pass, and calls before ahead of each read.
type metered struct {
	reader io.Reader
	before func()
	count  int64
}

func (m *metered) Read(p []byte) (int, error) {
	if m.before != nil {
		m.before()
	}
	n, err := m.reader.Read(p)
	m.count += int64(n)
	return n, err
}

// take returns the count since the last call.
func (m *metered) take() int64 {
	n := m.count
	m.count = 0
	return n
}
