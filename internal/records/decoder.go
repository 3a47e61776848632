package records

import (
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/trailq/trailq/internal/inflate"
)

// Decoder decompresses one file after another and reuses what it allocated. The
// zero value is ready to use; Close frees it.
type Decoder struct {
	// Pool lends the memory for content that Open returns; the caller gives it back.
	Pool *Pool

	stored  []byte
	inflate inflate.Decoder
	gzip    *gzip.Reader
	zstd    *zstd.Decoder
}

// Files up to these sizes are decompressed in one go, larger ones in pieces.
const (
	wholeStored  = 4 << 20
	wholeContent = 32 << 20
)

// Open returns the content of a file, decompressed if it begins like gzip (RFC
// 1952, with any number of members), zstd (RFC 8878) or bzip2: the first bytes, and a
// reader for the others, as [NewReader] expects them. An error in the file comes
// from that reader, after the last good byte. The size is in bytes; if it is
// negative, the size is unknown, and the content is available as it arrives. The
// reader is valid until the next Open.
func (d *Decoder) Open(file io.Reader, size int64, limits Limits) (start []byte, rest io.Reader) {
	if size < 0 {
		return nil, d.streamContent(nil, file, limits)
	}
	if size > wholeStored {
		return nil, fullReader{d.streamContent(nil, file, limits)}
	}
	head, err := d.readStored(file, int(size))
	switch {
	case err != nil && len(head) < magicSize: // too little to tell what it is
		return nil, failedReader{err}
	case err != nil && compressionOf(head) == plain:
		return d.copyContent(head), failedReader{err}
	case err != nil: // what has come is decompressed, too
		return nil, fullReader{d.streamContent(head, failedReader{err}, limits)}
	case len(head) > wholeStored: // the file grew after its size was taken
		return nil, fullReader{d.streamContent(head, file, limits)}
	}
	switch compressionOf(head) {
	case plain:
		return d.copyContent(head), nil
	case gzipped:
		if hint := inflate.SizeHint(head); hint <= wholeContent {
			return d.inflateWhole(head, hint, limits)
		}
	}
	return nil, fullReader{d.streamContent(head, nil, limits)}
}

// inflateWhole inflates stored in one go. If the content is larger than its trailer
// claims, it is inflated in pieces instead.
func (d *Decoder) inflateWhole(stored []byte, hint int, limits Limits) (start []byte, rest io.Reader) {
	content, err := d.inflate.Gzip(d.Pool.Get(hint), stored, wholeContent)
	switch {
	case errors.Is(err, inflate.ErrTooLarge):
		return nil, fullReader{d.streamContent(stored, nil, limits)}
	case errors.Is(err, inflate.ErrTruncated):
		err = ErrTruncated
	}
	if err != nil {
		return content, failedReader{&CompressionError{gzipped, err}}
	}
	return content, nil
}

// copyContent copies content out of the memory that the next file reuses.
func (d *Decoder) copyContent(content []byte) []byte {
	return append(d.Pool.Get(len(content)), content...)
}

// Close frees what the decoder holds apart from memory.
func (d *Decoder) Close() {
	if d.zstd != nil {
		d.zstd.Close()
	}
}

// readStored reads the file into memory, up to a little more than wholeStored.
func (d *Decoder) readStored(file io.Reader, size int) ([]byte, error) {
	d.stored = slices.Grow(d.stored[:0], size+1)[:0]
	for len(d.stored) <= wholeStored {
		if len(d.stored) == cap(d.stored) {
			d.stored = slices.Grow(d.stored, len(d.stored)+1)
		}
		n, err := file.Read(d.stored[len(d.stored):cap(d.stored)])
		d.stored = d.stored[:len(d.stored)+n]
		if errors.Is(err, io.EOF) {
			return d.stored, nil
		}
		if err != nil {
			return d.stored, err
		}
	}
	return d.stored, nil
}

