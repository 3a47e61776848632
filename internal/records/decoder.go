package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/trailq/trailq/internal/inflate"
)

// Decoder decompresses one file after another, keeping what it allocated for
// the next. The zero value is ready; Close frees it.
type Decoder struct {
	// Pool lends the memory for content that Open returns; the caller gives it
	// back.
	Pool *Pool

	stored  []byte
	inflate inflate.Decoder
	gzip    *gzip.Reader
	zstd    *zstd.Decoder
}

// Sizes up to which a file is decompressed in one go; a larger one is read in
// pieces.
const (
	wholeStored  = 4 << 20
	wholeContent = 32 << 20
)

// Open returns the content of a file, decompressed where it begins as gzip
// (RFC 1952, several members too) or zstd (RFC 8878) does: the bytes that start
// it and a reader for those that follow, as [NewReader] takes them. What is
// wrong with the file comes from that reader, behind the last good byte. Size
// is that of the file in bytes, or negative where nobody knows; then the content
// is available as it arrives. The reader is good until the next Open.
func (d *Decoder) Open(file io.Reader, size int64, limits Limits) (start []byte, rest io.Reader) {
	if size < 0 {
		return nil, d.stream(nil, file, limits)
	}
	if size > wholeStored {
		return nil, filled{d.stream(nil, file, limits)}
	}
	head, err := d.head(file, int(size))
	switch {
	case err != nil:
		return d.copy(head), failed{err}
	case len(head) > wholeStored: // it has grown since its size was taken
		return nil, filled{d.stream(head, file, limits)}
	}
	switch compressionOf(head) {
	case plain:
		return d.copy(head), nil
	case gzipped:
		if hint := inflate.SizeHint(head); hint <= wholeContent {
			return d.whole(head, hint, limits)
		}
	}
	return nil, filled{d.stream(head, nil, limits)}
}

// whole inflates stored at once, or in pieces after all where there is more of
// it than its trailer says.
func (d *Decoder) whole(stored []byte, hint int, limits Limits) (start []byte, rest io.Reader) {
	content, err := d.inflate.Gzip(d.Pool.Get(hint), stored, wholeContent)
	switch {
	case errors.Is(err, inflate.ErrTooLarge):
		return nil, filled{d.stream(stored, nil, limits)}
	case errors.Is(err, inflate.ErrTruncated):
		err = ErrTruncated
	}
	if err != nil {
		return content, failed{fmt.Errorf("%s: %w", gzipped, err)}
	}
	return content, nil
}

// copy takes content out of the memory that the next file will need.
func (d *Decoder) copy(content []byte) []byte {
	return append(d.Pool.Get(len(content)), content...)
}

// Close frees what the decoder holds beyond memory.
func (d *Decoder) Close() {
	if d.zstd != nil {
		d.zstd.Close()
	}
}

// head reads the file into memory, up to just past wholeStored.
func (d *Decoder) head(file io.Reader, size int) ([]byte, error) {
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

// stream decompresses head and then file, which may be nil, in pieces.
func (d *Decoder) stream(head []byte, file io.Reader, limits Limits) io.Reader {
	if file == nil {
		file = bytes.NewReader(nil)
	}
	for len(head) < magicSize {
		more := make([]byte, magicSize)
		n, err := file.Read(more)
		head = append(head, more[:n]...)
		if err != nil {
			file = failed{err}
			break
		}
	}
	stored := &counter{reader: io.MultiReader(bytes.NewReader(head), file)}
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
	}
	if err != nil {
		return failed{kind.explain(err)}
	}
	return &expansion{content: content, stored: stored, kind: kind, ratio: limits.expansion()}
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

// compression is how a file is compressed.
type compression string

const (
	plain     compression = "plain"
	gzipped   compression = "gzip"
	zstandard compression = "zstd"
)

// magicSize is how many bytes tell a file's compression.
const magicSize = 4

func compressionOf(head []byte) compression {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return gzipped
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstandard
	}
	return plain
}

// explain says of an error of decompression what it means for the file.
func (c compression) explain(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", c, ErrTruncated)
	}
	return fmt.Errorf("%s: %w", c, err)
}

// expansion reads content and ends with ErrExpansion where it is out of
// proportion to what was stored.
type expansion struct {
	content io.Reader
	stored  *counter
	kind    compression
	ratio   int64
	read    int64
}

func (e *expansion) Read(p []byte) (int, error) {
	n, err := e.content.Read(p)
	e.read += int64(n)
	if e.read > expansionFloor && e.read > e.ratio*e.stored.read {
		return n, fmt.Errorf("%s: %w: %d bytes stored gave more than %d", e.kind, ErrExpansion, e.stored.read, e.read)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = e.kind.explain(err)
	}
	return n, err
}

// filled reads as much as there is room for. Where nobody waits for what comes
// first, that spares looking again and again at the beginning of a long record.
type filled struct{ reader io.Reader }

func (f filled) Read(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var more int
		more, err = f.reader.Read(p[n:])
		n += more
	}
	return n, err
}

// counter counts the bytes that pass.
type counter struct {
	reader io.Reader
	read   int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.read += int64(n)
	return n, err
}
