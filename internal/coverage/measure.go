package coverage

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/digest"
)

// Options say what to measure. The zero value measures everything, without keys.
type Options struct {
	// Read says how the logs are read; its Duplicates and Fields do not count.
	Read trailq.Options
	// Digests says how digests are verified. Its Filter and Workers are those of Read.
	Digests digest.Options
	// Warn, if not nil, takes what is wrong with files and records, a
	// [*trailq.FileError].
	Warn func(error)
}

// Measure reads the source and its digests. An error is one that ended the reading.
// Memory grows with the number of files, by some 300 bytes for each, and with the hours
// of places.
func Measure(ctx context.Context, source trailq.Source, options Options) (*Result, error) {
	options.Read.Duplicates = trailq.MarkDuplicates
	if options.Read.Tally == nil {
		options.Read.Tally = new(trailq.Tally)
	}
	if options.Read.Workers <= 0 {
		options.Read.Workers = runtime.GOMAXPROCS(0)
	}
	m := &measurement{
		options: options,
		listing: &listing{Source: source, files: map[string]*listedFile{}, names: map[string]bool{}},
		found:   newFindings(),
	}
	if err := m.readLogs(ctx); err != nil {
		return nil, err
	}
	options.Digests.Filter, options.Digests.Workers = options.Read.Filter, options.Read.Workers
	options.Digests.ListOnly = true
	proofs, err := digest.Verify(ctx, source, options.Digests)
	if err != nil {
		return nil, err
	}
	return m.buildResult(proofs), nil
}

// measurement is one run of Measure.
type measurement struct {
	options Options
	listing *listing

	mu    sync.Mutex
	found *findings
}

// readLogs reads all records, several files at a time.
func (m *measurement) readLogs(ctx context.Context) error {
	reading, err := trailq.NewParallel(ctx, m.listing, m.options.Read)
	if err != nil {
		return err
	}
	errs := make([]error, m.options.Read.Workers)
	var all sync.WaitGroup
	for i := range errs {
		worker := reading.Worker()
		all.Go(func() {
			found := newFindings()
			errs[i] = m.readShare(worker, found)
			m.mu.Lock()
			defer m.mu.Unlock()
			m.found.addFindings(found)
		})
	}
	all.Wait()
	return errors.Join(append(errs, reading.Close())...)
}

// readShare reads one worker's share of the files.
func (m *measurement) readShare(worker *trailq.Worker, found *findings) error {
	for {
		record, err := worker.Next()
		var file *trailq.FileError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &file):
			if file.Record == 0 {
				m.listing.failFile(file.File)
			}
			if m.options.Warn != nil {
				m.options.Warn(file)
			}
		case err != nil:
			return err
		default:
			found.addRecord(record)
		}
	}
}
