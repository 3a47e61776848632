package layout

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/trailq/trailq"
)

// Commit is a part of a conversion that is in the folder wholly or not at all:
// Parquet files, and the log files whose events they hold. Its record is written
// before the files get their names. In the record the log files come last, so that
// a query can stop before them.
type Commit struct {
	Window // that was asked for
	// Number is the commit's; earlier versions did not write it, and had no index.
	Number int        `json:"number,omitempty"`
	Data   []DataFile `json:"data"`
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
	Logs  []LedgerFile `json:"logs,omitempty"`
}

// DataFile is a Parquet file.
type DataFile struct {
	Path   string `json:"path"`   // in the folder, with slashes
	Staged string `json:"staged"` // its name until then, in the staging folder
	Rows   int    `json:"rows"`
	Bytes  int64  `json:"bytes"`
	// SHA256 is the hash of the content, in hexadecimal, and Modified the time of its
	// last change, in nanoseconds since 1970. Earlier versions wrote neither.
	SHA256   string `json:"sha256,omitempty"`
	Modified int64  `json:"modified,omitempty"`
	Derived
	// Alone says that each event of the file tells of a call which no other event tells of.
	// Earlier versions did not find out.
	Alone bool `json:"alone,omitempty"`
}

// LedgerFile is a log file that was read to its end, or was salvaged.
type LedgerFile struct {
	Path    string   `json:"path"` // absolute, or s3://bucket/key
	Size    int64    `json:"size"`
	Version string   `json:"version,omitempty"`
	Windows []Window `json:"windows,omitempty"` // beside the commit's
}

// ledgerEntry is what the ledger knows of a log file.
type ledgerEntry struct {
	size    int64
	version Digest
	Windows []Window
}

// IsOf reports whether a file is as it was then.
func (e *ledgerEntry) IsOf(file trailq.File) bool {
	return e.size == file.Size && e.version == DigestOf(file.Version)
}

// salvage is a log file that could not be read to its end, and whose events up to
// there are in the folder, by a commit of its own.
type salvage struct {
	ledgerEntry
	Number  int // of the commit
	Rows    int
	Data    []string
	Cause   string
	damaged bool
	Lost    bool // some of its Parquet files are damaged themselves
}

// Digest stands for a text in less memory: there can be millions of log files.
type Digest [16]byte

// DigestOf returns the Digest of a text.
func DigestOf(text string) Digest {
	sum := sha256.Sum256([]byte(text))
	return Digest(sum[:16])
}

// Ledger knows the log files whose events are in the folder.
type Ledger struct {
	entries  map[Digest]ledgerEntry // by path
	Salvaged map[Digest]*salvage    // by path
	Lost     map[int]*LostCommit    // by number
	Commits  int                    // the number of the last
	Lacking  bool                   // something of a log file is not in the folder
	Data     []string               // the Parquet files, in the folder
	sum      Digest                 // of all entries
}

// addCommit adds a commit, which is the last.
func (l *Ledger) addCommit(number int, c *Commit) {
	l.Commits, l.Lacking = number, l.Lacking || c.Lacking
	for _, d := range c.Data {
		l.Data = append(l.Data, d.Path)
	}
	if len(c.Replaces) > 0 {
		l.forgetCommits(c.Replaces)
	}
	only := []Window{c.Window} // shared by most
	for _, log := range c.Logs {
		key, windows := DigestOf(log.Path), append(slices.Clip(only), log.Windows...)
		if c.Salvaged != "" {
			l.setSalvaged(key, newSalvage(number, c, ledgerEntry{log.Size, DigestOf(log.Version), windows}))
			continue
		}
		before, found := l.entries[key]
		if found {
			windows = joinWindows(before.Windows, windows...)
			l.changeSum(key, before)
		}
		l.entries[key] = ledgerEntry{log.Size, DigestOf(log.Version), windows}
		l.changeSum(key, l.entries[key])
	}
}

// setSalvaged sets what there is of a log file that could not be read to its end.
func (l *Ledger) setSalvaged(key Digest, s *salvage) {
	if before := l.Salvaged[key]; before != nil {
		l.changeSum(key, before.ledgerEntry)
	}
	l.Salvaged[key] = s
	l.changeSum(key, s.ledgerEntry)
}

func newSalvage(number int, c *Commit, e ledgerEntry) *salvage {
	s := &salvage{ledgerEntry: e, Number: number, Cause: c.Salvaged, damaged: c.Damaged}
	for _, d := range c.Data {
		s.Rows += d.Rows
		s.Data = append(s.Data, d.Path)
	}
	return s
}

// forgetCommits removes commits that were taken back.
func (l *Ledger) forgetCommits(numbers []int) {
	for _, number := range numbers {
		if lost := l.Lost[number]; lost != nil {
			l.Data = slices.DeleteFunc(l.Data, func(name string) bool { return slices.Contains(lost.Data, name) })
			delete(l.Lost, number)
		}
	}
	for key, s := range l.Salvaged {
		if slices.Contains(numbers, s.Number) {
			l.Data = slices.DeleteFunc(l.Data, func(name string) bool { return slices.Contains(s.Data, name) })
			delete(l.Salvaged, key)
			l.changeSum(key, s.ledgerEntry)
		}
	}
}

// errChanged says that a log file is not the one that was converted.
var errChanged = errors.New("it has changed since it was converted, and the folder keeps the earlier events: convert into a new folder to have it as it is now")

