package trailq

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/trailq/trailq/internal/records"
)

// worker reads files and sends their events in batches.
type worker struct {
	match   *matcher
	lender  *lender
	decoder *decoder
	file    fileReader
	batches chan<- *batch // of the group being read
	current *listed
	batch   *batch
	// previous is how many events the last batch held, to guess what the next
	// will.
	previous int
}

func newWorker(p *pipeline) *worker {
	return &worker{
		match:   p.match,
		lender:  p.lender,
		decoder: newDecoder(p.options.fields()),
		file:    newFileReader(p.options, p.lender.pool()),
	}
}

// read reads a group of files and sends their batches.
func (w *worker) read(ctx context.Context, next *group) {
	w.batch = w.lender.batch()
	w.batches = next.batches
	w.file.before = func() { w.flush(ctx) }
	for i := range next.files {
		if w.current = &next.files[i]; !w.readFile(ctx) {
			return
		}
	}
	w.flush(ctx)
}

// readFile reads the current file. It reports whether to go on.
func (w *worker) readFile(ctx context.Context) bool {
	err := w.file.open(ctx, w.current.File)
	if err == nil {
		err = w.records(ctx)
	}
	if ending := w.file.end(); errors.Is(err, io.EOF) && ending != nil {
		err = ending
	}
	if ctx.Err() != nil {
		return false
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, records.ErrDigest) {
		w.fail(&FileError{File: w.current.Path, Err: err})
	}
	w.batch.ends = append(w.batch.ends, err)
	w.batch.memory = append(w.batch.memory, w.file.Retired()...)
	return true
}

// records reads the records of the open file up to an error; io.EOF is a good
// end.
func (w *worker) records(ctx context.Context) error {
	for {
		record, err := w.file.Next()
		switch {
		case err != nil:
			rejected := rejection(w.current.File, err)
			if rejected == nil {
				return err
			}
			w.fail(rejected)
		case !w.match.matches(&record, w.current.path):
			w.batch.filtered++
		default:
			w.event(&record)
		}
		if w.batch.isFull() && !w.flush(ctx) {
			return ctx.Err()
		}
	}
}

// rejection is err where it is about one record, and nil where it ends the
// file.
func rejection(file File, err error) *FileError {
	var rejected *records.RecordError
	if !errors.As(err, &rejected) {
		return nil
	}
	return &FileError{File: file.Path, Record: rejected.Number, Err: rejected.Err}
}

// event decodes a record into the batch.
func (w *worker) event(record *records.Record) {
	b := w.batch
	if b.events == nil {
		b.events = make([]Event, 0, min(max(w.previous+w.previous/4, 8), batchSize))
	}
	n := len(b.events)
	b.events = slices.Grow(b.events, 1)[:n+1]
	event := &b.events[n] // in place: an Event is half a kilobyte
	*event = Event{File: w.current.Path}
	w.decoder.decode(event, record)
}

// fail puts an error behind the events so far.
func (w *worker) fail(err *FileError) {
	w.batch.errors = append(w.batch.errors, placedError{len(w.batch.events), err})
}

// flush sends the batch and begins another. It reports whether to go on.
func (w *worker) flush(ctx context.Context) bool {
	b := w.batch
	b.memory = append(b.memory, w.file.Retired()...)
	if b.isEmpty() {
		return true
	}
	w.previous = len(b.events)
	w.batch = w.lender.batch()
	return send(ctx, w.batches, b)
}
