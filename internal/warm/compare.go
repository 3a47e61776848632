package warm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// Use is the use that one question makes of the store. It is for one goroutine.
type Use struct {
	store  *Store
	logs   Logs
	folder string
	lock   *flock.Flock
	found  comparison
	ready  bool // the answer can come from the folder
	added  int  // log files, before the answer
}

// comparison is what a folder holds of the logs.
type comparison struct {
	listed, kept amount
	exists       bool
	contents     layout.Contents
	changed      bool // a log file has changed or is gone
	unlisted     bool // a part of the source cannot be listed, or has no versions
}

// amount is a number of log files.
type amount struct {
	files int
	bytes int64
}

func (a *amount) addFile(size int64) {
	a.files++
	a.bytes += size
}

// freshShare is the share of the logs that is converted before the answer: to write
// columns takes some seven times as long as to read, and to read them a fifth.
const freshShare = 0.1

// Compare compares what is kept with the logs, adds what little is new, and decides where
// the answer comes from: where anything is in the way, from the logs. Close must be called.
func (s *Store) Compare(ctx context.Context, logs Logs) *Use {
	logs.Source = versioned{logs.Source}
	u := s.newUse(logs)
	if !u.exists() {
		return u
	}
	err := u.findFresh(ctx)
	if u.ready = err == nil && u.found.isSame(); !u.ready {
		_ = u.lock.Unlock() // if it is locked; no file is written by that
		return u
	}
	now := time.Now()
	_ = os.Chtimes(u.folder+lockEnding, now, now) // the least recently used are removed first
	return u
}

// newUse returns the use of a folder with the logs of all places, if there is one, or of
// the folder for the places that the question names.
func (s *Store) newUse(logs Logs) *Use {
	everywhere := logs
	everywhere.Read.Filter.Accounts, everywhere.Read.Filter.Regions = nil, nil
	everywhere.Read.Filter.AccountsInRecords = false
	u := &Use{store: s, logs: everywhere, folder: filepath.Join(s.folder, s.folderName(&everywhere))}
	if !u.exists() {
		u.logs, u.folder = logs, filepath.Join(s.folder, s.folderName(&logs))
	}
	u.lock = lockOf(u.folder)
	return u
}

// exists reports whether the folder is there.
func (u *Use) exists() bool {
	_, err := os.Stat(u.folder)
	return err == nil
}

// findFresh compares the folder with the logs, and adds what little is new.
func (u *Use) findFresh(ctx context.Context) error {
	if locked, err := u.lock.TryRLock(); err != nil || !locked {
		return err // somebody writes to it
	}
	if err := u.compareLogs(ctx); err != nil || !u.found.isFewNew() {
		return err
	}
	return u.addNew(ctx)
}

// isUsable reports whether what the folder holds is whole, and as the logs are.
func (c *comparison) isUsable() bool {
	return c.exists && c.contents.Intact && c.contents.Complete && !c.changed && !c.unlisted
}

// isSame reports whether the folder holds all of the logs, and they are unchanged.
func (c *comparison) isSame() bool { return c.isUsable() && c.contents.Finished && c.kept == c.listed }

// isFewNew reports whether it pays to add what is new before the answer.
func (c *comparison) isFewNew() bool {
	missing := c.listed.bytes - c.kept.bytes
	return c.isUsable() && !c.isSame() && float64(missing) <= freshShare*float64(c.listed.bytes)
}

// addNew converts what is new, and compares again.
func (u *Use) addNew(ctx context.Context) error {
	if err := u.lock.Unlock(); err != nil {
		return err
	}
	if locked, err := u.lock.TryLock(); err != nil || !locked {
		u.found = comparison{}
		return err
	}
	before := u.found.kept.files
	err := errors.Join(u.convertLogs(ctx), u.lock.Unlock())
	if err != nil {
		return err
	}
	u.found = comparison{}
	if locked, err := u.lock.TryRLock(); err != nil || !locked {
		return err
	}
	if err := u.compareLogs(ctx); err != nil {
		return err
	}
	u.added = u.found.kept.files - before
	return nil
}

// listedFile is what a listing says of a log file.
type listedFile struct {
	size    int64
	version layout.Digest
	kept    bool
}

// compareLogs lists the logs, and compares them with the folder's records.
func (u *Use) compareLogs(ctx context.Context) error {
	u.found = comparison{}
	read := u.logs.places()
	listed, err := u.listLogs(ctx, &read.Filter)
	if err != nil {
		return err
	}
	asked := layout.Window{From: read.Filter.From, To: read.Filter.To}
	contents, err := layout.ReadContents(u.folder, func(log *layout.LedgerFile, windows []layout.Window) {
		u.found.addKept(log, listed, &read.Filter, layout.AnyCovers(windows, asked))
	})
	switch {
	case errors.Is(err, layout.ErrNoFolder):
	case err != nil: // damaged: it is made again
		u.found.exists = true
	default:
		u.found.exists, u.found.contents = true, contents
	}
	return nil
}

// listLogs lists the log files that the question would read.
func (u *Use) listLogs(ctx context.Context, filter *trailq.Filter) (map[layout.Digest]*listedFile, error) {
	listed := make(map[layout.Digest]*listedFile)
	for file, err := range u.logs.Source.Files(ctx, filter) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			u.found.unlisted = true
			continue
		case err != nil:
			return nil, err
		case filter.Skips(file) != "":
			continue
		}
		key := layout.DigestOf(layout.KeyOf(file.Path))
		if listed[key] != nil {
			continue // sources can overlap
		}
		u.found.unlisted = u.found.unlisted || file.Version == "" || file.Size < 0
		listed[key] = &listedFile{size: file.Size, version: layout.DigestOf(file.Version)}
		u.found.listed.addFile(file.Size)
	}
	return listed, nil
}

// addKept counts a log file that the folder holds, in the window that is asked for or in
// another.
func (c *comparison) addKept(log *layout.LedgerFile, listed map[layout.Digest]*listedFile, filter *trailq.Filter, inWindow bool) {
	file := listed[layout.DigestOf(log.Path)]
	switch {
	case file == nil:
		// One that the window leaves out can be there still.
		gone := filter.Skips(trailq.File{Path: log.Path, Size: log.Size}) == ""
		c.changed = c.changed || gone
	case file.size != log.Size || file.version != layout.DigestOf(log.Version):
		c.changed = true
	case inWindow && !file.kept:
		file.kept = true
		c.kept.addFile(file.size)
	}
}

// convertLogs adds to the folder what it lacks. The folder must be locked.
func (u *Use) convertLogs(ctx context.Context) error {
	conversion, err := convert.Open(u.folder, convert.Options{Read: u.logs.places(), SpillFolder: u.store.folder})
	if err != nil {
		return err
	}
	return errors.Join(conversion.Add(ctx, u.logs.Source), conversion.Close())
}

// Folder returns the folder of Parquet files from which to answer, or an empty text where
// the answer must come from the logs.
func (u *Use) Folder() string {
	if u.ready {
		return u.folder
	}
	return ""
}

// Describe says where the answer comes from, for people; empty where it is the logs.
func (u *Use) Describe() string {
	if !u.ready {
		return ""
	}
	files := humanize.Count(u.found.listed.files, "log file")
	if u.added > 0 {
		return fmt.Sprintf("answered from the kept columns of %s, %s of them new", files, humanize.Thousands(int64(u.added)))
	}
	return fmt.Sprintf("answered from the kept columns of %s, which are as they were", files)
}

// Close lets others write to the folder.
func (u *Use) Close() error { return u.lock.Close() }
