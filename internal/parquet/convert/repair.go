package convert

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// repairLost replaces commits whose Parquet files are missing or damaged by new
// commits of the same log files. It leaves a commit alone unless all of its log files
// are there as they were, since the rest of the commit would be lost.
func (c *Conversion) repairLost(ctx context.Context) error {
	for _, number := range c.ledger.LostNumbers() {
		lost := c.ledger.Lost[number]
		if missing := len(lost.Logs) - len(lost.Found); lost.Logs == nil || missing > 0 {
			lost.Cause = layout.ErrLogsMissing(max(missing, 1), max(len(lost.Logs), 1))
			continue
		}
		if err := c.replaceLost(ctx, lost); err != nil {
			return err
		}
	}
	for _, number := range c.ledger.LostNumbers() {
		c.tellLost(c.ledger.Lost[number])
	}
	return c.tellLostRecords()
}

// replaceLost commits the log files of a lost commit again.
func (c *Conversion) replaceLost(ctx context.Context, lost *layout.LostCommit) error {
	slices.SortFunc(lost.Found, comparePaths)
	b := c.newBatch(lost.Found, lost.Window)
	b.replaces = lost
	c.beginBatch(b)
	err := b.readAndWrite(ctx)
	if err == nil {
		if lost.Cause = b.failureCause(); lost.Cause == nil {
			err = c.commitBatch(b)
		}
	}
	if c.endBatch(b, err == nil && lost.Cause == nil); err == nil && lost.Cause == nil {
		c.mu.Lock()
		c.remade += len(lost.Damage)
		c.mu.Unlock()
	}
	return err
}

// failureCause returns why a file of the batch could not be read to its end.
func (b *batch) failureCause() error {
	for _, file := range b.files {
		if file.Failed.Load() {
			return fmt.Errorf("the log file %s: %s", file.Path, file.Lacks.Cause)
		}
	}
	return nil
}

// tellLostRecords warns about and counts the commits whose records are missing, unless all of
// their log files have been converted again.
func (c *Conversion) tellLostRecords() error {
	lost, err := c.folder.LostRecords(c.ledger)
	if err != nil {
		return &WriteError{err}
	}
	for _, number := range lost {
		c.failData(&trailq.FileError{File: c.folder.FullName(layout.RecordPath(number)), Err: layout.ErrRecordMissing})
	}
	return nil
}

// tellLost warns about and counts the Parquet files of a commit that could not be
// replaced.
func (c *Conversion) tellLost(lost *layout.LostCommit) {
	for _, problem := range lost.Damage {
		err := problem.Err
		if lost.Cause != nil {
			err = fmt.Errorf("%w; it cannot be made from the logs again: %w", err, lost.Cause)
		}
		c.failData(&trailq.FileError{File: problem.File, Err: err})
	}
}

// failData warns about a Parquet file and counts it.
func (c *Conversion) failData(problem *trailq.FileError) {
	c.warn(problem)
	c.changeSummary(func(s *trailq.Summary) { s.Files.Listed++; s.Files.Failed++ })
}

// Remade returns how many Parquet files were made again.
func (c *Conversion) Remade() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.remade
}

// Verified is what [Verify] found.
type Verified struct {
	Files  int   // that are as they were written
	Bytes  int64 // of these
	NoHash int   // of these, that an earlier version wrote: only the size is known
	Failed int   // Options.Warn was told of each
}

// Verify compares every Parquet file of a converted folder with the SHA-256 in its
// commit, and changes nothing. It calls warn with a [*trailq.FileError] for each file
// that is missing, damaged or not part of the folder.
func Verify(ctx context.Context, path string, warn func(error)) (found Verified, err error) {
	f, err := layout.OpenExisting(path)
	if err != nil {
		return found, err
	}
	return verifyFolder(ctx, f, warn)
}

// VerifyStore does what Verify does, for a folder that a Store keeps.
func VerifyStore(ctx context.Context, store layout.Store, warn func(error)) (found Verified, err error) {
	f, err := layout.OpenExistingStore(store)
	if err != nil {
		return found, err
	}
	return verifyFolder(ctx, f, warn)
}

func verifyFolder(ctx context.Context, f *layout.Folder, warn func(error)) (found Verified, err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	var names []string
	var records layout.Records
	err = f.EachCommit(func(number int, c *layout.Commit) error {
		records.NoteRecord(number, c)
		for _, d := range c.Data {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			names = append(names, d.Path)
			if problem := f.CheckFile(d, true); problem != nil {
				found.Failed++
				warn(&trailq.FileError{File: f.DataPath(d), Err: problem})
				continue
			}
			found.Files++
			found.Bytes += d.Bytes
			if d.SHA256 == "" {
				found.NoHash++
			}
		}
		return nil
	})
	if err != nil {
		return found, err
	}
	foreign, err := f.ForeignFiles(&layout.Ledger{Data: names})
	for _, problem := range foreign {
		found.Failed++
		warn(problem)
	}
	own, problem := f.CheckOwn(&records)
	for _, one := range own {
		found.Failed++
		warn(one)
	}
	return found, errors.Join(err, problem)
}
