package lake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
)

// SkippedConverted says that a log file's events are in the folder already.
const SkippedConverted trailq.SkipReason = "converted"

// Conversion adds logs to a folder. Its methods are for one goroutine, except
// Summary.
type Conversion struct {
	options Options
	folder  *folder
	ledger  *ledger
	writers chan *duck.Writer // those that nobody uses
	blocks  blockPool

	mu    sync.Mutex
	past  trailq.Summary // of the commits
	now   *batch         // nil between them
	told  map[string]bool
	added int // Parquet files
}

// Open opens a folder to add to, or makes it, and ends what a conversion before
// may have left. Close must be called.
func Open(ctx context.Context, path string, options Options) (*Conversion, error) {
	if err := options.Read.Filter.Validate(); err != nil {
		return nil, err
	}
	threads := cmp.Or(options.Threads, runtime.GOMAXPROCS(0))
	c := &Conversion{options: options, writers: make(chan *duck.Writer, threads), told: make(map[string]bool)}
	var err error
	for range threads {
		writer, err := duck.NewWriter(ctx, duck.WriterOptions{NoRecord: options.NoRecord, SpillFolder: options.SpillFolder})
		if err != nil {
			return nil, errors.Join(err, c.Close())
		}
		c.writers <- writer
	}
	c.folder, err = openFolder(filepath.Clean(path), format{Record: !options.NoRecord, Filter: describeFilter(options.Read.Filter)})
	if err == nil {
		c.ledger, err = c.folder.load()
	}
	if err != nil {
		if !errors.Is(err, ErrInUse) && !errors.Is(err, ErrOther) {
			err = &WriteError{err}
		}
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// describeFilter is what a filter chooses beside the window.
func describeFilter(f trailq.Filter) string {
	text := ""
	for _, part := range []struct {
		name   string
		values []string
	}{
		{"account", f.Accounts}, {"region", f.Regions}, {"event-source", f.EventSources}, {"event-name", f.EventNames},
		{"caller", f.Callers}, {"source-ip", f.SourceIPAddresses},
	} {
		if len(part.values) > 0 {
			text += fmt.Sprintf("%s %q ", part.name, part.values)
		}
	}
	if f.ErrorsOnly {
		text += "errors-only "
	}
	return text + string(f.Access)
}

// Add converts the source's log files, but those that the folder has. A
// [*trailq.FileError] is no end: Options.Warn is told. The error is that of the
// source, of ctx or of writing; what was committed stays.
func (c *Conversion) Add(ctx context.Context, source trailq.Source) error {
	files := make(map[string]*log)
	var size int64
	most := CommitLimits{
		Files: cmp.Or(c.options.Commit.Files, 20_000),
		Bytes: cmp.Or(c.options.Commit.Bytes, 64<<20),
	}
	for file, err := range source.Files(ctx, &c.options.Read.Filter) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			c.warn(err)
			c.count(func(s *trailq.Summary) { s.Files.Unlisted++ })
			continue
		case err != nil:
			return errors.Join(err, c.convert(ctx, inPathOrder(files)))
		}
		next := c.look(file, files)
		if next == nil {
			continue
		}
		if len(files) > 0 && (size+file.Size > most.Bytes || len(files) == most.Files) {
			if err := c.convert(ctx, inPathOrder(files)); err != nil {
				return err
			}
			clear(files)
			size = 0
		}
		files[keyOf(file.Path)] = next
		size += file.Size
	}
	if err := c.convert(ctx, inPathOrder(files)); err != nil {
		return err
	}
	c.count(func(s *trailq.Summary) { s.Files.AllListed = true })
	return context.Cause(ctx)
}

// inPathOrder are the files of a commit in the order in which a source lists them.
func inPathOrder(files map[string]*log) []*log {
	return slices.SortedFunc(maps.Values(files), func(x, y *log) int { return strings.Compare(x.Path, y.Path) })
}

var errNoSize = errors.New("only files can be converted: a stream has no name to know it by next time")

