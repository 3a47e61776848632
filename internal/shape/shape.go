package shape

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/trailq/trailq/internal/records"
)

// File is a stored file.
type File struct {
	Name string
	Size int64 // in bytes, or negative if it is not known
	// IsNamed says that the user has named this very file: it is an error if it has no
	// events, whatever its name.
	IsNamed bool
	Body    io.Reader
	// At reads the file at any place, if that is possible.
	At io.ReaderAt
	// Meter, if not nil, returns the reader to use for the content, whose first bytes have
	// been read.
	Meter func(start []byte, rest io.Reader) io.Reader
}

// StrayError is the end of a file that is not CloudTrail and does not look like a log:
// it lies beside the logs.
type StrayError struct {
	Name string
	Err  error // what it is
}

// Error returns the name and the cause.
func (e *StrayError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *StrayError) Unwrap() error { return e.Err }

// Is reports whether target is [records.ErrNoEvents]: there is nothing to tell.
func (e *StrayError) Is(target error) bool { return target == records.ErrNoEvents }

// Reader reads the records of one file after another. It is for one goroutine.
type Reader struct {
	Limits records.Limits
	// Pool lends memory for content, if not nil; see [Reader.Retired].
	Pool *records.Pool
	// Partial counts the events of tables in the files so far.
	Partial Partial

	json    records.Reader
	decoder records.Decoder
	isPlain bool // JSON whose errors need no second look
	rows    *table
	archive *archive
	nesting int // how many archives the file is in
	name    string
	isStray bool // the file is foreign if it has no events
	events  int
	held    []error // rejections before the first event of a file that can be stray
	ready   *records.Record
	ended   error // after the held rejections
	body    watchedReader
}

// Open begins to read a file; Next returns what is wrong with it. The reader has no
// more use for the file before.
func (r *Reader) Open(file File) {
	r.rows, r.archive, r.events, r.held, r.ready, r.ended = nil, nil, 0, nil, nil, nil
	r.name, r.isStray = file.Name, !file.IsNamed && !IsLogName(file.Name)
	r.body = watchedReader{reader: file.Body}
	r.decoder.Pool = r.Pool
	start, rest := r.decoder.Open(&r.body, file.Size, r.Limits)
	if file.Meter != nil {
		rest = file.Meter(start, rest)
	}
	c := content{start, rest}
	if c.beginsJSON() {
		r.isStray = r.isStray && !logStart.Match(c.peekStart(sniffSize))
		r.json.Reset(c.start, c.rest, r.Limits, r.Pool)
		r.isPlain = !r.isStray
		return
	}
	r.isPlain = false
	if err := r.openOther(&c, file); err != nil {
		r.json.Reset(nil, nil, r.Limits, nil)
		r.ended = r.explainEnd(err)
	}
}

// openOther opens content that is not plainly JSON.
func (r *Reader) openOther(c *content, file File) error {
	kind, err := c.removeLayers(r.Limits)
	if err != nil {
		return err
	}
	switch kind {
	case zipForm, tarForm:
		return r.openArchive(kind, c, file)
	case csvForm:
		if r.rows = openTable(c, r.Limits); r.rows != nil {
			r.rows.partial = &r.Partial
			return nil
		}
	}
	r.json.Reset(c.start, c.rest, r.Limits, nil)
	return nil
}

// openArchive opens a zip or tar.
func (r *Reader) openArchive(kind form, c *content, file File) error {
	if r.nesting >= maxNesting {
		return fmt.Errorf("%w: more than %d archives in each other", records.ErrExpansion, maxNesting)
	}
	r.archive = &archive{outer: r, stored: -1, expanded: new(int64)}
	if kind == tarForm { // whatever compresses it is bounded by the decoder
		r.archive.entries = &tarEntries{tar.NewReader(c.openWhole())}
		return nil
	}
	found, size, err := openZip(c, file)
	if err != nil {
		r.archive = nil
		return err
	}
	r.archive.entries, r.archive.stored = found, size
	return nil
}

