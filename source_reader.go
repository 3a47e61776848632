package trailq

import (
	"context"
	"io"

	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/shape"
)

// fileReader reads the records of one file after another.
type fileReader struct {
	tally *Tally
	shape.Reader

	body    io.Closer
	stored  meteredReader // the file as stored
	content meteredReader // the file decompressed
	// beforeRead is called ahead of each read of more content: it may take long, and
	// the memory of what was read will be needed.
	beforeRead func()
}

func newFileReader(options *Options, pool *records.Pool) fileReader {
	return fileReader{
		tally:  options.Tally,
		Reader: shape.Reader{Limits: records.Limits(options.Limits), Pool: pool},
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
	at, _ := body.(io.ReaderAt)
	r.Open(shape.File{Name: file.Path, Size: file.Size, IsNamed: file.Named, Body: &r.stored, At: at, Meter: r.meterContent})
	return nil
}

// meterContent returns the reader of the content that is counted.
func (r *fileReader) meterContent(start []byte, rest io.Reader) io.Reader {
	r.content = meteredReader{reader: rest, count: int64(len(start))}
	if rest == nil {
		return nil
	}
	r.content.beforeRead = func() {
		r.addToTally()
		if r.beforeRead != nil {
			r.beforeRead()
		}
	}
	return &r.content
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
		s.Partial.Add(r.Partial)
	})
	r.Partial = shape.Partial{}
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
