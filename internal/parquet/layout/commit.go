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
	c.Number = number
	packed, err := c.Encode()
	if err != nil {
		return err
	}
	if err := f.CreateFile(ownFile(CommitsFolder, CommitName(number)+PendingEnding), packed); err != nil {
		return err
	}
	l.addCommit(number, c)
	if err := f.nameFiles(c); err != nil {
		return err
	}
	if err := f.addToIndex(number, c, l.sum); err != nil {
		return err
	}
	return f.markDone(number)
}

// CommitName returns the number of a commit as names of files have it.
func CommitName(number int) string { return fmt.Sprintf("%08d", number) }

// nameFiles takes back the commits that a pending one replaces, and gives its files
// their names unless they have them. In this order an event can be missing for a
// moment, but is never there twice.
func (f *Folder) nameFiles(c *Commit) error {
	for _, old := range c.Replaces {
		if err := f.takeBack(old); err != nil {
			return err
		}
	}
	moves := make([]Move, len(c.Data))
	for i, d := range c.Data { // what is not there was moved before; else load finds that the file is missing
		moves[i] = Move{StagedFile(d.Staged), d.Path}
	}
	return f.MoveFiles(moves)
}

// markDone ends a commit by giving its record the final name.
func (f *Folder) markDone(number int) error {
	return f.MoveFiles([]Move{{ownFile(CommitsFolder, CommitName(number)+PendingEnding), RecordPath(number)}})
}

// takeBack removes a commit's files and then its record, unless they are gone.
func (f *Folder) takeBack(number int) error {
	record := RecordPath(number)
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
