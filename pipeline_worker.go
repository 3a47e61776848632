package trailq

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/shape"
)

// worker reads files and sends their events in batches.
type worker struct {
	match   *matcher
	pool    *batchPool
	decoder *decoder
	reader  fileReader
	batches chan<- *batch // of the group being read
	current *listedFile
	batch   *batch
	// previousEvents is the number of events in the last batch: the estimate for the
	// next one.
	previousEvents int
}

func newWorker(p *pipeline) *worker {
	return &worker{
		match:   p.match,
		pool:    p.pool,
		decoder: newDecoder(p.options.decodedFields()),
		reader:  newFileReader(p.options, p.pool.contentPool()),
	}
}

// readGroup reads a group of files and sends their batches.
func (w *worker) readGroup(ctx context.Context, next *group) {
	w.batch = w.pool.getBatch()
	w.batches = next.batches
	w.reader.beforeRead = func() { w.sendBatch(ctx) }
	for i := range next.files {
		if w.current = &next.files[i]; !w.readFile(ctx) {
			return
		}
	}
	w.sendBatch(ctx)
}

// readFile reads the current file. It reports whether to go on.
func (w *worker) readFile(ctx context.Context) bool {
	err := w.reader.openFile(ctx, w.current.File)
	if err == nil {
		err = w.readRecords(ctx)
	}
	if ending := w.reader.closeFile(); errors.Is(err, io.EOF) && ending != nil {
		err = ending
	}
	if ctx.Err() != nil {
		return false
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, records.ErrNoEvents) {
		w.addError(newFileError(w.current.Path, err))
	}
	w.batch.fileEnds = append(w.batch.fileEnds, err)
	w.batch.memory = append(w.batch.memory, w.reader.Retired()...)
	return true
}

// readRecords reads the records of the open file up to an error; io.EOF is a good
// end.
func (w *worker) readRecords(ctx context.Context) error {
	for {
		record, err := w.reader.Next()
		switch {
		case err != nil:
			rejected := recordRejection(w.current.File, err)
			if rejected == nil {
				return err
			}
			w.addError(rejected)
		case !w.match.matchRecord(&record, w.current.path):
			w.batch.filtered++
		default:
			w.decodeEvent(&record)
		}
		if w.batch.isFull() && !w.sendBatch(ctx) {
			return ctx.Err()
		}
	}
}

// recordRejection returns err as a *FileError if it is about one record or one entry of
// an archive, and nil if it ends the file.
func recordRejection(file File, err error) *FileError {
	found := &FileError{File: file.Path, Err: err}
	var entry *shape.EntryError
	if errors.As(err, &entry) {
		found.Entry, found.Err = entry.Entry, entry.Err
	}
	var rejected *records.RecordError
	if errors.As(err, &rejected) {
		found.Record, found.Err = rejected.Number, rejected.Err
	}
	if entry == nil && rejected == nil {
		return nil
	}
	return found
}

// decodeEvent decodes a record into the batch.
func (w *worker) decodeEvent(record *records.Record) {
	b := w.batch
	if b.events == nil {
		b.events = make([]Event, 0, min(max(w.previousEvents+w.previousEvents/4, 8), batchSize))
	}
	n := len(b.events)
	b.events = slices.Grow(b.events, 1)[:n+1]
	event := &b.events[n] // in place, since an Event has half a kilobyte
	*event = Event{File: w.current.Path}
	w.decoder.decodeRecord(event, record)
}

// addError adds an error after the events that the batch has.
func (w *worker) addError(err *FileError) {
	w.batch.errors = append(w.batch.errors, placedError{len(w.batch.events), err})
}

// sendBatch sends the batch and starts another. It reports whether to go on.
func (w *worker) sendBatch(ctx context.Context) bool {
	b := w.batch
	b.memory = append(b.memory, w.reader.Retired()...)
	if b.isEmpty() {
		return true
	}
	w.previousEvents = len(b.events)
	w.batch = w.pool.getBatch()
	return sendUntilDone(ctx, w.batches, b)
}