// LookUp reports whether a file is done. If it is not, it returns the windows whose
// events must be left out.
func (l *Ledger) LookUp(key string, file trailq.File, w Window) (done bool, except []Window, err error) {
	e, found := l.entries[DigestOf(key)]
	switch {
	case !found:
		return false, nil, nil
	case !e.IsOf(file):
		return false, nil, errChanged
	}
	return AnyCovers(e.Windows, w), e.Windows, nil
}

// KeyOf returns the name by which the ledger knows a file, which does not depend on
// the current folder. JSON cannot hold a name that is not UTF-8, so such a name is
// quoted.
func KeyOf(name string) string {
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
	CommitEnding  = ".json.gz"
	PendingEnding = ".pending.gz" // perhaps without the final names of its files
)

// ErrDamagedLedger says that a file by which a folder knows what it holds is damaged.
var ErrDamagedLedger = errors.New("the folder's own record is damaged")

func damagedLedger(name string, err error) error {
	return fmt.Errorf("%s: %w: %w", name, ErrDamagedLedger, err)
}

// readCommit reads a commit's record.
func (f *Folder) readCommit(name string) (*Commit, error) {
	packed, err := f.ReadFile(name)
	if err != nil {
		return nil, err
	}
	c, err := DecodeCommit(packed)
	if err == nil {
		err = c.CheckNumber(name)
	}
	if err != nil {
		return nil, damagedLedger(f.FullName(name), err)
	}
	return c, nil
}

// CommitNumber returns the number in the name of a commit's record.
func CommitNumber(name string) (int, error) {
	digits, _, _ := strings.Cut(name, ".")
	number, err := strconv.Atoi(digits)
	if err != nil || number <= 0 {
		return 0, errors.New("the name of the record has no number")
	}
	return number, nil
}

// CheckNumber refuses the record of another commit under this one's name.
func (c *Commit) CheckNumber(name string) error {
	number, err := CommitNumber(path.Base(filepath.ToSlash(name)))
	if err != nil {
		return err
	}
	numbers := []int{c.Number} // 0 in records of earlier versions
	for _, d := range c.Data {
		numbers = append(numbers, NumberIn(d.Path))
	}
	for _, own := range numbers {
		if own > 0 && own != number {
			return fmt.Errorf("it is the record of commit %d", own)
		}
	}
	return nil
}

// NumberIn returns the number of the commit in the name of a Parquet file; 0 is a name
// without one.
func NumberIn(name string) int {
	digits, _, _ := strings.Cut(path.Base(name), "-")
	number, err := CommitNumber(digits)
	if err != nil {
		return 0
	}
	return number
}

// LoadLedger reads the records of all commits. It finishes pending ones first, and
// removes the leftovers of others.
func (f *Folder) LoadLedger(verify bool) (*Ledger, error) {
	index, err := f.readIndex()
	if err != nil {
		return nil, err
	}
	if err := f.settlePending(); err != nil {
		return nil, err
	}
	var records Records
	l := &Ledger{entries: make(map[Digest]ledgerEntry), Salvaged: make(map[Digest]*salvage), Lost: make(map[int]*LostCommit)}
	err = f.EachCommit(func(number int, c *Commit) error {
		records.NoteRecord(number, c)
		l.addCommit(number, c)
		return f.examineFiles(l, number, c, verify)
	})
	if err == nil {
		err = f.findRepairs(l)
	}
	if err == nil {
		err = f.settleIndex(index, &records, l)
	}
	return l, errors.Join(err, f.ClearStaging())
}

// EachCommit calls visit for the commits in the order of their numbers.
func (f *Folder) EachCommit(visit func(number int, c *Commit) error) error {
	records, err := f.ListNames(ownFile(CommitsFolder))
	if err != nil {
		return err
	}
	for _, record := range records {
		name := ownFile(CommitsFolder, record)
		number, err := CommitNumber(record)
		if err != nil {
			return damagedLedger(f.FullName(name), err)
		}
		c, err := f.readCommit(name)
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
func (f *Folder) settlePending() error {
	records, err := f.ListNames(ownFile(CommitsFolder))
	if err != nil {
		return err
	}
	for _, record := range records {
		name := ownFile(CommitsFolder, record)
		_, ending, _ := strings.Cut(record, ".")
		switch "." + ending {
		case PendingEnding:
			err = f.finishPending(name)
		case CommitEnding:
		default:
			err = f.RemoveFiles(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// finishPending finishes a pending commit. The index follows when all records are read.
func (f *Folder) finishPending(name string) error {
	number, err := CommitNumber(path.Base(name))
	if err != nil {
		return damagedLedger(f.FullName(name), err)
	}
	c, err := f.readCommit(name)
	if err == nil {
		err = f.nameFiles(c)
	}
	if err == nil {
		err = f.markDone(number)
	}
	return err
}

// ClearStaging removes what no commit names.
func (f *Folder) ClearStaging() error {
	left, err := f.ListNames(ownFile(StagingFolder))
	for i, name := range left {
		left[i] = StagedFile(name)
	}
	return errors.Join(err, f.RemoveFiles(left...))
}

// LostNumbers returns the numbers of the lost commits, in order.
func (l *Ledger) LostNumbers() []int {
	var numbers []int
	for number := range l.Lost {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// IsFinal reports whether the folder has everything that can be read of a file: its
// content is damaged, and it has not changed since. Files without a version are read
// again, since a mended file can have the same size.
func (s *salvage) IsFinal(file trailq.File) bool {
	return s != nil && s.damaged && !s.Lost && file.Version != "" && s.IsOf(file)
}
