package gen

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/gzip"
)

// gzipLevel compresses these records about 10:1, the ratio of CloudTrail's own
// files.
const gzipLevel = 6

// flushBytes is how much JSON is collected before it is compressed. It bounds the
// memory for a file of any size.
const flushBytes = 128 << 10

// fileWriter writes log files one after the other.
type fileWriter struct {
	folder    string
	plan      *plan
	generator *generator
	stats     Stats
	buffer    []byte
	gzip      *gzip.Writer
}

func newFileWriter(folder string, plan *plan) (*fileWriter, error) {
	compressor, err := gzip.NewWriterLevel(io.Discard, gzipLevel)
	return &fileWriter{
		folder:    folder,
		plan:      plan,
		generator: newGenerator(plan),
		stats:     newStats(),
		gzip:      compressor,
	}, err
}

// writeLogFile writes log file i.
func (w *fileWriter) writeLogFile(ctx context.Context, i int) error {
	return w.writeGzip(w.plan.files[i].path(), func(to io.Writer) error { return w.writeRecords(ctx, to, i) })
}

// writeGzip compresses the output of content into a log file.
func (w *fileWriter) writeGzip(slashPath string, content func(io.Writer) error) (err error) {
	out, err := createFile(w.folder, slashPath)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	disk := &countingWriter{writer: out}
	w.gzip.Reset(disk)
	members := &memberWriter{gzip: w.gzip, disk: disk, limit: w.plan.options.MemberBytes}
	if err := content(members); err != nil {
		return err
	}
	if err := w.gzip.Close(); err != nil {
		return err
	}
	w.stats.Files++
	w.stats.JSONBytes += members.total
	w.stats.GzipBytes += disk.total
	return nil
}

// occasion distinguishes the first delivery of an event from the second.
type occasion int

const (
	first occasion = iota
	second
)

// writeRecords writes the JSON of file i: its own events, then those of the file
// before it that are delivered a second time.
func (w *fileWriter) writeRecords(ctx context.Context, to io.Writer, i int) error {
	file := &w.plan.files[i]
	w.buffer = append(w.buffer[:0], `{"Records":[`...)
	if err := w.writeEvents(ctx, to, file, first); err != nil {
		return err
	}
	if file.previous >= 0 {
		if err := w.writeEvents(ctx, to, &w.plan.files[file.previous], second); err != nil {
			return err
		}
	}
	if file.last {
		if err := w.writeEvents(ctx, to, file, second); err != nil {
			return err
		}
	}
	w.trimComma()
	w.buffer = append(w.buffer, `]}`...)
	return w.flushBuffer(to)
}

// writeEvents writes the events of a file, each followed by a comma: all of them
// or, the second time, those that are delivered twice.
func (w *fileWriter) writeEvents(ctx context.Context, to io.Writer, file *logFile, time occasion) error {
	for number := file.first; number < file.end; number++ {
		if time == second && !w.generator.isDuplicate(number) {
			continue
		}
		event := w.generator.makeEvent(file, number)
		w.stats.addEvent(event, time)
		w.buffer = event.appendRecord(w.buffer)
		w.buffer = append(w.buffer, ',')
		if len(w.buffer) < flushBytes {
			continue
		}
		if err := w.flushRecords(ctx, to); err != nil {
			return err
		}
	}
	return nil
}

// flushRecords writes the buffer except its last comma, which stays: the last
// record must not have one.
func (w *fileWriter) flushRecords(ctx context.Context, to io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.trimComma()
	err := w.flushBuffer(to)
	w.buffer = append(w.buffer, ',')
	return err
}

func (w *fileWriter) trimComma() {
	if n := len(w.buffer); n > 0 && w.buffer[n-1] == ',' {
		w.buffer = w.buffer[:n-1]
	}
}

func (w *fileWriter) flushBuffer(to io.Writer) error {
	_, err := to.Write(w.buffer)
	w.buffer = w.buffer[:0]
	return err
}

// createFile creates a file at a path with slashes, and the folders that contain
// it.
func createFile(folder, slashPath string) (*os.File, error) {
	name := filepath.Join(folder, filepath.FromSlash(slashPath))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return nil, err
	}
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// countingWriter counts the bytes written.
type countingWriter struct {
	writer io.Writer
	total  int64
}

func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.writer.Write(b)
	c.total += int64(n)
	return n, err
}

// memberWriter compresses, and begins a new gzip member after every limit bytes
// unless limit is 0.
type memberWriter struct {
	gzip  *gzip.Writer
	disk  io.Writer
	limit int
	left  int // bytes until the member ends
	total int64
}

func (m *memberWriter) Write(b []byte) (int, error) {
	written := 0
	for written < len(b) {
		piece, err := m.nextPiece(b[written:])
		if err != nil {
			return written, err
		}
		n, err := m.gzip.Write(piece)
		written += n
		m.total += int64(n)
		m.left -= n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// nextPiece returns the part of b that fits in the current member. If the member is
// full, nextPiece begins a new one.
func (m *memberWriter) nextPiece(b []byte) ([]byte, error) {
	if m.limit == 0 {
		return b, nil
	}
	if m.left == 0 {
		if err := m.nextMember(); err != nil {
			return nil, err
		}
	}
	return b[:min(len(b), m.left)], nil
}

func (m *memberWriter) nextMember() error {
	m.left = m.limit
	if m.total == 0 {
		return nil
	}
	if err := m.gzip.Close(); err != nil {
		return err
	}
	m.gzip.Reset(m.disk)
	return nil
}
