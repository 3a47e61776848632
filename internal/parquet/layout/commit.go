package layout

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/trailq/trailq/internal/atomicfile"
)

// AddCommit adds the staged files, which are on the disk, to the folder and to the
// ledger. The commit takes effect when its record appears: before that it leaves
// nothing, and after that the next conversion finishes it.
func (f *Folder) AddCommit(l *Ledger, c *Commit) error {
	number := l.Commits + 1
	name := CommitName(number)
	if err := writeCommit(f.OwnPath(CommitsFolder, name+PendingEnding), c); err != nil {
		return err
	}
	l.Commits++
	if err := f.finishCommit(name, c); err != nil {
		return err
	}
	l.addCommit(number, c)
	return nil
}

// CommitName returns the number of a commit as names of files have it.
func CommitName(number int) string { return fmt.Sprintf("%08d", number) }

// writeCommit writes a commit's record.
func writeCommit(name string, c *Commit) error {
	packed, err := c.Encode()
	if err != nil {
		return err
	}
	return writeOwn(name, packed)
}

// finishCommit takes back the commits that a pending one replaces, gives its files
// their names unless they have them, and marks it as done. In this order an event can
// be missing for a moment, but is never there twice.
func (f *Folder) finishCommit(number string, c *Commit) error {
	for _, old := range c.Replaces {
		if err := f.takeBack(CommitName(old)); err != nil {
			return err
		}
	}
	folders := make(map[string]bool)
	for _, d := range c.Data {
		name := f.DataPath(d)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		err := os.Rename(f.OwnPath(StagingFolder, d.Staged), name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was done before; else load finds that the file is missing
		}
		if err != nil {
			return err
		}
		for parent := filepath.Dir(name); len(parent) >= len(f.Path); parent = filepath.Dir(parent) {
			folders[parent] = true
			if parent == f.Path {
				break
			}
		}
	}
	for name := range folders {
		if err := atomicfile.SyncFolder(name); err != nil {
			return err
		}
	}
	pending := f.OwnPath(CommitsFolder, number+PendingEnding)
	if err := os.Rename(pending, f.OwnPath(CommitsFolder, number+CommitEnding)); err != nil {
		return err
	}
	return atomicfile.SyncFolder(filepath.Dir(pending))
}

// takeBack removes a commit's files and then its record, unless they are gone.
func (f *Folder) takeBack(number string) error {
	record := f.OwnPath(CommitsFolder, number+CommitEnding)
	c, err := readCommit(record)
	if errors.Is(err, fs.ErrNotExist) { // it was done before
		return nil
	}
	if err != nil {
		return err
	}
	for _, d := range c.Data {
		name := f.DataPath(d)
		err := atomicfile.Remove(name)
		if err == nil {
			err = atomicfile.SyncFolder(filepath.Dir(name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // its folder can be gone, too
			return err
		}
	}
	if err := atomicfile.Remove(record); err != nil {
		return err
	}
	return atomicfile.SyncFolder(filepath.Dir(record))
}

// DataPath returns where a commit's Parquet file belongs.
func (f *Folder) DataPath(d DataFile) string {
	return filepath.Join(f.Path, filepath.FromSlash(d.Path))
}
