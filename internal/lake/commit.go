package lake

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// commit adds what was staged, and is on the disk, to the folder and to the ledger. The record's
// appearance is the point where it comes to be: what happens before leaves
// nothing, and what happens after is done by the next conversion.
func (f *folder) commit(l *ledger, c *commit) error {
	number := commitName(l.commits + 1)
	if err := writeCommit(f.own(commitsFolder, number+pendingEnding), c); err != nil {
		return err
	}
	l.commits++
	if err := f.finish(number, c); err != nil {
		return err
	}
	l.add(c)
	return nil
}

func commitName(number int) string { return fmt.Sprintf("%08d", number) }

// writeCommit writes a commit's record.
func writeCommit(name string, c *commit) (err error) {
	part := name + partEnding
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	packed := gzip.NewWriter(file)
	err = errors.Join(json.NewEncoder(packed).Encode(c), packed.Close(), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		return errors.Join(err, remove(part))
	}
	return syncFolder(filepath.Dir(name))
}

// finish gives the files of a pending commit their names, as far as they have
// them not, and takes the commit for done.
func (f *folder) finish(number string, c *commit) error {
	folders := make(map[string]bool)
	for _, d := range c.Data {
		name := filepath.Join(f.path, filepath.FromSlash(d.Path))
		if !filepath.IsLocal(filepath.FromSlash(d.Path)) || !filepath.IsLocal(d.Staged) {
			return fmt.Errorf("commit %s of %s names a file outside of it: %q", number, f.path, d.Path)
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		err := os.Rename(f.own(stagingFolder, d.Staged), name)
		if errors.Is(err, fs.ErrNotExist) { // it may have been done before
			_, err = os.Stat(name)
		}
		if err != nil {
			return err
		}
		for parent := filepath.Dir(name); len(parent) >= len(f.path); parent = filepath.Dir(parent) {
			folders[parent] = true
			if parent == f.path {
				break
			}
		}
	}
	for name := range folders {
		if err := syncFolder(name); err != nil {
			return err
		}
	}
	pending := f.own(commitsFolder, number+pendingEnding)
	if err := os.Rename(pending, f.own(commitsFolder, number+commitEnding)); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(pending))
}
