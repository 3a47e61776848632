package convert

import (
	"maps"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/summary"
)

// warn passes on each warning once.
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

// failFile warns about a log file that cannot be converted, counts it and remembers
// it.
func (c *Conversion) failFile(file *layout.LogFile, err error) {
	bad := &trailq.FileError{File: file.Path, Err: err}
	c.warn(bad)
	c.changeSummary(func(s *trailq.Summary) { s.Files.Listed++; s.Files.Failed++ })
	f := file.NewFailure()
	f.Cause = layout.CauseOf(bad)
	if before := c.memory.Failures[f.Path]; before != nil { // what was converted of it stays
		f.Name, f.Rejected, f.Records = before.Name, before.Rejected, before.Records
	}
	c.memory.SetFailure(f)
}

// failListing warns about a part of a source that cannot be listed, counts it and
// remembers it. It returns the name under which it is remembered.
func (c *Conversion) failListing(source trailq.Source, part *trailq.FileError) string {
	c.warn(part)
	c.changeSummary(func(s *trailq.Summary) { s.Files.Unlisted++ })
	f := (&layout.LogFile{File: trailq.File{Path: part.File}, Key: layout.KeyOf(part.File)}).NewFailure()
	f.Cause, f.Unlisted, f.Windows = layout.CauseOf(part), layout.KeyOf(source.String()), []layout.Window{c.askedWindow()}
	c.memory.SetFailure(f)
	return f.Path
}

// skipFile counts a log file that does not have to be read.
func (c *Conversion) skipFile(reason trailq.SkipReason) {
	c.changeSummary(func(s *trailq.Summary) {
		s.Files.Listed++
		if s.Files.Skipped == nil {
			s.Files.Skipped = make(map[trailq.SkipReason]int)
		}
		s.Files.Skipped[reason]++
	})
}

// beginBatch makes a batch the current one.
func (c *Conversion) beginBatch(b *batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = b
}

// endBatch adds a batch to the tally and removes its leftovers.
func (c *Conversion) endBatch(b *batch, counted bool) {
	b.clearStaged()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = nil
	if !counted {
		return
	}
	sum := b.batchSummary()
	if b.replaces != nil { // its log files were counted when they were listed
		sum.Files = trailq.FileSummary{}
	}
	summary.Add(&c.past, sum)
	c.added += len(b.data)
}

// Summary returns the tally of what has been converted so far. It can be called
// at any time, from any goroutine.
func (c *Conversion) Summary() trailq.Summary {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := c.past
	sum.Files.Skipped = maps.Clone(sum.Files.Skipped)
	if c.now != nil {
		summary.Add(&sum, c.now.batchSummary())
	}
	return sum
}

// Added returns how many Parquet files were added.
func (c *Conversion) Added() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.added
}

func (c *Conversion) changeSummary(change func(*trailq.Summary)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.past)
}
