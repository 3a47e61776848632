package parquet

import (
	"maps"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/summary"
)

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

// fail tells of a log file that cannot be converted, and counts and remembers it.
func (c *Conversion) fail(file *logFile, err error) {
	bad := &trailq.FileError{File: file.Path, Err: err}
	c.warn(bad)
	c.count(func(s *trailq.Summary) { s.Files.Listed++; s.Files.Failed++ })
	f := file.failure()
	f.Cause = causeOf(bad)
	if before := c.memory.failures[f.Path]; before != nil { // what was converted of it stays
		f.Name, f.Rejected, f.Records = before.Name, before.Rejected, before.Records
	}
	c.memory.set(f)
}

// unlisted tells of a part of a source that cannot be listed, and counts and
// remembers it. It returns by what name.
func (c *Conversion) unlisted(source trailq.Source, part *trailq.FileError) string {
	c.warn(part)
	c.count(func(s *trailq.Summary) { s.Files.Unlisted++ })
	f := (&logFile{File: trailq.File{Path: part.File}, key: keyOf(part.File)}).failure()
	f.Cause, f.Unlisted, f.Windows = causeOf(part), keyOf(source.String()), []window{c.asked()}
	c.memory.set(f)
	return f.Path
}

// skip counts a log file that is not to be read.
func (c *Conversion) skip(reason trailq.SkipReason) {
	c.count(func(s *trailq.Summary) {
		s.Files.Listed++
		if s.Files.Skipped == nil {
			s.Files.Skipped = make(map[trailq.SkipReason]int)
		}
		s.Files.Skipped[reason]++
	})
}

// begin makes a batch the one that is at work.
func (c *Conversion) begin(b *batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = b
}

// end adds a batch to the tally and removes what it has left.
func (c *Conversion) end(b *batch, counted bool) {
	b.clear()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = nil
	if !counted {
		return
	}
	summary.Add(&c.past, b.summary())
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
		summary.Add(&sum, c.now.summary())
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
