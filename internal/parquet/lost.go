package parquet

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/trailq/trailq"
)

// lostCommit is a commit whose Parquet files are missing or damaged. It can be
// replaced when its log files, as they were then, are all listed again.
type lostCommit struct {
	number int
	order  int
	window window
	logs   map[digest]*lostLog // nil for the commit of a salvaged log file
	damage []*trailq.FileError // its Parquet files, and what is wrong
	data   []string            // all its Parquet files
	found  []*logFile          // of logs, listed so far
	seen   map[digest]bool     // likewise
	cause  error               // why it could not be replaced
}

// lostLog is a log file of a lost commit.
type lostLog struct {
	ledgerEntry
	except []window // whose events are in commits before
}

// Errors of Parquet files that are not as their commit says.
var (
	errMissingFile = errors.New("the file is missing")
	errOtherHash   = errors.New("the content is not what was written: its SHA-256 differs")
)

func errOtherSize(got, want int64) error {
	return fmt.Errorf("the file has %d bytes and was written with %d", got, want)
}

// examineFiles notes the Parquet files of a commit that are missing or damaged.
func (f *folder) examineFiles(l *ledger, number int, c *commit, verify bool) error {
	var damage []*trailq.FileError
	for _, d := range c.Data {
		name := f.dataPath(d)
		if problem := d.checkFile(name, verify); problem != nil {
			damage = append(damage, &trailq.FileError{File: name, Err: problem})
		}
	}
	if len(damage) > 0 {
		l.loseCommit(number, c, damage)
	}
	return nil
}

// checkFile compares a file with its commit: the size and, if wanted, the hash.
func (d dataFile) checkFile(name string, verify bool) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errMissingFile
	case err != nil:
		return err
	case info.Size() != d.Bytes:
		return errOtherSize(info.Size(), d.Bytes)
	}
	if !verify || d.SHA256 == "" {
		return checkWhole(name)
	}
	return d.checkHash(name)
}

// checkHash compares the hash of a file with that of its commit.
func (d dataFile) checkHash(name string) error {
	sum, err := hashFile(name)
	if err == nil && sum != d.SHA256 {
		return errOtherHash
	}
	return err
}

// hashFile returns the SHA-256 of a file, in hexadecimal.
func hashFile(name string) (sum string, err error) {
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
func (l *ledger) loseCommit(number int, c *commit, damage []*trailq.FileError) {
	lost := &lostCommit{number: number, order: c.orderAmong(number), window: c.window, damage: damage, seen: make(map[digest]bool)}
	for _, d := range c.Data {
		lost.data = append(lost.data, d.Path)
	}
	l.lost[number] = lost
	for _, s := range l.salvaged {
		if s.number == number {
			s.lost = true
			return
		}
	}
	only := []window{c.window}
	lost.logs = make(map[digest]*lostLog, len(c.Logs))
	for _, log := range c.Logs {
		lost.logs[digestOf(log.Path)] = &lostLog{ledgerEntry: ledgerEntry{log.Size, digestOf(log.Version), joinWindows(only, log.Windows...)}}
	}
}

// orderAmong returns the commit's place among those that share events.
func (c *commit) orderAmong(number int) int {
	if c.Order > 0 {
		return c.Order
	}
	return number
}

// findRepairs finds the windows of lost log files that commits before have.
func (f *folder) findRepairs(l *ledger) error {
	if len(l.lost) == 0 {
		return nil
	}
	return f.eachCommit(func(number int, c *commit) error {
		if c.Salvaged != "" {
			return nil
		}
		for _, log := range c.Logs {
			key := digestOf(log.Path)
			for _, lost := range l.lost {
				if one := lost.logs[key]; one != nil && c.orderAmong(number) < lost.order {
					one.except = append(append(one.except, c.window), log.Windows...)
				}
			}
		}
		return nil
	})
}

// goodData returns the Parquet files in the folder without those of lost commits
// that are damaged.
func (l *ledger) goodData(root string) []string {
	if len(l.lost) == 0 {
		return l.data
	}
	bad := make(map[string]bool)
	for _, lost := range l.lost {
		for _, problem := range lost.damage {
			bad[problem.File] = true
		}
	}
	var good []string
	for _, name := range l.data {
		if !bad[filepath.Join(root, filepath.FromSlash(name))] {
			good = append(good, name)
		}
	}
	return good
}

// noteListed notes a listed log file with each lost commit that had it.
func (l *ledger) noteListed(key string, file trailq.File) {
	if len(l.lost) == 0 {
		return
	}
	digest := digestOf(key)
	for _, lost := range l.lost {
		log := lost.logs[digest]
		if log == nil || lost.seen[digest] || !log.isOf(file) {
			continue
		}
		lost.seen[digest] = true
		lost.found = append(lost.found, &logFile{File: file, key: key, windows: log.windows, except: log.except})
	}
}

// errLogsMissing is of a lost commit whose log files are not all in the source.
func errLogsMissing(missing, all int) error {
	return fmt.Errorf("%d of the %d log files that it was made from are not in the source as they were then", missing, all)
}

// foreignFiles returns the Parquet files that no commit names.
func (f *folder) foreignFiles(l *ledger) ([]*trailq.FileError, error) {
	known := make(map[string]bool, len(l.data))
	for _, name := range l.data {
		known[name] = true
	}
	var foreign []*trailq.FileError
	err := filepath.WalkDir(f.path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(f.path, name)
		if err == nil && !entry.IsDir() && strings.HasSuffix(name, ".parquet") && !isOwn(inside) && !known[filepath.ToSlash(inside)] {
			foreign = append(foreign, &trailq.FileError{File: name, Err: errForeign})
		}
		return err
	})
	return foreign, err
}

// errForeign is of a Parquet file that is in a converted folder, and not part of it.
var errForeign = errors.New("no commit of the folder names this file, so it is not read")

// checkWhole checks the marks at both ends of a Parquet file
// (https://parquet.apache.org/docs/file-format/). Without them, an engine would fail
// all files because of one.
func checkWhole(name string) error {
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
