package parquet

import (
	"crypto/sha256"
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
// before the files get their names. In the record the log files come last, so that
// a query can stop before them.
type commit struct {
	window            // that was asked for
	Data   []dataFile `json:"data"`
	// Salvaged says why the only log file could not be read to its end, and Damaged
	// that this is due to what it holds. Empty is a commit of whole files.
	Salvaged string `json:"salvaged,omitempty"`
	Damaged  bool   `json:"damaged,omitempty"`
	// Lacking reports that failedFile says more about the log files of the commit.
	Lacking bool `json:"lacking,omitempty"`
	// Replaces are the numbers of the commits that are taken back for this one.
	Replaces []int `json:"replaces,omitempty"`
	// Order is the number that the commit had before its Parquet files were made again;
	// 0 is its own. Of an event in the windows of several commits, the first has it.
	Order int          `json:"order,omitempty"`
	Logs  []ledgerFile `json:"logs,omitempty"`
}

// dataFile is a Parquet file.
type dataFile struct {
	Path   string `json:"path"`   // in the folder, with slashes
	Staged string `json:"staged"` // its name until then, in the staging folder
	Rows   int    `json:"rows"`
	Bytes  int64  `json:"bytes"`
	// SHA256 is the hash of the content, in hexadecimal, and Modified the time of its
	// last change, in nanoseconds since 1970. Earlier versions wrote neither.
	SHA256   string `json:"sha256,omitempty"`
	Modified int64  `json:"modified,omitempty"`
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
	lost    bool // some of its Parquet files are damaged themselves
}

// digest stands for a text in less memory: there can be millions of log files.
type digest [16]byte

func digestOf(text string) digest {
	sum := sha256.Sum256([]byte(text))
	return digest(sum[:16])
}

// ledger knows the log files whose events are in the folder.
type ledger struct {
	entries  map[digest]ledgerEntry // by path
	salvaged map[digest]*salvage    // by path
	lost     map[int]*lostCommit    // by number
	commits  int                    // the number of the last
	lacking  bool                   // something of a log file is not in the folder
	data     []string               // the Parquet files, in the folder
}

// addCommit adds a commit, which is the last.
func (l *ledger) addCommit(number int, c *commit) {
	l.commits, l.lacking = number, l.lacking || c.Lacking
	for _, d := range c.Data {
		l.data = append(l.data, d.Path)
	}
	if len(c.Replaces) > 0 {
		l.forgetCommits(c.Replaces)
	}
	only := []window{c.window} // shared by most
	for _, log := range c.Logs {
		key, windows := digestOf(log.Path), append(slices.Clip(only), log.Windows...)
		if c.Salvaged != "" {
			l.salvaged[key] = newSalvage(number, c, ledgerEntry{log.Size, digestOf(log.Version), windows})
			continue
		}
		if e := l.entries[key]; len(e.windows) > 0 {
			windows = joinWindows(e.windows, windows...)
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

// forgetCommits removes commits that were taken back.
func (l *ledger) forgetCommits(numbers []int) {
	for _, number := range numbers {
		if lost := l.lost[number]; lost != nil {
			l.data = slices.DeleteFunc(l.data, func(name string) bool { return slices.Contains(lost.data, name) })
			delete(l.lost, number)
		}
	}
	for key, s := range l.salvaged {
		if slices.Contains(numbers, s.number) {
			l.data = slices.DeleteFunc(l.data, func(name string) bool { return slices.Contains(s.data, name) })
			delete(l.salvaged, key)
		}
	}
}

// errChanged says that a log file is not the one that was converted.
var errChanged = errors.New("it has changed since it was converted, and the folder keeps the earlier events: convert into a new folder to have it as it is now")

// lookUp reports whether a file is done. If it is not, it returns the windows whose
// events must be left out.
func (l *ledger) lookUp(key string, file trailq.File, w window) (done bool, except []window, err error) {
	e, found := l.entries[digestOf(key)]
	switch {
	case !found:
		return false, nil, nil
	case !e.isOf(file):
		return false, nil, errChanged
	}
	return anyCovers(e.windows, w), e.windows, nil
}

// keyOf returns the name by which the ledger knows a file, which does not depend on
// the current folder. JSON cannot hold a name that is not UTF-8, so such a name is
// quoted.
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
	pendingEnding = ".pending.gz" // perhaps without the final names of its files
)

// ErrDamagedLedger says that a file by which a folder knows what it holds is damaged.
var ErrDamagedLedger = errors.New("the folder's own record is damaged")

func damagedLedger(name string, err error) error {
	return fmt.Errorf("%s: %w: %w", name, ErrDamagedLedger, err)
}

// readCommit reads a commit's record.
func readCommit(name string) (*commit, error) {
	packed, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	c, err := decodeCommit(packed)
	if err != nil {
		return nil, damagedLedger(name, err)
	}
	return c, nil
}

// commitNumber returns the number in the name of a commit's record.
func commitNumber(name string) (int, error) {
	digits, _, _ := strings.Cut(name, ".")
	number, err := strconv.Atoi(digits)
	if err != nil || number <= 0 {
		return 0, errors.New("the name of the record has no number")
	}
	return number, nil
}

// loadLedger reads the records of all commits. It finishes pending ones first, and
// removes the leftovers of others.
func (f *folder) loadLedger(verify bool) (*ledger, error) {
	if err := f.settlePending(); err != nil {
		return nil, err
	}
	l := &ledger{entries: make(map[digest]ledgerEntry), salvaged: make(map[digest]*salvage), lost: make(map[int]*lostCommit)}
	err := f.eachCommit(func(number int, c *commit) error {
		l.addCommit(number, c)
		return f.examineFiles(l, number, c, verify)
	})
	if err == nil {
		err = f.findRepairs(l)
	}
	return l, errors.Join(err, f.clearStaging())
}

// eachCommit calls visit for the commits in the order of their numbers.
func (f *folder) eachCommit(visit func(number int, c *commit) error) error {
	records, err := os.ReadDir(f.ownPath(commitsFolder))
	if err != nil {
		return err
	}
	for _, record := range records {
		name := f.ownPath(commitsFolder, record.Name())
		number, err := commitNumber(record.Name())
		if err != nil {
			return damagedLedger(name, err)
		}
		c, err := readCommit(name)
		if err != nil {
			return err
		}
		if err := visit(number, c); err != nil {
			return err
		}
	}
	return nil
}

// settlePending finishes the pending commits.
func (f *folder) settlePending() error {
	records, err := os.ReadDir(f.ownPath(commitsFolder))
	if err != nil {
		return err
	}
	for _, record := range records {
		name := f.ownPath(commitsFolder, record.Name())
		number, ending, _ := strings.Cut(record.Name(), ".")
		switch "." + ending {
		case pendingEnding:
			var c *commit
			if c, err = readCommit(name); err == nil {
				err = f.finishCommit(number, c)
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
	left, err := os.ReadDir(f.ownPath(stagingFolder))
	for _, entry := range left {
		err = errors.Join(err, atomicfile.Remove(f.ownPath(stagingFolder, entry.Name())))
	}
	return err
}

// lostNumbers returns the numbers of the lost commits, in order.
func (l *ledger) lostNumbers() []int {
	var numbers []int
	for number := range l.lost {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// isFinal reports whether the folder has everything that can be read of a file: its
// content is damaged, and it has not changed since. Files without a version are read
// again, since a mended file can have the same size.
func (s *salvage) isFinal(file trailq.File) bool {
	return s != nil && s.damaged && !s.lost && file.Version != "" && s.isOf(file)
}
