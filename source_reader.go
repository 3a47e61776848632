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
	stored  meteredReader // the file as stored
	content meteredReader // the file decompressed
	// beforeRead is called ahead of each read of more content: it may take long, and
	// the memory of what was read will be needed.
	beforeRead func()
}

func newFileReader(options *Options, pool *records.Pool) fileReader {
	return fileReader{
		limits:  records.Limits(options.Limits),
		tally:   options.Tally,
		pool:    pool,
		decoder: records.Decoder{Pool: pool},
	}
}

// openFile opens a file. Next returns its records; closeFile must be called.
func (r *fileReader) openFile(ctx context.Context, file File) error {
	if file.Open == nil {
		return errNotOpenable
	}
	body, err := file.Open(ctx)
	switch {
	case err != nil:
		return hideEOF(err)
	case body == nil:
		return errNotOpenable
	}
	r.body = body
	r.stored = meteredReader{reader: body}
	start, rest := r.decoder.Open(&r.stored, file.Size, r.limits)
	r.content = meteredReader{reader: rest, count: int64(len(start))}
	if rest == nil {
		r.Reset(start, nil, r.limits, r.pool)
		return nil
	}
	r.content.beforeRead = func() {
		r.addToTally()
		if r.beforeRead != nil {
			r.beforeRead()
		}
	}
	r.Reset(start, &r.content, r.limits, r.pool)
	return nil
}

// closeFile closes the file, if one is open.
func (r *fileReader) closeFile() error {
	if r.body == nil {
		return nil
	}
	r.Close()
	r.addToTally()
	err := r.body.Close()
	r.body = nil
	return hideEOF(err)
}

// addToTally adds the bytes read to the tally.
func (r *fileReader) addToTally() {
	r.tally.update(func(s *Summary) {
		s.StoredBytes += r.stored.takeCount()
		s.ContentBytes += r.content.takeCount()
	})
}

// meteredReader counts the bytes that pass, and calls before ahead of each read.
type meteredReader struct {
	reader     io.Reader
	beforeRead func()
	count      int64
}

func (m *meteredReader) Read(p []byte) (int, error) {
	if m.beforeRead != nil {
		m.beforeRead()
	}
	n, err := m.reader.Read(p)
	m.count += int64(n)
	if err == io.EOF {
		return n, err
	}
	return n, hideEOF(err)
}

// takeCount returns the count and resets it to 0.
func (m *meteredReader) takeCount() int64 {
	n := m.count
	m.count = 0
	return n
}
