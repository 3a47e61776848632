package trailq

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/trailq/trailq/internal/eventid"
	"github.com/trailq/trailq/internal/records"
)

// Parallel reads a source in several goroutines, each of which reads whole files.
// It is the fastest way to add up events whose order does not matter. In all other
// cases use [Events].
type Parallel struct {
	options   Options
	match     *matcher
	ctx       context.Context // of the whole reading
	cancel    context.CancelFunc
	files     chan listEntry
	lister    sync.WaitGroup
	mu        sync.Mutex
	seenIDs   *eventid.Set
	listError error // of the listing
	workers   []*Worker
}

// listEntry is a file to read, or the error of a part that could not be listed.
type listEntry struct {
	listedFile
	err error
}

// Record is a raw record that matched the filter. It is valid until the next call
// of Next on the [Worker] that returned it.
type Record struct {
	// File and Path are those of the record's file.
	File     string
	Path     LogPath
	record   records.Record
	repeated bool
	scanner  *records.Scanner // of Reset
}

// Reset sets r to the record in raw, and reports whether raw is an object. It is for
// records that were kept longer than a [Worker] keeps them: their File, Path, Number
// and a copy of Raw are enough to get them back. R uses raw itself.
func (r *Record) Reset(file string, path LogPath, number int, raw []byte) bool {
	if r.scanner == nil {
		r.scanner = new(records.Scanner)
	}
	fields, whole := r.scanner.Object(raw, r.record.Fields[:0])
	*r = Record{File: file, Path: path, record: records.Record{Raw: raw, Fields: fields, Number: number}, scanner: r.scanner}
	return whole
}

// Raw returns the record as delivered.
func (r *Record) Raw() []byte { return r.record.Raw }

// Number returns the record's number in its file, from 1.
func (r *Record) Number() int { return r.record.Number }

// Repeated reports whether a record with the same eventID came before, with
// [MarkDuplicates].
func (r *Record) Repeated() bool { return r.repeated }

// Members yields the raw keys, without quotes, and values of the record's
// top-level fields. If a key occurs twice, the last one counts.
func (r *Record) Members() iter.Seq2[[]byte, []byte] { return r.record.Members() }

// Get returns the raw value of a top-level field, or nil if the record has none.
func (r *Record) Get(name string) []byte { return r.record.Get(name) }

// NewParallel starts reading the source. It ignores Options.Fields, Workers and
// Reuse. Close must be called.
func NewParallel(ctx context.Context, source Source, options Options) (*Parallel, error) {
	match, err := newMatcher(&options.Filter)
	if err != nil {
		return nil, err
	}
	if options.Tally == nil {
		options.Tally = new(Tally)
	}
	p := &Parallel{
		options: options,
		match:   match,
		files:   make(chan listEntry, maxGroupFiles),
		seenIDs: options.newSeenIDs(),
	}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.lister.Go(func() { p.listFiles(source) })
	return p, nil
}

// listFiles lists the source's files for the workers.
func (p *Parallel) listFiles(source Source) {
	defer close(p.files)
	for file, err := range source.Files(p.ctx, &p.options.Filter) {
		err = hideEOF(err)
		next := listEntry{listedFile{File: file}, err}
		switch {
		case isFatal(err):
			p.listError = err
			return
		case err != nil:
			p.options.Tally.update(func(s *Summary) { s.Files.Unlisted++ })
		default:
			path, wanted := p.options.admitFile(file)
			if !wanted {
				continue
			}
			next.path = path
		}
		if !sendUntilDone(p.ctx, p.files, next) {
			p.listError = context.Cause(p.ctx)
			return
		}
	}
	p.options.Tally.update(func(s *Summary) { s.Files.AllListed = true })
}

// Worker returns a new worker, for one goroutine.
func (p *Parallel) Worker() *Worker {
	pool := new(records.Pool)
	w := &Worker{parallel: p, pool: pool, reader: newFileReader(&p.options, pool), ids: p.seenIDs.NewAdder()}
	w.reader.beforeRead = w.recycleMemory
	p.mu.Lock()
	defer p.mu.Unlock()
	p.workers = append(p.workers, w)
	return w
}

