package layout

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"time"

	"github.com/trailq/trailq"
)

// IndexFile says which other files of its own a folder has, so that none of them can go
// missing without a word. Folders of earlier versions have none.
const IndexFile = "index.json.gz"

// Index is the content of that file. It is written after a file appears and before a file
// is removed. If the process is killed between the two, the index says less than there is,
// never more.
type Index struct {
	Format int   `json:"index"`          // of the index: 1
	Newest int   `json:"newest"`         // the number of the last commit
	Gone   []int `json:"gone,omitempty"` // the numbers up to it that were taken back
	// Failed says that there is a failedFile, and Unfinished that there is an UnfinishedFile.
	Failed     bool `json:"failed,omitempty"`
	Unfinished bool `json:"unfinished,omitempty"`
	// Logs is the sum of all entries of the ledger; see [entrySum].
	Logs Digest `json:"logs"`
	// Lost are commits whose records were missing when a conversion began. They are lost
	// until the ledger has the sum Wanted again: then the log files of the lost commits
	// have been converted again, as they were.
	Lost   []int  `json:"lost,omitempty"`
	Wanted Digest `json:"wanted,omitzero"`
}

const indexNumber = 1

// Limits of what is believed of an index: names of records have eight digits, and a folder
// whose index is not its own misses many.
const (
	mostCommits = 99_999_999
	mostMissing = 1000
)

// Errors about the files that an index names.
var (
	// ErrRecordMissing says that the record of a commit is missing.
	ErrRecordMissing = errors.New("the record of a commit is missing, and so are the events that no other commit has")
	// ErrIndexMissing says that a folder had an index.
	ErrIndexMissing = errors.New("the file is missing: it names the folder's commits")
)

// DecodeIndex reads the content of an index.
func DecodeIndex(packed io.Reader) (*Index, error) {
	unpacked, err := newUnpacker(packed)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, err
	}
	x := new(Index)
	if err := json.Unmarshal(text, x); err != nil {
		return nil, err
	}
	if x.Format != indexNumber || x.Newest < 0 || x.Newest > mostCommits {
		return nil, errors.New("it is not an index that this program knows")
	}
	return x, nil
}

