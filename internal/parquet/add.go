package parquet

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/trailq/trailq"
)

// Add converts the source's log files, but those that the folder has. A
// [*trailq.FileError] is no end: Options.Warn is told. The error is that of the
// source, of ctx or of writing; what was committed stays.
func (c *Conversion) Add(ctx context.Context, source trailq.Source) error {
	err := c.addAll(ctx, source)
	if problem := c.memory.save(); problem != nil {
		err = errors.Join(err, &WriteError{problem})
	}
	return err
}

func (c *Conversion) addAll(ctx context.Context, source trailq.Source) error {
	files, unlisted := make(map[string]*logFile), make(map[string]bool)
	var size int64
	most := CommitLimits{
		Files: cmp.Or(c.options.Commit.Files, 20_000),
		Bytes: cmp.Or(c.options.Commit.Bytes, 64<<20),
	}
	for file, err := range source.Files(ctx, &c.options.Read.Filter) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			unlisted[c.unlisted(source, part)] = true
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
		files[next.key] = next
		size += file.Size
	}
	if err := c.convert(ctx, inPathOrder(files)); err != nil {
		return err
	}
	c.count(func(s *trailq.Summary) { s.Files.AllListed = true })
	c.memory.listed(keyOf(source.String()), c.asked(), unlisted)
	return context.Cause(ctx)
}

// inPathOrder are the files of a commit in the order in which a source lists them.
func inPathOrder(files map[string]*logFile) []*logFile {
	return slices.SortedFunc(maps.Values(files), func(x, y *logFile) int { return strings.Compare(x.Path, y.Path) })
}

// asked is the window that is to be converted.
func (c *Conversion) asked() window {
	return window{c.options.Read.Filter.From, c.options.Read.Filter.To}
}

var errNoSize = errors.New("only files can be converted: a stream has no name to know it by next time")

// look adds a listed file to the tally and returns what must be read.
// Before are the files listed since the last commit: sources may overlap.
func (c *Conversion) look(file trailq.File, before map[string]*logFile) *logFile {
	if reason := c.options.Read.Filter.Skips(file); reason != "" {
		c.skip(reason)
		return nil
	}
	next := &logFile{File: file, key: keyOf(file.Path), windows: []window{c.asked()}}
	done, except, err := c.ledger.look(next.key, file, c.asked())
	next.except, next.salvaged = except, c.ledger.salvaged[digestOf(next.key)]
	known := c.memory.failures[next.key]
	switch {
	case before[next.key] != nil:
		c.skip(SkippedConverted)
	case done:
		if known != nil && allCovered(known.Windows, except) {
			c.memory.mended(next.key)
		}
		c.skip(SkippedConverted)
	case err != nil:
		c.fail(next, err)
	case file.Size < 0:
		c.fail(next, errNoSize)
	case next.salvaged.isFinal(file) && anyCovers(next.salvaged.windows, c.asked()):
		c.fail(next, errors.New(next.salvaged.cause))
	default:
		next.widen(known)
		return next
	}
	return nil
}

// widen adds to what is to be converted of a file what could not be before.
func (l *logFile) widen(known *failure) {
	if known != nil && known.Cause != "" {
		l.windows = joined(l.windows, known.Windows...)
	}
	if l.salvaged != nil {
		l.windows = joined(l.windows, l.salvaged.windows...)
	}
}

// convert reads files and commits their events: first those that can be read to
// their ends, then what there is of the others. A file of which that is in the
// folder already is read anew by itself, to take its place.
func (c *Conversion) convert(ctx context.Context, files []*logFile) error {
	var fresh, apart []*logFile
	for _, file := range files {
		if file.salvaged != nil {
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
		if err := c.salvage(ctx, file); err != nil {
			return err
		}
	}
	return nil
}

// convertWhole commits the events of files that can be read to their ends, and
// returns those others of which some can be read. A file that fails after some of
// its events were written makes it begin again without that file.
func (c *Conversion) convertWhole(ctx context.Context, files []*logFile) (broken []*logFile, err error) {
	for len(files) > 0 {
		b := c.newBatch(files)
		c.begin(b)
		err := b.run(ctx)
		if err == nil && !b.spoilt {
			err = c.commit(b)
		}
		c.end(b, err == nil && !b.spoilt)
		if err != nil {
			return nil, err
		}
		files = nil
		for _, file := range b.files {
			switch {
			case b.spoilt && !file.spoils():
				files = append(files, file)
			case file.failed.Load() && file.gathered > 0:
				file.counted = !b.spoilt
				broken = append(broken, file)
			}
		}
	}
	return broken, nil
}

// commit makes the batch a part of the folder.
func (c *Conversion) commit(b *batch) error {
	done := &commit{window: c.asked(), Data: b.data}
	for _, file := range b.files {
		failed := file.failed.Load()
		if failed && !b.salvages {
			continue
		}
		done.Logs = append(done.Logs, ledgerFile{file.key, file.Size, file.Version, file.beside(c.asked())})
		if failed {
			done.Salvaged, done.Damaged = file.lacks.Cause, !file.broken.Load()
		}
		if file.salvaged != nil {
			done.Replaces = append(done.Replaces, file.salvaged.number)
		}
	}
	if err := c.remember(b, done); err != nil {
		return &WriteError{err}
	}
	return nil
}

// remember commits, and keeps a tally of what is lacking: of more than that
// before the commit can be seen, of less afterwards.
func (c *Conversion) remember(b *batch, done *commit) error {
	for _, file := range b.files {
		if file.lacks.Cause != "" || file.lacks.Rejected > 0 {
			c.memory.set(file.lacks)
		}
	}
	if len(done.Logs) == 0 || b.discarded {
		return nil
	}
	if err := c.memory.saveMore(); err != nil {
		return err
	}
	if err := c.folder.commit(c.ledger, done); err != nil {
		return err
	}
	for _, file := range b.files {
		if file.lacks.Cause == "" && file.lacks.Rejected == 0 {
			c.memory.forget(file.key)
		}
	}
	return nil
}
