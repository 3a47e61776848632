package layout

import (
	"errors"
	"fmt"
	"io/fs"
)

// AddCommit adds the staged files, which are on the disk, to the folder and to the
// ledger. The commit takes effect when its record appears: before that it leaves
// nothing, and after that the next conversion finishes it.
func (f *Folder) AddCommit(l *Ledger, c *Commit) error {
	number := l.Commits + 1
	name := CommitName(number)
	packed, err := c.Encode()
	if err != nil {
		return err
	}
	if err := f.CreateFile(ownFile(CommitsFolder, name+PendingEnding), packed); err != nil {
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

// finishCommit takes back the commits that a pending one replaces, gives its files
// their names unless they have them, and marks it as done. In this order an event can
// be missing for a moment, but is never there twice.
func (f *Folder) finishCommit(number string, c *Commit) error {
	for _, old := range c.Replaces {
		if err := f.takeBack(CommitName(old)); err != nil {
			return err
		}
	}
	moves := make([]Move, len(c.Data))
	for i, d := range c.Data { // what is not there was moved before; else load finds that the file is missing
		moves[i] = Move{StagedFile(d.Staged), d.Path}
	}
	if err := f.MoveFiles(moves); err != nil {
		return err
	}
	return f.MoveFiles([]Move{{ownFile(CommitsFolder, number+PendingEnding), ownFile(CommitsFolder, number+CommitEnding)}})
}

// takeBack removes a commit's files and then its record, unless they are gone.
func (f *Folder) takeBack(number string) error {
	record := ownFile(CommitsFolder, number+CommitEnding)
	c, err := f.readCommit(record)
	if errors.Is(err, fs.ErrNotExist) { // it was done before
		return nil
	}
	if err != nil {
		return err
	}
	names := make([]string, len(c.Data))
	for i, d := range c.Data {
		names[i] = d.Path
	}
	if err := f.RemoveFiles(names...); err != nil {
		return err
	}
	return f.RemoveFiles(record)
}

// DataPath returns the name of a commit's Parquet file, for people.
func (f *Folder) DataPath(d DataFile) string { return f.FullName(d.Path) }