// readIndex reads the folder's index; nil is a folder without one.
func (f *Folder) readIndex() (*Index, error) {
	packed, err := f.ReadFile(ownFile(IndexFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	x, err := DecodeIndex(bytes.NewReader(packed))
	if err != nil {
		return nil, damagedLedger(f.OwnPath(IndexFile), err)
	}
	return x, nil
}

func (f *Folder) writeIndex() error {
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	if err := errors.Join(json.NewEncoder(to).Encode(f.index), to.Close()); err != nil {
		return err
	}
	return f.WriteFile(ownFile(IndexFile), packed.Bytes())
}

// setInIndex changes one of the index's marks, and writes it if that is a change.
func (f *Folder) setInIndex(mark *bool, to bool) error {
	if *mark == to {
		return nil
	}
	*mark = to
	return f.writeIndex()
}

// addToIndex adds a commit, whose record is there.
func (f *Folder) addToIndex(number int, c *Commit, logs Digest) error {
	x := f.index
	x.Newest, x.Logs = number, logs
	x.Gone = append(x.Gone, c.Replaces...)
	return f.writeIndex()
}

// Records collects which commits the records of a folder tell of.
type Records struct {
	Last     int  // the highest number
	Indexed  bool // a record says that there is an index
	present  map[int]bool
	replaced map[int]bool
}

// NoteRecord notes a record; c is nil where it cannot be read.
func (r *Records) NoteRecord(number int, c *Commit) {
	if r.present == nil {
		r.present, r.replaced = make(map[int]bool), make(map[int]bool)
	}
	r.present[number], r.Last = true, max(r.Last, number)
	if c != nil {
		r.Indexed = r.Indexed || c.Number > 0
		for _, old := range c.Replaces {
			r.replaced[old] = true
		}
	}
}

// MissingRecords returns the numbers of the commits that the index names, that have no
// record, and that no other commit has replaced: the first of them if they are many.
func (x *Index) MissingRecords(r *Records) []int {
	missing, gone := slices.Clone(x.Lost), make(map[int]bool, len(x.Gone))
	for _, number := range x.Gone {
		gone[number] = true
	}
	for number := 1; number <= x.Newest && len(missing) < mostMissing; number++ {
		if !r.present[number] && !r.replaced[number] && !gone[number] {
			missing = append(missing, number)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// RecordPath returns the path in the folder of a commit's record.
func RecordPath(number int) string {
	return ownFile(CommitsFolder, CommitName(number)+CommitEnding)
}

// settleIndex compares the records with the index, and brings it up to date. A folder
// without an index gets one.
func (f *Folder) settleIndex(x *Index, r *Records, l *Ledger) error {
	if x == nil {
		if f.isIndexed(r) {
			return damagedLedger(f.OwnPath(IndexFile), ErrIndexMissing)
		}
		x = &Index{Format: indexNumber}
	}
	if missing := x.MissingRecords(r); len(missing) > len(x.Lost) {
		if len(x.Lost) == 0 {
			x.Wanted = x.Logs
		} else { // of several losses, the first sum lacks what was added since
			x.Wanted = Digest{}
		}
		x.Lost = missing
	}
	x.Newest, x.Gone, x.Logs = r.Last, nil, l.sum
	for number := 1; number < r.Last; number++ {
		if !r.present[number] {
			x.Gone = append(x.Gone, number)
		}
	}
	f.index = x
	var err error
	if x.Unfinished, err = f.hasOwn(UnfinishedFile, x.Unfinished); err == nil {
		x.Failed, err = f.hasOwn(FailedFile, x.Failed)
	}
	return errors.Join(err, f.writeIndex())
}

// isIndexed reports whether the folder must have an index, by its records and its form.
func (f *Folder) isIndexed(r *Records) bool {
	var form Format
	text, err := f.ReadFile(ownFile(FormatFile))
	return r.Indexed || err == nil && DecodeFormat(text, &form) == nil && form.Index
}

// hasOwn reports whether there is a file, which must be there if the index has it.
func (f *Folder) hasOwn(name string, indexed bool) (bool, error) {
	_, err := f.ReadFile(ownFile(name))
	if errors.Is(err, fs.ErrNotExist) {
		if indexed {
			return false, damagedLedger(f.OwnPath(name), ErrMissingFile)
		}
		return false, nil
	}
	return err == nil, err
}

// LostRecords returns the numbers of the commits whose records are lost. It first forgets
// them if the ledger has all log files again that the folder had.
func (f *Folder) LostRecords(l *Ledger) ([]int, error) {
	x := f.index
	if len(x.Lost) == 0 || x.Wanted == (Digest{}) || l.sum != x.Wanted {
		return x.Lost, nil
	}
	x.Lost, x.Wanted = nil, Digest{}
	return nil, f.writeIndex()
}

// changeSum adds an entry of the ledger to its sum, or takes it away: a sum of the same
// entries is the same in any order.
func (l *Ledger) changeSum(key Digest, e ledgerEntry) {
	for i, b := range entrySum(key, e) {
		l.sum[i] ^= b
	}
}

// entrySum stands for all that the ledger knows of a log file.
func entrySum(key Digest, e ledgerEntry) Digest {
	text := append(key[:], e.version[:]...)
	text = strconv.AppendInt(text, e.size, 10)
	for _, w := range e.Windows {
		for _, end := range []time.Time{w.From, w.To} {
			text = end.UTC().AppendFormat(append(text, ' '), time.RFC3339Nano)
		}
	}
	return DigestOf(string(text))
}

// CheckOwn compares the folder's own files with its index, and returns what is missing,
// and that the folder is unfinished.
func (f *Folder) CheckOwn(r *Records) (problems []*trailq.FileError, err error) {
	miss := func(name string, err error) {
		problems = append(problems, &trailq.FileError{File: f.FullName(name), Err: err})
	}
	unfinished, err := f.ReadUnfinished()
	if err != nil {
		return nil, err
	}
	if len(unfinished.Runs) > 0 {
		problems = append(problems, unfinished.Runs[0].Warning(f.OwnPath(UnfinishedFile)))
	}
	x, err := f.readIndex()
	if x == nil {
		if err == nil && f.isIndexed(r) {
			miss(ownFile(IndexFile), ErrIndexMissing)
		}
		return problems, err
	}
	for _, number := range x.MissingRecords(r) {
		miss(RecordPath(number), ErrRecordMissing)
	}
	if x.Unfinished && len(unfinished.Runs) == 0 {
		miss(ownFile(UnfinishedFile), ErrUnfinished)
	}
	if x.Failed {
		if _, err := f.ReadFile(ownFile(FailedFile)); errors.Is(err, fs.ErrNotExist) {
			miss(ownFile(FailedFile), ErrMissingFile)
		}
	}
	return problems, nil
}