// Next returns the next record. The errors are those of [records.Reader.Next], and
// *EntryError, after which others follow, and *StrayError, which ends the file.
func (r *Reader) Next() (records.Record, error) {
	if r.isPlain {
		return r.json.Next()
	}
	for {
		if record, err, found := r.takeHeld(); found {
			return record, err
		}
		record, err := r.nextRecord()
		var rejected *records.RecordError
		var inEntry *EntryError
		switch {
		case err == nil:
			if r.events++; len(r.held) == 0 {
				return record, nil
			}
			r.ready = &record
		case !errors.As(err, &rejected) && !errors.As(err, &inEntry):
			if err = r.explainEnd(err); len(r.held) == 0 || isStray(err) {
				return records.Record{}, err
			}
			r.ended = err
		case r.isStray && r.archive == nil && r.events == 0 && len(r.held) < maxHeld:
			r.held = append(r.held, err)
		default:
			return records.Record{}, err
		}
	}
}

// maxHeld is how many records at the start of a file can be held as foreign until it is
// known whether the file is.
const maxHeld = 1000

// takeHeld returns the rejections that were held, once an event has come or the file
// has ended, and then that.
func (r *Reader) takeHeld() (records.Record, error, bool) {
	if r.ready == nil && r.ended == nil {
		return records.Record{}, nil, false
	}
	if len(r.held) > 0 {
		err := r.held[0]
		r.held = r.held[1:]
		return records.Record{}, err, true
	}
	if r.ready == nil {
		return records.Record{}, r.ended, true
	}
	record := *r.ready
	r.ready = nil
	return record, nil, true
}

func (r *Reader) nextRecord() (records.Record, error) {
	switch {
	case r.archive != nil:
		return r.archive.next()
	case r.rows != nil:
		return r.rows.next()
	}
	return r.json.Next()
}

func isStray(err error) bool {
	var stray *StrayError
	return errors.As(err, &stray)
}

// explainEnd returns the error that ends a file: a [*StrayError] if the file lies beside
// the logs.
func (r *Reader) explainEnd(err error) error {
	if r.archive != nil && r.archive.number > 0 {
		return err
	}
	isGood := errors.Is(err, io.EOF) && len(r.held) == 0 || errors.Is(err, records.ErrNoEvents)
	switch {
	case r.body.err != nil && errors.Is(err, records.ErrForeign): // what came is too little to tell
		return r.body.err
	case !r.isStray, r.events > 0, isGood, r.body.err != nil, errors.Is(err, errArchive), errors.Is(err, records.ErrExpansion), isCompression(err):
		return err
	}
	var first *records.RecordError
	if len(r.held) > 0 && errors.As(r.held[0], &first) {
		err = first.Err
	}
	return &StrayError{r.name, err}
}

// logStart matches the start of JSON that is a log or an event, whatever its name.
var logStart = regexp.MustCompile(`^\s*[{[][{\s]*"(Records|event(Version|Time|Name|Source|ID))"`)

// isCompression reports whether err is damage of compressed content, which nobody knows.
func isCompression(err error) bool {
	var damaged *records.CompressionError
	return errors.As(err, &damaged)
}

// Retired returns memory that can go back to the pool; see [records.Reader.Retired].
func (r *Reader) Retired() [][]byte { return r.json.Retired() }

// Close ends the reading of a file.
func (r *Reader) Close() {
	if r.archive != nil && r.archive.current != nil {
		r.archive.current.Close()
		_ = r.archive.body.Close() // the reading was stopped
		r.archive.current = nil
	}
	r.json.Close()
}

// Free frees what the reader holds apart from memory.
func (r *Reader) Free() { r.decoder.Close() }

// watchedReader remembers an error of the stored file, which is no fault of its content.
type watchedReader struct {
	reader io.Reader
	err    error // other than io.EOF
}

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}
