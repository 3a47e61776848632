package convert

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// Add converts the log files of the source that are not in the folder yet. A
// [*trailq.FileError] does not end it: Options.Warn gets it. Add returns an error of
// the source, of ctx or of writing; what was committed stays.
func (c *Conversion) Add(ctx context.Context, source trailq.Source) error {
	name := layout.KeyOf(source.String())
	if err := c.folder.BeginRun(name, c.askedWindow()); errors.Is(err, layout.ErrDamagedLedger) {
		return err
	} else if err != nil {
		return &WriteError{err}
	}
	c.began = time.Now()
	err := c.addAll(ctx, source)
	problem := c.memory.SaveAll()
	if err == nil && problem == nil {
		problem = c.folder.EndRun(name, c.askedWindow())
	}
	if problem != nil {
		err = errors.Join(err, &WriteError{problem})
	}
	return err
}

func (c *Conversion) addAll(ctx context.Context, source trailq.Source) error {
	files, unlisted := make(map[string]*layout.LogFile), make(map[string]bool)
	var size int64
	most := CommitLimits{
		Files: cmp.Or(c.options.Commit.Files, 20_000),
		Bytes: cmp.Or(c.options.Commit.Bytes, 64<<20),
	}
	for file, err := range source.Files(ctx, &c.options.Read.Filter) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			unlisted[c.failListing(source, part)] = true
			continue
		case err != nil:
			return errors.Join(err, c.convertFiles(ctx, inPathOrder(files)))
		}
		next := c.planFile(file, files)
		if next == nil {
			continue
		}
		if len(files) > 0 && (size+file.Size > most.Bytes || len(files) == most.Files || c.isFirstDue(size)) {
			if err := c.convertFiles(ctx, inPathOrder(files)); err != nil {
				return err
			}
			clear(files)
			size = 0
		}
		files[next.Key] = next
		size += file.Size
	}
	if err := c.convertFiles(ctx, inPathOrder(files)); err != nil {
		return err
	}
	if err := c.repairLost(ctx); err != nil {
		return err
	}
	c.changeSummary(func(s *trailq.Summary) { s.Files.AllListed = true })
	c.memory.ForgetListed(layout.KeyOf(source.String()), c.askedWindow(), unlisted)
	return context.Cause(ctx)
}

// inPathOrder returns the files of a commit in the order in which a source lists
// them.
func inPathOrder(files map[string]*layout.LogFile) []*layout.LogFile {
	return slices.SortedFunc(maps.Values(files), comparePaths)
}

func comparePaths(x, y *layout.LogFile) int { return strings.Compare(x.Path, y.Path) }

// askedWindow returns the window to convert.
func (c *Conversion) askedWindow() layout.Window {
	return layout.Window{From: c.options.Read.Filter.From, To: c.options.Read.Filter.To}
}

// smallCommit is how many bytes, as stored, are committed together however long they
// take: cutting them would make many small Parquet files.
const smallCommit = 4 << 20

// firstEnd returns the time after which the first commit starts no more log files.
func (c *Conversion) firstEnd(files []*layout.LogFile) time.Time {
	var size int64
	for _, file := range files {
		size += file.Size
	}
	if c.early || size < smallCommit {
		return time.Time{}
	}
	end, least := c.began.Add(c.firstTime()), time.Now().Add(c.firstTime()/2)
	if end.Before(least) { // the listing took long
		return least
	}
	return end
}

func (c *Conversion) firstTime() time.Duration { return cmp.Or(c.options.Commit.First, time.Second) }

// isFirstDue reports whether the first commit has waited long enough for the listing.
func (c *Conversion) isFirstDue(size int64) bool {
	return !c.early && size >= smallCommit && time.Since(c.began) > c.firstTime()/2
}

var errNoSize = errors.New("only files can be converted: a stream has no name by which the next run would know it")