// streamContent decompresses head, then file, in pieces. The file can be nil.
func (d *Decoder) streamContent(head []byte, file io.Reader, limits Limits) io.Reader {
	if file == nil {
		file = bytes.NewReader(nil)
	}
	for len(head) < magicSize {
		more := make([]byte, magicSize)
		n, err := file.Read(more)
		head = append(head, more[:n]...)
		if err != nil && !errors.Is(err, io.EOF) && len(head) < magicSize { // too little to tell what it is
			return failedReader{err}
		}
		if err != nil {
			file = failedReader{err}
			break
		}
	}
	stored := &countingReader{reader: io.MultiReader(bytes.NewReader(head), file)}
	var content io.Reader
	var err error
	kind := compressionOf(head)
	switch kind {
	case plain:
		return stored
	case gzipped:
		content, err = d.openGzip(stored)
	case zstandard:
		content, err = d.openZstd(stored)
	case bzipped:
		content = bzip2.NewReader(stored)
	}
	if err != nil {
		return failedReader{stored.explainError(kind, err)}
	}
	return &boundedReader{content: content, stored: stored, kind: kind, ratio: limits.ExpansionRatio()}
}

func (d *Decoder) openGzip(stored io.Reader) (io.Reader, error) {
	if d.gzip == nil {
		d.gzip = new(gzip.Reader)
	}
	return d.gzip, d.gzip.Reset(stored)
}

func (d *Decoder) openZstd(stored io.Reader) (io.Reader, error) {
	if d.zstd != nil {
		return d.zstd, d.zstd.Reset(stored)
	}
	var err error
	d.zstd, err = zstd.NewReader(stored,
		zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(64<<20))
	return d.zstd, err
}

// compression names a way of compressing a file.
type compression string

const (
	plain     compression = "plain"
	gzipped   compression = "gzip"
	zstandard compression = "zstd"
	bzipped   compression = "bzip2"
)

// magicSize is how many bytes identify a file's compression.
const magicSize = 4

func compressionOf(head []byte) compression {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return gzipped
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstandard
	case len(head) >= magicSize && string(head[:3]) == "BZh" && '1' <= head[3] && head[3] <= '9':
		return bzipped
	}
	return plain
}

// explainError wraps an error of the decompressor; an unexpected end becomes
// ErrTruncated.
func (c compression) explainError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = ErrTruncated
	}
	return &CompressionError{c, err}
}

// boundedReader reads content and fails with ErrExpansion if there is too much of
// it for the bytes stored.
type boundedReader struct {
	content io.Reader
	stored  *countingReader
	kind    compression
	ratio   int64
	read    int64
}

func (e *boundedReader) Read(p []byte) (int, error) {
	n, err := e.content.Read(p)
	e.read += int64(n)
	if e.read > expansionFloor && e.read > e.ratio*e.stored.read {
		return n, fmt.Errorf("%s: %w: %d bytes stored gave more than %d", e.kind, ErrExpansion, e.stored.read, e.read)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = e.stored.explainError(e.kind, err)
	}
	return n, err
}

// fullReader fills the buffer of each Read as far as it can. When nobody waits for
// the first records, this avoids scanning the start of a long record again and
// again.
type fullReader struct{ reader io.Reader }

func (f fullReader) Read(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var more int
		more, err = f.reader.Read(p[n:])
		n += more
	}
	return n, err
}

// countingReader counts the bytes read, and remembers why it could not go on.
type countingReader struct {
	reader io.Reader
	read   int64
	err    error // other than io.EOF
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// explainError explains an error of the decompressor: by the file's own error, if
// reading it failed.
func (c *countingReader) explainError(kind compression, err error) error {
	if c.err != nil {
		return &CompressionError{kind, c.err}
	}
	return kind.explainError(err)
}

// IsCompressed reports whether content begins like one of the compressions that
// [Decoder.Open] reads.
func IsCompressed(head []byte) bool { return compressionOf(head) != plain }