// Close stops the reading. It must not be called while a worker is in Next.
func (p *Parallel) Close() error {
	p.cancel()
	p.lister.Wait()
	var errs []error
	for _, w := range p.workers {
		errs = append(errs, w.reader.closeFile())
		w.reader.Free()
		w.ids.Flush()
		w.addToTally(func(*Summary) {})
	}
	p.options.Tally.update((*Summary).skipPending)
	return errors.Join(append(errs, p.seenIDs.Close())...)
}

// Worker reads its share of the files of a [Parallel]. It is for one goroutine.
type Worker struct {
	parallel   *Parallel
	pool       *records.Pool
	reader     fileReader
	current    listedFile
	isOpen     bool
	record     Record
	count      RecordSummary
	eventTimes rawTimeRange
	ids        *eventid.Adder
}

// Next returns the next record. A [*FileError] is about one file or record: call
// Next again. io.EOF means that no files are left; any other error ends the reading.
func (w *Worker) Next() (*Record, error) {
	for {
		if !w.isOpen {
			if err := w.nextFile(); err != nil {
				return nil, err
			}
		}
		record, err := w.reader.Next()
		switch {
		case err != nil:
			if err = w.handleError(err); err != nil {
				return nil, err
			}
		case !w.parallel.match.matchRecord(&record, w.current.path):
			w.count.Filtered++
		default:
			repeated, err := w.isRepeated(&record)
			if err != nil {
				return nil, err
			}
			if repeated && w.parallel.options.Duplicates == DropDuplicates {
				w.count.DuplicatesDropped++
				continue
			} else if repeated {
				w.count.DuplicatesKept++
			}
			w.count.Yielded++
			w.eventTimes.addRaw(record.Get("eventTime"))
			w.record = Record{File: w.current.Path, Path: w.current.path, record: record, repeated: repeated}
			return &w.record, nil
		}
	}
}

// nextFile opens the next file. The error is io.EOF if there is none.
func (w *Worker) nextFile() error {
	next, more := <-w.parallel.files
	switch {
	case !more && w.parallel.listError != nil:
		return w.parallel.listError
	case !more:
		w.ids.End()
		w.addToTally(func(*Summary) {})
		return io.EOF
	case next.err != nil:
		return next.err
	}
	w.recycleMemory()
	w.current, w.isOpen = next.listedFile, true
	if err := w.reader.openFile(w.parallel.ctx, next.File); err != nil {
		return w.handleError(err)
	}
	return nil
}

// handleError handles an error of the current file. It returns nil if the file was
// read to its end.
func (w *Worker) handleError(err error) error {
	if rejected := recordRejection(w.current.File, err); rejected != nil {
		if rejected.Record > 0 {
			w.count.Rejected++
		}
		return rejected
	}
	if cause := context.Cause(w.parallel.ctx); cause != nil {
		return cause
	}
	if ending := w.reader.closeFile(); errors.Is(err, io.EOF) && ending != nil {
		err = ending
	}
	w.isOpen = false
	w.addToTally(func(s *Summary) { s.addFileEnd(err) })
	if errors.Is(err, io.EOF) || errors.Is(err, records.ErrNoEvents) {
		return nil
	}
	return newFileError(w.current.Path, err)
}

// addToTally adds this worker's counts to the tally, and calls more with its
// summary.
func (w *Worker) addToTally(more func(s *Summary)) {
	w.count.DuplicatesKept += w.ids.TakeCount()
	w.parallel.options.Tally.update(func(s *Summary) {
		s.addRecords(w.count)
		w.eventTimes.widenSummary(s)
		more(s)
	})
	w.count = RecordSummary{}
}

// recycleMemory returns the memory of earlier records to the pool. It also updates
// the tally, since a large file takes long.
func (w *Worker) recycleMemory() {
	w.addToTally(func(*Summary) {})
	for _, memory := range w.reader.Retired() {
		w.pool.Put(memory)
	}
}

// isRepeated reports whether the record is a duplicate, as far as the options want to
// know.
func (w *Worker) isRepeated(record *records.Record) (bool, error) {
	if w.ids == nil {
		return false, nil
	}
	return w.ids.Add(records.TextBytes(record.Get("eventID")))
}