// look takes a listed file into the account, and returns what is to be read.
// Before are the files listed since the last commit: sources may overlap.
func (c *Conversion) look(file trailq.File, before map[string]*log) *log {
	filter := &c.options.Read.Filter
	reason := filter.Skips(file)
	asked := window{filter.From, filter.To}
	done, except, err := c.ledger.look(file, asked)
	if before[keyOf(file.Path)] != nil {
		done, err = true, nil
	}
	switch {
	case reason != "":
	case done:
		reason = SkippedConverted
	case err == nil && file.Size < 0:
		err = errNoSize
	}
	if reason == "" && err == nil {
		return &log{File: file, except: except}
	}
	if reason != "" {
		c.count(func(s *trailq.Summary) {
			s.Files.Listed++
			if s.Files.Skipped == nil {
				s.Files.Skipped = make(map[trailq.SkipReason]int)
			}
			s.Files.Skipped[reason]++
		})
		return nil
	}
	c.warn(&trailq.FileError{File: file.Path, Err: err})
	c.count(func(s *trailq.Summary) { s.Files.Listed++; s.Files.Failed++ })
	return nil
}

// convert reads files and commits their events. A file that fails after some of
// its events were written makes it begin again without that file.
func (c *Conversion) convert(ctx context.Context, files []*log) error {
	failed := 0
	for len(files) > 0 {
		b := c.newBatch(files)
		err := b.run(ctx)
		if err == nil && !b.spoilt {
			err = c.commit(b)
		}
		c.end(b, err == nil && !b.spoilt, failed)
		if err != nil || !b.spoilt {
			return err
		}
		failed += len(files)
		files = b.good()
		failed -= len(files)
	}
	c.count(func(s *trailq.Summary) { s.Files.Listed += failed; s.Files.Failed += failed })
	return nil
}

// newBatch begins a commit.
func (c *Conversion) newBatch(files []*log) *batch {
	b := &batch{conversion: c, files: files, byPath: make(map[string]*log), tally: new(trailq.Tally)}
	for _, file := range files {
		file.kept = &duck.KeptLog{File: file.Path}
		file.kept.Path, _ = trailq.ParseLogPath(file.Path)
		b.byPath[file.Path] = file
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = b
	return b
}

// end takes a batch into the account, and removes what it has left.
func (c *Conversion) end(b *batch, counted bool, failed int) {
	b.clear()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = nil
	if !counted {
		return
	}
	c.past.Add(b.summary())
	c.past.Files.Listed += failed
	c.past.Files.Failed += failed
	c.added += len(b.data)
}

// commit makes the batch a part of the folder.
func (c *Conversion) commit(b *batch) error {
	done := &commit{From: c.options.Read.Filter.From, To: c.options.Read.Filter.To, Data: b.data}
	for _, file := range b.good() {
		done.Logs = append(done.Logs, logFile{keyOf(file.Path), file.Size, file.Version})
	}
	if len(done.Logs) == 0 {
		return nil
	}
	b.data = done.Data
	if err := c.folder.commit(c.ledger, done); err != nil {
		return &WriteError{err}
	}
	return nil
}

// warn tells of what could not be used, once.
func (c *Conversion) warn(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := err.Error()
	if c.told[text] || c.options.Warn == nil {
		return
	}
	const most = 10_000
	if len(c.told) < most {
		c.told[text] = true
	}
	c.options.Warn(err)
}

// Summary is the account of what has been converted so far. It may be asked for
// at any time, from any goroutine.
func (c *Conversion) Summary() trailq.Summary {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := c.past
	sum.Files.Skipped = maps.Clone(sum.Files.Skipped)
	if c.now != nil {
		sum.Add(c.now.summary())
	}
	return sum
}

// Added is how many Parquet files were added.
func (c *Conversion) Added() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.added
}

func (c *Conversion) count(change func(*trailq.Summary)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.past)
}

// Close lets go of the folder.
func (c *Conversion) Close() error {
	close(c.writers)
	var err error
	for writer := range c.writers {
		err = errors.Join(err, writer.Close())
	}
	if c.folder != nil {
		err = errors.Join(err, c.folder.close())
	}
	return err
}
