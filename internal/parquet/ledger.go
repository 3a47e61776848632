package parquet

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/atomicfile"
)

// commit is a part of a conversion that is in the folder wholly or not at all:
// Parquet files, and the log files whose events they hold. Its record is written
// before the files get their names.
type commit struct {
	window              // that was asked for
	Data   []dataFile   `json:"data"`
	Logs   []ledgerFile `json:"logs"`
	// Salvaged says why the only log file could not be read to its end, and Damaged
	// that this is due to what it holds. Empty is a commit of whole files.
	Salvaged string `json:"salvaged,omitempty"`
	Damaged  bool   `json:"damaged,omitempty"`
	// Replaces are the numbers of the commits that are taken back for this one.
	Replaces []int `json:"replaces,omitempty"`
}

// dataFile is a Parquet file.
type dataFile struct {
	Path   string `json:"path"`   // in the folder, with slashes
	Staged string `json:"staged"` // its name until then, in the staging folder
	Rows   int    `json:"rows"`
	Bytes  int64  `json:"bytes"`
}

// ledgerFile is a log file that was read to its end, or was salvaged.
type ledgerFile struct {
	Path    string   `json:"path"` // absolute, or s3://bucket/key
	Size    int64    `json:"size"`
	Version string   `json:"version,omitempty"`
	Windows []window `json:"windows,omitempty"` // beside the commit's
}

// ledgerEntry is what the ledger knows of a log file.
type ledgerEntry struct {
	size    int64
	version digest
	windows []window
}

// isOf reports whether a file is as it was then.
func (e *ledgerEntry) isOf(file trailq.File) bool {
	return e.size == file.Size && e.version == digestOf(file.Version)
}

// salvage is a log file that could not be read to its end, and whose events up to
// there are in the folder, by a commit of its own.
type salvage struct {
	ledgerEntry
	number  int // of the commit
	rows    int
	data    []string
	cause   string
	damaged bool
}

// digest stands for a text in less memory: there may be millions of log files.
type digest [16]byte

func digestOf(text string) digest {
	sum := sha256.Sum256([]byte(text))
	return digest(sum[:16])
}

// ledger knows the log files whose events are in the folder.
type ledger struct {
	entries  map[digest]ledgerEntry // by path
	salvaged map[digest]*salvage    // by path
	commits  int                    // the number of the last
	data     []string               // the Parquet files, in the folder
}

// add enters a commit, which is the last.
func (l *ledger) add(number int, c *commit) {
	l.commits = number
	for _, d := range c.Data {
		l.data = append(l.data, d.Path)
	}
	if len(c.Replaces) > 0 {
		l.forget(c.Replaces)
	}
	only := []window{c.window} // shared by most
	for _, log := range c.Logs {
		key, windows := digestOf(log.Path), append(slices.Clip(only), log.Windows...)
		if c.Salvaged != "" {
			l.salvaged[key] = newSalvage(number, c, ledgerEntry{log.Size, digestOf(log.Version), windows})
			continue
		}
		if e := l.entries[key]; len(e.windows) > 0 {
			windows = append(slices.Clip(e.windows), windows...)
		}
		l.entries[key] = ledgerEntry{log.Size, digestOf(log.Version), windows}
	}
}

func newSalvage(number int, c *commit, e ledgerEntry) *salvage {
	s := &salvage{ledgerEntry: e, number: number, cause: c.Salvaged, damaged: c.Damaged}
	for _, d := range c.Data {
		s.rows += d.Rows
		s.data = append(s.data, d.Path)
	}
	return s
}

// forget removes commits that were taken back.
func (l *ledger) forget(numbers []int) {
	for key, s := range l.salvaged {
		if slices.Contains(numbers, s.number) {
			l.data = slices.DeleteFunc(l.data, func(name string) bool { return slices.Contains(s.data, name) })
			delete(l.salvaged, key)
		}
	}
}

// errChanged is a log file that is not the one that was converted.
var errChanged = errors.New("it has changed since it was converted, and what was converted of it is kept: convert into a new folder to have it as it is now")

// look says what is to be done with a file: nothing if it is done, or convert
// those of its events that are in none of the windows.
func (l *ledger) look(key string, file trailq.File, w window) (done bool, except []window, err error) {
	e, found := l.entries[digestOf(key)]
	switch {
	case !found:
		return false, nil, nil
	case !e.isOf(file):
		return false, nil, errChanged
	}
	return anyCovers(e.windows, w), e.windows, nil
}

// keyOf is the name that the ledger knows a file by: the same wherever the
// command is run. JSON could not keep a name that is no UTF-8.
func keyOf(name string) string {
	if !strings.Contains(name, "://") {
		if absolute, err := filepath.Abs(name); err == nil {
			name = absolute
		}
	}
	if !utf8.ValidString(name) {
		return strconv.Quote(name)
	}
	return name
}

// Endings of commit records.
const (
	commitEnding  = ".json.gz"
	pendingEnding = ".pending.gz" // its files may not have their names yet
)

// readCommit reads a commit's record.
func readCommit(name string) (*commit, error) {
	packed, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := new(commit)
	if err := json.NewDecoder(unpacked).Decode(c); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// load reads the records of all commits. Those that are pending come to their
// end first, and what was left of others is removed.
func (f *folder) load() (*ledger, error) {
	if err := f.settle(); err != nil {
		return nil, err
	}
	l := &ledger{entries: make(map[digest]ledgerEntry), salvaged: make(map[digest]*salvage)}
	records, err := os.ReadDir(f.own(commitsFolder))
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		name := f.own(commitsFolder, record.Name())
		c, err := readCommit(name)
		if err != nil {
			return nil, err
		}
		var number int
		if _, err := fmt.Sscanf(record.Name(), "%d", &number); err != nil {
			return nil, fmt.Errorf("%s: this is no record of a conversion", name)
		}
		l.add(number, c)
	}
	return l, f.clearStaging()
}

// settle leaves only records of commits that are done.
func (f *folder) settle() error {
	records, err := os.ReadDir(f.own(commitsFolder))
	if err != nil {
		return err
	}
	for _, record := range records {
		name := f.own(commitsFolder, record.Name())
		number, ending, _ := strings.Cut(record.Name(), ".")
		switch "." + ending {
		case pendingEnding:
			var c *commit
			if c, err = readCommit(name); err == nil {
				err = f.finish(number, c)
			}
		case commitEnding:
		default:
			err = atomicfile.Remove(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// clearStaging removes what no commit names.
func (f *folder) clearStaging() error {
	left, err := os.ReadDir(f.own(stagingFolder))
	for _, entry := range left {
		err = errors.Join(err, atomicfile.Remove(f.own(stagingFolder, entry.Name())))
	}
	return err
}
