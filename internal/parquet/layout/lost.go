package layout

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/trailq/trailq"
)

// LostCommit is a commit whose Parquet files are missing or damaged. It can be
// replaced when its log files, as they were then, are all listed again.
type LostCommit struct {
	Number int
	Order  int
	Window Window
	Logs   map[Digest]*lostLog // nil for the commit of a salvaged log file
	Damage []*trailq.FileError // its Parquet files, and what is wrong
	Data   []string            // all its Parquet files
	Found  []*LogFile          // of logs, listed so far
	seen   map[Digest]bool     // likewise
	Cause  error               // why it could not be replaced
}

// lostLog is a log file of a lost commit.
type lostLog struct {
	ledgerEntry
	except []Window // whose events are in commits before
}

// Errors of Parquet files that are not as their commit says.
var (
	ErrMissingFile = errors.New("the file is missing")
	ErrOtherHash   = errors.New("the content is not what was written: its SHA-256 differs")
)

// NewSizeError says that a Parquet file has another size than its commit says.
func NewSizeError(got, want int64) error {
	return fmt.Errorf("the file has %d bytes and was written with %d", got, want)
}

// examineFiles notes the Parquet files of a commit that are missing or damaged.
func (f *Folder) examineFiles(l *Ledger, number int, c *Commit, verify bool) error {
	var damage []*trailq.FileError
	for _, d := range c.Data {
		name := f.DataPath(d)
		if problem := f.CheckFile(d, verify); problem != nil {
			damage = append(damage, &trailq.FileError{File: name, Err: problem})
		}
	}
	if len(damage) > 0 {
		l.loseCommit(number, c, damage)
	}
	return nil
}

// CheckFile compares a file with its commit: the size and, if wanted, the hash.
func (d DataFile) CheckFile(name string, verify bool) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrMissingFile
	case err != nil:
		return err
	case info.Size() != d.Bytes:
		return NewSizeError(info.Size(), d.Bytes)
	}
	if !verify || d.SHA256 == "" {
		return CheckWhole(name)
	}
	return d.CheckHash(name)
}

// CheckHash compares the hash of a file with that of its commit.
func (d DataFile) CheckHash(name string) error {
	sum, err := HashFile(name)
	if err == nil && sum != d.SHA256 {
		return ErrOtherHash
	}
	return err
}

// HashFile returns the SHA-256 of a file, in hexadecimal.
func HashFile(name string) (sum string, err error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// loseCommit notes that Parquet files of a commit are damaged.
func (l *Ledger) loseCommit(number int, c *Commit, damage []*trailq.FileError) {
	lost := &LostCommit{Number: number, Order: c.orderAmong(number), Window: c.Window, Damage: damage, seen: make(map[Digest]bool)}
	for _, d := range c.Data {
		lost.Data = append(lost.Data, d.Path)
	}
	l.Lost[number] = lost
	for _, s := range l.Salvaged {
		if s.Number == number {
			s.Lost = true
			return
		}
	}
	only := []Window{c.Window}
	lost.Logs = make(map[Digest]*lostLog, len(c.Logs))
	for _, log := range c.Logs {
		lost.Logs[DigestOf(log.Path)] = &lostLog{ledgerEntry: ledgerEntry{log.Size, DigestOf(log.Version), joinWindows(only, log.Windows...)}}
	}
}

// orderAmong returns the commit's place among those that share events.
func (c *Commit) orderAmong(number int) int {
	if c.Order > 0 {
		return c.Order
	}
	return number
}

// findRepairs finds the windows of lost log files that commits before have.
func (f *Folder) findRepairs(l *Ledger) error {
	if len(l.Lost) == 0 {
		return nil
	}
	return f.EachCommit(func(number int, c *Commit) error {
		if c.Salvaged != "" {
			return nil
		}
		for _, log := range c.Logs {
			key := DigestOf(log.Path)
			for _, lost := range l.Lost {
				if one := lost.Logs[key]; one != nil && c.orderAmong(number) < lost.Order {
					one.except = append(append(one.except, c.Window), log.Windows...)
				}
			}
		}
		return nil
	})
}

// GoodData returns the Parquet files in the folder without those of lost commits
// that are damaged.
func (l *Ledger) GoodData(f *Folder) []string {
	if len(l.Lost) == 0 {
		return l.Data
	}
	bad := make(map[string]bool)
	for _, lost := range l.Lost {
		for _, problem := range lost.Damage {
			bad[problem.File] = true
		}
	}
	var good []string
	for _, name := range l.Data {
		if !bad[f.FullName(name)] {
			good = append(good, name)
		}
	}
	return good
}

// NoteListed notes a listed log file with each lost commit that had it.
func (l *Ledger) NoteListed(key string, file trailq.File) {
	if len(l.Lost) == 0 {
		return
	}
	Digest := DigestOf(key)
	for _, lost := range l.Lost {
		log := lost.Logs[Digest]
		if log == nil || lost.seen[Digest] || !log.IsOf(file) {
			continue
		}
		lost.seen[Digest] = true
		lost.Found = append(lost.Found, &LogFile{File: file, Key: key, Windows: log.Windows, Except: log.except})
	}
}

// ErrLogsMissing is of a lost commit whose log files are not all in the source.
func ErrLogsMissing(missing, all int) error {
	return fmt.Errorf("%d of the %d log files that it was made from are not in the source as they were then", missing, all)
}

// ForeignFiles returns the Parquet files that no commit names.
func (f *Folder) ForeignFiles(l *Ledger) ([]*trailq.FileError, error) {
	known := make(map[string]bool, len(l.Data))
	for _, name := range l.Data {
		known[name] = true
	}
	names, err := f.ListData()
	var foreign []*trailq.FileError
	for _, name := range names {
		if !known[name] {
			foreign = append(foreign, &trailq.FileError{File: f.FullName(name), Err: ErrForeign})
		}
	}
	return foreign, err
}

// ErrForeign is of a Parquet file that is in a converted folder, and not part of it.
var ErrForeign = errors.New("no commit of the folder names this file, so it is not read")

// CheckWhole checks the marks at both ends of a Parquet file
// (https://parquet.apache.org/docs/file-format/). Without them, an engine would fail
// all files because of one.
func CheckWhole(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(checkMarks(file), file.Close())
}

func checkMarks(file *os.File) error {
	const mark = "PAR1"
	info, err := file.Stat()
	if err != nil {
		return err
	}
	for _, at := range []int64{0, max(0, info.Size()-int64(len(mark)))} {
		var found [len(mark)]byte
		if _, err := file.ReadAt(found[:], at); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if string(found[:]) != mark || info.Size() < 12 {
			return errCut
		}
	}
	return nil
}

// errCut says that a file is not a Parquet file, or only a part of one.
var errCut = errors.New("not a complete Parquet file")
