package lake

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
)

// log is a log file to convert.
type log struct {
	trailq.File
	kept    *duck.KeptLog
	except  []window // whose events are in the folder already
	failed  atomic.Bool
	written atomic.Bool // some of its events are in a Parquet file
}

// batch is what becomes a commit: it reads its log files, gathers the records by
// partition and writes these as Parquet files into the staging folder.
type batch struct {
	conversion *Conversion
	files      []*log
	byPath     map[string]*log
	tally      *trailq.Tally
	spoilt     bool // a file has failed some of whose events are written

	gathering sync.RWMutex // held for writing while a flush empties the gatherers
	gatherers []*gatherer
	size      atomic.Int64 // of the records gathered
	data      []dataFile
	duplicate atomic.Int64
	excepted  atomic.Int64
	takenBack atomic.Int64 // records of files that have failed
}

// batchSource gives the batch's files to the reading.
type batchSource struct{ *batch }

func (batchSource) String() string { return "log files to convert" }

func (s batchSource) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for _, file := range s.files {
			if !yield(file.File, nil) {
				return
			}
		}
	}
}

// summary is the batch's account as it stands.
func (b *batch) summary() trailq.Summary {
	s := b.tally.Summary()
	s.Records.Duplicate += b.duplicate.Load()
	s.Records.Filtered += b.excepted.Load()
	s.Records.Read -= b.takenBack.Load() // they will be read again
	s.Records.Yielded -= b.duplicate.Load() + b.excepted.Load() + b.takenBack.Load()
	return s
}

// run reads and writes. Nothing of it is in the folder then.
func (b *batch) run(ctx context.Context) error {
	if err := b.read(ctx); err != nil {
		return err
	}
	for _, file := range b.files {
		b.spoilt = b.spoilt || file.failed.Load() && file.written.Load()
	}
	if b.spoilt {
		return nil
	}
	return b.flush(ctx)
}

// read reads the files to their ends.
func (b *batch) read(ctx context.Context) (err error) {
	options := b.conversion.options.Read
	if options.Duplicates == trailq.DropDuplicates {
		options.Duplicates = trailq.KeepDuplicates // flush finds them
	}
	options.Tally = b.tally
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	reading, err := trailq.NewParallel(ctx, batchSource{b}, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reading.Close()) }()
	workers := options.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var all sync.WaitGroup
	for range min(workers, len(b.files)) {
		g := &gatherer{batch: b, buckets: make(map[partition][]duck.Kept)}
		b.gatherers = append(b.gatherers, g)
		worker := reading.Worker()
		all.Go(func() {
			if err := g.gather(ctx, worker); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// flushFull writes what was gathered, if that is still too much.
func (b *batch) flushFull(ctx context.Context) error {
	b.gathering.Lock()
	defer b.gathering.Unlock()
	if b.size.Load() <= b.conversion.options.memory() {
		return nil
	}
	return b.flush(ctx)
}

// flush writes what was gathered, a file for each partition, and forgets it.
func (b *batch) flush(ctx context.Context) error {
	buckets := b.merged()
	if b.conversion.options.Read.Duplicates == trailq.DropDuplicates {
		if err := b.dropDuplicates(ctx, buckets); err != nil {
			return err
		}
	}
	buckets = slices.DeleteFunc(buckets, func(one *bucket) bool { return len(one.records) == 0 })
	err := b.write(ctx, buckets)
	for _, g := range b.gatherers {
		for _, block := range append(g.full, g.block) {
			b.conversion.blocks.put(block)
		}
		clear(g.buckets)
		g.block, g.full = nil, nil
	}
	b.size.Store(0)
	return err
}

// write writes the buckets, as many at a time as there are threads.
func (b *batch) write(ctx context.Context, buckets []*bucket) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	threads := cap(b.conversion.writers)
	buckets = split(buckets, threads)
	files := make([]dataFile, len(buckets))
	var next atomic.Int64
	var all sync.WaitGroup
	first := len(b.data)
	for range min(threads, len(buckets)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(buckets) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				var err error
				if files[i], err = b.writeBucket(ctx, buckets[i], first+i); err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	b.data = append(b.data, files...)
	return context.Cause(ctx)
}

// writeBucket writes one file into the staging folder.
func (b *batch) writeBucket(ctx context.Context, from *bucket, number int) (dataFile, error) {
	name := fmt.Sprintf("%s-%d-%d.parquet", commitName(b.conversion.ledger.commits+1), number, len(from.records))
	file := dataFile{Path: path.Join(from.folder(), name), Staged: name + partEnding, Rows: len(from.records)}
	staged := b.conversion.folder.own(stagingFolder, file.Staged)
	for i := range from.records {
		b.byPath[from.records[i].Log.File].written.Store(true)
	}
	writer := <-b.conversion.writers
	err := writer.Write(ctx, staged, from.records)
	b.conversion.writers <- writer
	if cause := context.Cause(ctx); cause != nil {
		return file, cause
	}
	if err != nil {
		return file, &WriteError{err}
	}
	info, err := os.Stat(staged)
	if err == nil {
		err = syncFile(staged) // here, where another thread goes on meanwhile
	}
	if err != nil {
		return file, &WriteError{err}
	}
	file.Bytes = info.Size()
	return file, nil
}

// WriteError is a failure to write into the folder.
type WriteError struct{ Err error }

func (e *WriteError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// good are the files that were read to their ends.
func (b *batch) good() []*log {
	var good []*log
	for _, file := range b.files {
		if !file.failed.Load() {
			good = append(good, file)
		}
	}
	return good
}

// clear removes what was staged and is in no commit.
func (b *batch) clear() {
	_ = b.conversion.folder.clearStaging() // the next conversion does so, too
	for _, file := range b.files {
		file.written.Store(false)
	}
}