// planFile adds a listed file to the tally and returns it if it must be read. The map
// has the files listed since the last commit: sources can overlap.
func (c *Conversion) planFile(file trailq.File, before map[string]*layout.LogFile) *layout.LogFile {
	if reason := c.options.Read.Filter.Skips(file); reason != "" {
		c.skipFile(reason)
		return nil
	}
	next := &layout.LogFile{File: file, Key: layout.KeyOf(file.Path), Windows: []layout.Window{c.askedWindow()}}
	c.ledger.NoteListed(next.Key, file)
	done, except, err := c.ledger.LookUp(next.Key, file, c.askedWindow())
	next.Except, next.Salvaged = except, c.ledger.Salvaged[layout.DigestOf(next.Key)]
	known := c.memory.Failures[next.Key]
	switch {
	case before[next.Key] != nil:
		c.skipFile(SkippedConverted)
	case done:
		if known != nil && layout.AllCovered(known.Windows, except) {
			c.memory.MarkMended(next.Key)
		}
		c.skipFile(SkippedConverted)
	case err != nil:
		c.failFile(next, err)
	case file.Size < 0:
		c.failFile(next, errNoSize)
	case next.Salvaged.IsFinal(file) && layout.AnyCovers(next.Salvaged.Windows, c.askedWindow()):
		c.failFile(next, errors.New(next.Salvaged.Cause))
	default:
		next.WidenWindows(known)
		return next
	}
	return nil
}

// convertFiles reads files and commits their events: first those of files that can be
// read to their ends, then the readable part of the others. If that part is in the
// folder already, the file is read again by itself, to replace it.
func (c *Conversion) convertFiles(ctx context.Context, files []*layout.LogFile) error {
	var fresh, apart []*layout.LogFile
	for _, file := range files {
		if file.Salvaged != nil {
			apart = append(apart, file)
		} else {
			fresh = append(fresh, file)
		}
	}
	broken, err := c.convertWhole(ctx, fresh)
	if err != nil {
		return err
	}
	for _, file := range append(apart, broken...) {
		if err := c.salvageFile(ctx, file); err != nil {
			return err
		}
	}
	return nil
}

// convertWhole commits the events of files that can be read to their ends, and
// returns the files that can be read only in part. If a file fails after some of
// its events were written, it starts again without that file.
func (c *Conversion) convertWhole(ctx context.Context, files []*layout.LogFile) (broken []*layout.LogFile, err error) {
	for len(files) > 0 {
		b := c.newBatch(files, c.askedWindow())
		b.until = c.firstEnd(files)
		c.beginBatch(b)
		err := b.readAndWrite(ctx)
		rest := files[len(b.files):]
		if err == nil && !b.spoilt {
			err = c.commitBatch(b)
		}
		c.endBatch(b, err == nil && !b.spoilt)
		if err != nil {
			return nil, err
		}
		files = rest
		for _, file := range b.files {
			switch {
			case b.spoilt && !file.SpoilsBatch():
				files = append(files, file)
			case file.Failed.Load() && file.Gathered > 0:
				file.Counted = !b.spoilt
				broken = append(broken, file)
			}
		}
	}
	return broken, nil
}

// commitBatch makes the batch a part of the folder.
func (c *Conversion) commitBatch(b *batch) error {
	done := &layout.Commit{Window: b.asked, Data: b.data}
	if b.replaces != nil {
		done.Replaces, done.Order = []int{b.replaces.Number}, b.replaces.Order
	}
	for _, file := range b.files {
		failed := file.Failed.Load()
		if failed && !b.salvages {
			continue
		}
		done.Logs = append(done.Logs, layout.LedgerFile{Path: file.Key, Size: file.Size, Version: file.Version, Windows: file.ExtraWindows(b.asked)})
		if failed {
			done.Salvaged, done.Damaged = file.Lacks.Cause, !file.Broken.Load()
		}
		if file.Salvaged != nil {
			done.Replaces = append(done.Replaces, file.Salvaged.Number)
		}
		done.Lacking = done.Lacking || file.Lacks.Cause != "" || file.Lacks.Rejected > 0
	}
	if err := c.rememberAndCommit(b, done); err != nil {
		return &WriteError{err}
	}
	return nil
}

// rememberAndCommit commits the batch. Failures are written down before the commit
// can be seen, and dropped after it.
func (c *Conversion) rememberAndCommit(b *batch, done *layout.Commit) error {
	for _, file := range b.files {
		if file.Lacks.Cause != "" || file.Lacks.Rejected > 0 {
			c.memory.SetFailure(file.Lacks)
		}
	}
	if len(done.Logs) == 0 || b.discarded {
		return nil
	}
	if err := c.memory.SaveMore(); err != nil {
		return err
	}
	if err := c.folder.AddCommit(c.ledger, done); err != nil {
		return err
	}
	c.early = true
	for _, file := range b.files {
		if file.Lacks.Cause == "" && file.Lacks.Rejected == 0 {
			c.memory.ForgetFile(file.Key)
		}
	}
	return nil
}
