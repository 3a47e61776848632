package convert

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/datafile"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// batch is what becomes a commit: it reads its log files, gathers the records by
// partition and writes these as Parquet files into the staging folder.
type batch struct {
	conversion *Conversion
	files      []*layout.LogFile
	byPath     map[string]*layout.LogFile
	tally      *trailq.Tally
	window     layout.Window      // of the events that are read
	wider      bool               // than what is to be converted of every file
	spoilt     bool               // a file has failed some of whose events are written
	salvages   bool               // the only file is converted as far as it can be read
	discarded  bool               // and that is not kept
	asked      layout.Window      // by the user, or by the commit that is replaced
	replaces   *layout.LostCommit // nil where new log files are added
	until      time.Time          // no more log files are begun after it; zero is no bound
	begun      int                // log files, up to then; for one goroutine at a time

	gathering sync.RWMutex // held for writing while the gatherers are emptied
	gatherers []*gatherer
	size      atomic.Int64 // of the records gathered
	numbered  int          // Parquet files; under gathering
	writing   sync.Mutex   // of data
	data      []layout.DataFile
	duplicate atomic.Int64
	excepted  atomic.Int64
	takenBack atomic.Int64 // records of files that have failed
}

// batchSource gives the batch's files to the reading.
type batchSource struct{ *batch }

func (batchSource) String() string { return "log files to convert" }

func (s batchSource) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for i, file := range s.files {
			if !s.until.IsZero() && i > 0 && time.Now().After(s.until) {
				return
			}
			s.begun = i + 1
			if !yield(file.WatchedFile(), nil) {
				return
			}
		}
	}
}

// newBatch starts a commit.
func (c *Conversion) newBatch(files []*layout.LogFile, asked layout.Window) *batch {
	b := &batch{conversion: c, files: files, byPath: make(map[string]*layout.LogFile), tally: new(trailq.Tally), window: asked, asked: asked}
	for _, file := range files {
		file.ResetForBatch()
		b.byPath[file.Path] = file
		for _, w := range file.Windows {
			b.window = b.window.HullWith(w)
		}
	}
	b.wider = b.window != asked
	return b
}

// batchSummary returns the batch's tally as it stands. The source's listing goes on.
func (b *batch) batchSummary() trailq.Summary {
	s := b.tally.Summary()
	s.Files.AllListed = false
	s.Records.DuplicatesDropped += b.duplicate.Load()
	s.Records.Filtered += b.excepted.Load()
	s.Records.Read -= b.takenBack.Load() // they will be read again
	s.Records.Yielded -= b.duplicate.Load() + b.excepted.Load() + b.takenBack.Load()
	if b.salvages {
		b.correctSummary(&s)
	}
	return s
}

// correctSummary removes from the tally of a file that is read by itself what another
// batch has counted, and the records that are not kept.
func (b *batch) correctSummary(s *trailq.Summary) {
	if b.files[0].Counted {
		s.Files = trailq.FileSummary{Read: s.Files.Read, Failed: -s.Files.Read}
		s.Records.Read -= s.Records.Filtered + s.Records.Rejected
		s.Records.Filtered, s.Records.Rejected = 0, 0
	}
	if b.discarded {
		s.Records.Read -= s.Records.Yielded + s.Records.DuplicatesDropped
		s.Records.Yielded, s.Records.DuplicatesDropped = 0, 0
	}
}

// readAndWrite reads the log files and stages their events. None of them is in the
// folder then.
func (b *batch) readAndWrite(ctx context.Context) error {
	if err := b.readFiles(ctx); err != nil {
		return err
	}
	b.spoilt = !b.salvages && slices.ContainsFunc(b.files, (*layout.LogFile).SpoilsBatch)
	if b.spoilt {
		return nil
	}
	return b.flushRest(ctx)
}

// readFiles reads the files to their ends.
func (b *batch) readFiles(ctx context.Context) (err error) {
	options := b.conversion.options.Read
	if options.Duplicates == trailq.DropDuplicates {
		options.Duplicates = trailq.KeepDuplicates // flush finds them
	}
	options.Filter.From, options.Filter.To = b.window.From, b.window.To
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
	// All are there before one starts, since it can take what the others have gathered.
	for range min(workers, len(b.files)) {
		b.gatherers = append(b.gatherers, &gatherer{batch: b, partitions: make(map[layout.Partition][]datafile.Kept)})
	}
	var all sync.WaitGroup
	for _, g := range b.gatherers {
		worker := reading.Worker()
		all.Go(func() {
			if err := g.gatherRecords(ctx, worker); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	b.files = b.files[:b.begun]
	return nil
}

// WriteError is a failure to write into the folder.
type WriteError struct{ Err error }

func (e *WriteError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// clearStaged removes staged files that are in no commit.
func (b *batch) clearStaged() {
	_ = b.conversion.folder.ClearStaging() // the next conversion does so, too
}
