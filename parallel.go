package trailq

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/trailq/trailq/internal/records"
)

// Parallel is a reading that several goroutines share, each taking whole files:
// the fastest way for whoever adds up and needs no order. [Events] is the way
// for everyone else.
type Parallel struct {
	options Options
	match   *matcher
	ctx     context.Context // of the whole reading
	cancel  context.CancelFunc
	files   chan listing
	lister  sync.WaitGroup
	mu      sync.Mutex
	seen    *seen
	err     error // of the listing
	workers []*Worker
}

// listing is a file to read, or what could not be listed.
type listing struct {
	listed
	err error
}

// Record is a raw record that matched, before it is decoded. It is good until
// the next call of the [Worker] that gave it.
type Record struct {
	// File and Path are where the record comes from.
	File   string
	Path   LogPath
	record records.Record
}

// Reset makes r the record in raw, which a Worker gave before and which was kept
// since, and reports whether raw is an object. It uses raw itself.
func (r *Record) Reset(file string, path LogPath, number int, raw []byte) bool {
	fields, whole := records.Object(raw, r.record.Fields[:0])
	*r = Record{File: file, Path: path, record: records.Record{Raw: raw, Fields: fields, Number: number}}
	return whole
}

// Raw returns the record's own bytes.
func (r *Record) Raw() []byte { return r.record.Raw }

// Number is the record's number in its file, from 1.
func (r *Record) Number() int { return r.record.Number }

// Members yields the raw keys, without quotes, and values of the record's
// top-level fields. Where a key comes twice the last one counts.
func (r *Record) Members() iter.Seq2[[]byte, []byte] { return r.record.Members() }

// Get returns the raw value of a top-level field, nil where there is none.
func (r *Record) Get(name string) []byte { return r.record.Get(name) }

// NewParallel begins a reading. Options.Fields, Workers and Reuse do not matter
// to it. Close must be called.
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
		files:   make(chan listing, groupFiles),
		seen:    newSeen(options.Duplicates),
	}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.lister.Go(func() { p.list(source) })
	return p, nil
}

// list gives the source's files to the workers.
func (p *Parallel) list(source Source) {
	defer close(p.files)
	for file, err := range source.Files(p.ctx, &p.options.Filter) {
		next := listing{listed{File: file}, err}
		switch {
		case isFatal(err):
			p.err = err
			return
		case err != nil:
			p.options.Tally.change(func(s *Summary) { s.Files.Unlisted++ })
		default:
			path, wanted := p.options.enter(file)
			if !wanted {
				continue
			}
			next.path = path
		}
		if !send(p.ctx, p.files, next) {
			p.err = context.Cause(p.ctx)
			return
		}
	}
	p.options.Tally.change(func(s *Summary) { s.Files.AllListed = true })
}

// Worker returns a worker for one goroutine.
func (p *Parallel) Worker() *Worker {
	pool := new(records.Pool)
	w := &Worker{parallel: p, pool: pool, file: newFileReader(&p.options, pool)}
	w.file.before = w.recycle
	p.mu.Lock()
	defer p.mu.Unlock()
	p.workers = append(p.workers, w)
	return w
}

// Close ends the reading, when no worker is in Next any more.
func (p *Parallel) Close() error {
	p.cancel()
	p.lister.Wait()
	var errs []error
	for _, w := range p.workers {
		errs = append(errs, w.file.end())
		w.file.decoder.Close()
		w.account(func(*Summary) {})
	}
	p.options.Tally.change((*Summary).stop)
	return errors.Join(errs...)
}

// Worker reads its share of a [Parallel] reading. It is for one goroutine.
type Worker struct {
	parallel *Parallel
	pool     *records.Pool
	file     fileReader
	current  listed
	open     bool
	record   Record
	count    RecordSummary
	times    rawTimes
}

// Next returns the next record. A [*FileError] is about one file or record: call
// again. io.EOF says that no files are left; any other error ends the reading.
func (w *Worker) Next() (*Record, error) {
	for {
		if !w.open {
			if err := w.nextFile(); err != nil {
				return nil, err
			}
		}
		record, err := w.file.Next()
		switch {
		case err != nil:
			if err = w.failed(err); err != nil {
				return nil, err
			}
		case !w.parallel.match.matches(&record, w.current.path):
			w.count.Filtered++
		case !w.parallel.isNew(&record, &w.count):
		default:
			w.count.Yielded++
			w.times.note(record.Get("eventTime"))
			w.record = Record{File: w.current.Path, Path: w.current.path, record: record}
			return &w.record, nil
		}
	}
}

// nextFile opens the next file, or says why there is none.
func (w *Worker) nextFile() error {
	next, more := <-w.parallel.files
	switch {
	case !more && w.parallel.err != nil:
		return w.parallel.err
	case !more:
		return io.EOF
	case next.err != nil:
		return next.err
	}
	w.recycle()
	w.current, w.open = next.listed, true
	if err := w.file.open(w.parallel.ctx, next.File); err != nil {
		return w.failed(err)
	}
	return nil
}

// failed handles an error of the current file. It returns nil where that is a
// good end.
func (w *Worker) failed(err error) error {
	if rejected := rejection(w.current.File, err); rejected != nil {
		w.count.Rejected++
		return rejected
	}
	if cause := context.Cause(w.parallel.ctx); cause != nil {
		return cause
	}
	if ending := w.file.end(); errors.Is(err, io.EOF) && ending != nil {
		err = ending
	}
	w.open = false
	w.account(func(s *Summary) { s.endFile(err) })
	if errors.Is(err, io.EOF) || errors.Is(err, records.ErrDigest) {
		return nil
	}
	return &FileError{File: w.current.Path, Err: err}
}

// account adds to the tally what this worker has counted.
func (w *Worker) account(more func(s *Summary)) {
	w.parallel.options.Tally.change(func(s *Summary) {
		s.addRecords(w.count)
		w.times.addTo(s)
		more(s)
	})
	w.count = RecordSummary{}
}

// recycle makes the memory of the records before available again, and tells the
// tally of them: a large file takes long.
func (w *Worker) recycle() {
	w.account(func(*Summary) {})
	for _, memory := range w.file.Retired() {
		w.pool.Put(memory)
	}
}

// isNew counts the record if its eventID came before, and reports whether it is
// to be used all the same.
func (p *Parallel) isNew(record *records.Record, count *RecordSummary) bool {
	if p.options.Duplicates == KeepDuplicates {
		return true
	}
	id := text(record.Get("eventID"))
	repeated := p.seen.before(id)
	switch {
	case repeated && p.options.Duplicates == DropDuplicates:
		count.Duplicate++
		return false
	case repeated:
		count.Repeated++
	}
	return true
}
