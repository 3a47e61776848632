package shape

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/trailq/trailq/internal/records"
)

// Bounds of archives. An archive can be made to hold any number of entries with any
// content at hardly any size.
const (
	maxEntries = 500_000
	maxNesting = 3 // archives in archives
	// maxArchive is the largest zip that is read if it is not a file on this machine: its
	// directory is at its end, so it is held in memory.
	maxArchive = 64 << 20
	// contentFloor is how much content an archive can have at any size.
	contentFloor = 64 << 20
)

// errArchive is the error of an archive that has been read to its end, some of whose
// entries could not be read. Each has had an error of its own.
var errArchive = errors.New("some of its entries could not be read")

// EntryError is about one entry of an archive, or one record in it. The archive's other
// entries follow.
type EntryError struct {
	Entry string // with the archives that it is in, as in logs.tar!a.json
	Err   error
}

// Error returns the entry and the cause.
func (e *EntryError) Error() string { return e.Entry + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *EntryError) Unwrap() error { return e.Err }

// entries lists the entries of an archive.
type entries interface {
	// next returns the next regular file, or io.EOF.
	next() (entry, error)
}

// entry is a file in an archive.
type entry struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

// archive reads the records of the entries of an archive.
type archive struct {
	outer    *Reader
	entries  entries
	stored   int64 // the archive's size; negative if it is not known
	expanded *int64
	current  *Reader // nil between entries
	body     io.Closer
	name     string // of the current entry
	listed   int
	number   int // of records
	failed   int
	logs     int // entries that were read to their ends
}

// next returns the next record; see [records.Reader.Next]. Numbers go on from entry to
// entry.
func (a *archive) next() (records.Record, error) {
	for {
		if a.current == nil {
			if err := a.openEntry(); err != nil {
				return records.Record{}, err
			}
			if a.current == nil {
				continue
			}
		}
		record, err := a.current.Next()
		var rejected *records.RecordError
		var inner *EntryError
		switch {
		case err == nil:
			a.number++
			record.Number = a.number
			return record, nil
		case errors.As(err, &inner):
			if errors.As(err, &rejected) {
				a.number++
			}
			return records.Record{}, &EntryError{a.name + "!" + inner.Entry, inner.Err}
		case errors.As(err, &rejected):
			a.number++
			return records.Record{}, &EntryError{a.name, err}
		}
		if err = a.endEntry(err); err != nil {
			return records.Record{}, err
		}
	}
}

// openEntry opens the next entry, if it must be read. At the end it returns the error
// that ends the archive.
func (a *archive) openEntry() error {
	next, err := a.entries.next()
	if errors.Is(err, io.EOF) {
		return a.endArchive()
	}
	if err != nil {
		return err
	}
	if a.listed++; a.listed > maxEntries {
		return fmt.Errorf("%w: more than %d entries", records.ErrExpansion, maxEntries)
	}
	if isHidden(next.name) || next.size == 0 {
		return nil
	}
	body, err := next.open()
	if err != nil {
		a.failed++
		return &EntryError{next.name, err}
	}
	a.name, a.body = next.name, body
	a.current = &Reader{Limits: a.outer.Limits, nesting: a.outer.nesting + 1}
	a.current.Open(File{Name: next.name, Size: -1, Body: &expandedReader{body, a}})
	return nil
}

// isHidden reports whether an entry, or a folder that it is in, is hidden, as in folders.
// macOS adds entries in a folder of its own.
func isHidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// endEntry closes the current entry, which end has ended. It returns an error if that
// is to be told.
func (a *archive) endEntry(end error) error {
	a.outer.Partial.Add(a.current.Partial)
	a.current.Close()
	_ = a.body.Close() // what has been read is good, and checked
	a.current = nil
	var stray *StrayError
	switch {
	case errors.As(end, &stray):
		return nil
	case errors.Is(end, io.EOF), errors.Is(end, records.ErrNoEvents):
		a.logs++
		return nil
	case errors.Is(end, errBudget):
		return end
	}
	a.failed++
	return &EntryError{a.name, end}
}

// endArchive returns the error that ends the archive.
func (a *archive) endArchive() error {
	switch {
	case a.failed > 0:
		return fmt.Errorf("%w: %d of %d", errArchive, a.failed, a.listed)
	case a.listed == 0:
		return records.ErrEmpty
	case a.logs == 0:
		return fmt.Errorf("%w: an archive without logs", records.ErrForeign)
	}
	return io.EOF
}

// errBudget is the error of an archive that holds too much.
var errBudget = fmt.Errorf("%w: the archive", records.ErrExpansion)

// expandedReader counts the content of an archive, and fails if there is too much for
// the bytes stored.
type expandedReader struct {
	io.Reader
	archive *archive
}

func (e *expandedReader) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	a := e.archive
	*a.expanded += int64(n)
	if a.stored >= 0 && *a.expanded > contentFloor && *a.expanded > a.stored*a.outer.Limits.ExpansionRatio() {
		return n, fmt.Errorf("%w has %d bytes and holds more than %d", errBudget, a.stored, *a.expanded)
	}
	return n, err
}

// zipEntries lists the entries of a zip.
type zipEntries struct{ files []*zip.File }

// openZip opens a zip. Its directory is at its end: it is read where it is, or held in
// memory.
func openZip(c *content, file File) (*zipEntries, int64, error) {
	at, size := file.At, file.Size
	if at == nil || size < 0 {
		whole, err := io.ReadAll(io.LimitReader(c.openWhole(), maxArchive+1))
		if err != nil {
			return nil, 0, err
		}
		if len(whole) > maxArchive {
			return nil, 0, fmt.Errorf("a zip of more than %d bytes can only be read as a file on this machine: copy it first", maxArchive)
		}
		at, size = bytes.NewReader(whole), int64(len(whole))
	}
	found, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // no name becomes a path
		return nil, 0, fmt.Errorf("zip: %w", err)
	}
	return &zipEntries{found.File}, size, nil
}

func (z *zipEntries) next() (entry, error) {
	for len(z.files) > 0 {
		file := z.files[0]
		z.files = z.files[1:]
		if file.Mode().IsRegular() && !strings.HasSuffix(file.Name, "/") {
			return entry{name: file.Name, size: int64(file.UncompressedSize64), open: func() (io.ReadCloser, error) { return openZipped(file) }}, nil
		}
	}
	return entry{}, io.EOF
}

var errEncrypted = errors.New("encrypted")

func openZipped(file *zip.File) (io.ReadCloser, error) {
	if file.Flags&1 != 0 {
		return nil, errEncrypted
	}
	return file.Open()
}

// tarEntries lists the entries of a tar.
type tarEntries struct{ reader *tar.Reader }

func (t *tarEntries) next() (entry, error) {
	for {
		header, err := t.reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return entry{}, io.EOF
		case errors.Is(err, io.ErrUnexpectedEOF):
			return entry{}, fmt.Errorf("tar: %w", records.ErrTruncated)
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return entry{}, fmt.Errorf("tar: %w", err)
		case header.FileInfo().Mode().Type() == fs.FileMode(0):
			return entry{name: header.Name, size: header.Size, open: func() (io.ReadCloser, error) { return io.NopCloser(t.reader), nil }}, nil
		}
	}
}
