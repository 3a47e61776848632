package convert

import (
	"cmp"
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet/datafile"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// SkippedConverted says that a log file's events are in the folder already.
const SkippedConverted trailq.SkipReason = "converted"

// Conversion adds logs to a folder. Its methods are for one goroutine, except
// Summary.
type Conversion struct {
	options Options
	folder  *layout.Folder
	ledger  *layout.Ledger
	memory  *layout.LackingFiles
	writers chan *writer // those that nobody uses
	blocks  blockPool

	mu     sync.Mutex
	past   trailq.Summary // of the commits
	now    *batch         // nil between them
	told   map[string]bool
	added  int // Parquet files
	remade int // Parquet files, in place of damaged ones

	began time.Time // of Add
	early bool      // a commit has been made
}

// Open opens a folder to add to, or creates it, and finishes what an earlier
// conversion left. Close must be called.
func Open(path string, options Options) (*Conversion, error) {
	if err := options.Read.Filter.Validate(); err != nil {
		return nil, err
	}
	threads := cmp.Or(options.Threads, runtime.GOMAXPROCS(0))
	c := &Conversion{options: options, writers: make(chan *writer, threads), told: make(map[string]bool)}
	var err error
	form := layout.Format{Record: !options.NoRecord, Filter: layout.DescribeFilter(options.Read.Filter), Derived: layout.FirstDerived(len(derived.Columns()))}
	if options.Store != nil {
		c.folder, err = layout.OpenStore(options.Store, form)
	} else {
		c.folder, err = layout.OpenFolder(filepath.Clean(path), form)
	}
	if err == nil {
		c.ledger, err = c.folder.LoadLedger(options.Verify)
	}
	if err == nil {
		c.memory, err = c.folder.LoadMemory(c.ledger.Lacking)
	}
	if err == nil && options.Verify {
		err = c.verifyForeign()
	}
	if err != nil {
		if !errors.Is(err, layout.ErrInUse) && !errors.Is(err, layout.ErrOther) && !errors.Is(err, layout.ErrDamagedLedger) {
			err = &WriteError{err}
		}
		return nil, errors.Join(err, c.Close())
	}
	if err := c.startWriters(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// startWriters starts a writer for each thread.
func (c *Conversion) startWriters() error {
	if err := duck.CheckBuild(); err != nil { // before anything is written
		return err
	}
	columns := derived.OldColumns()
	if count := c.folder.Derived.Count(); count > 0 {
		columns = derived.Columns()[:count]
	}
	for range cap(c.writers) {
		lookup := duck.NewLookup(duck.LookupOptions{Derived: columns, SpillFolder: c.options.SpillFolder})
		files, err := datafile.New(datafile.Options{NoRecord: c.options.NoRecord, Derived: columns, Engine: lookup})
		if err != nil {
			return err
		}
		c.writers <- &writer{files: files, lookup: lookup}
	}
	return nil
}

// writer is what a thread writes with.
type writer struct {
	files  *datafile.Writer
	lookup *duck.Lookup
}

// Close unlocks the folder.
func (c *Conversion) Close() error {
	close(c.writers)
	var err error
	for writer := range c.writers {
		err = errors.Join(err, writer.lookup.Close())
	}
	if c.folder != nil {
		err = errors.Join(err, c.folder.Close())
	}
	return err
}

// verifyForeign warns about Parquet files that are in no commit.
func (c *Conversion) verifyForeign() error {
	foreign, err := c.folder.ForeignFiles(c.ledger)
	for _, problem := range foreign {
		c.failData(problem)
	}
	return err
}
