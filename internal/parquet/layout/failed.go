package layout

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"reflect"
	"slices"

	"github.com/trailq/trailq"
)

// FailedFile is, in a folder's own, what it lacks: a [failure] a line. A folder
// that never lacked anything has none.
const FailedFile = "failed.json.gz"

// Failure is a log file that is not in the folder, or not wholly: the file could
// not be converted, or not to its end, or some of its records were rejected. Or it
// is a part of a source that could not be listed.
type Failure struct {
	Path    string `json:"path"`           // as keyOf has it
	Name    string `json:"name,omitempty"` // as the events have it, if that is another
	Size    int64  `json:"size"`
	Version string `json:"version,omitempty"`
	// Windows are what was to be converted of the file and failed.
	Windows []Window `json:"windows,omitempty"`
	// Cause says why the file failed. It is empty where it was read to its end.
	Cause string `json:"cause,omitempty"`
	// Unlisted is the source, if this is a part of it that could not be listed.
	Unlisted string `json:"unlisted,omitempty"`
	// Rejected is how many records were rejected, and Records are the first of them.
	Rejected int64       `json:"rejected,omitempty"`
	Records  []rejection `json:"records,omitempty"`
}

// rejection is a record that was rejected.
type rejection struct {
	Record int    `json:"record"`
	Cause  string `json:"cause"`
}

const (
	rejectionsKept = 1000 // of a file
	causeKept      = 1000 // bytes
)

// addRejection adds a rejected record to the tally.
func (f *Failure) addRejection(record int, cause string) {
	if f.Rejected++; len(f.Records) < rejectionsKept {
		f.Records = append(f.Records, rejection{record, cause})
	}
}

// FileName returns the log file's name as the events have it.
func (f *Failure) FileName() string {
	if f.Name != "" {
		return f.Name
	}
	return f.Path
}

// CauseOf returns what an error says about a file, without its name.
func CauseOf(err *trailq.FileError) string {
	cause := err.Err
	var path *fs.PathError
	if errors.As(cause, &path) && path.Path == err.File {
		cause = path.Err
	}
	text := cause.Error()
	if err.Entry != "" {
		text = err.Entry + ": " + text
	}
	return text[:min(len(text), causeKept)]
}

// LackingFiles is what a folder remembers of log files that it lacks.
type LackingFiles struct {
	folder   *Folder
	Failures map[string]*Failure
	more     bool // is known than the file has
	less     bool // is lacking than the file says
}

// LoadMemory reads the log files that a folder lacks. Lacking says that there are
// some.
func (f *Folder) LoadMemory(lacking bool) (*LackingFiles, error) {
	m := &LackingFiles{folder: f, Failures: make(map[string]*Failure)}
	packed, err := f.ReadFile(ownFile(FailedFile))
	if errors.Is(err, fs.ErrNotExist) {
		if lacking {
			return nil, damagedLedger(f.OwnPath(FailedFile), ErrMissingFile)
		}
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	failures, err := ReadFailures(bytes.NewReader(packed))
	if err != nil {
		return nil, damagedLedger(f.OwnPath(FailedFile), err)
	}
	for _, one := range failures {
		m.Failures[one.Path] = one
	}
	return m, nil
}

// ReadFailures reads the content of a failedFile.
func ReadFailures(file io.Reader) ([]*Failure, error) {
	unpacked, err := newUnpacker(file)
	if err != nil {
		return nil, err
	}
	var failures []*Failure
	for lines := json.NewDecoder(unpacked); ; {
		one := new(Failure)
		switch err := lines.Decode(one); {
		case errors.Is(err, io.EOF):
			return failures, nil
		case err != nil:
			return nil, err
		case one.Cause == "" && one.Unlisted == "" && one.Rejected == 0: // it is another file's content
			return nil, errors.New("a line says of no file what it lacks")
		}
		failures = append(failures, one)
	}
}

// SetFailure remembers a failure in place of an earlier one of the file.
func (m *LackingFiles) SetFailure(f *Failure) {
	if before := m.Failures[f.Path]; before != nil {
		if f.Cause != "" {
			f.Windows = joinWindows(before.Windows, f.Windows...)
		}
		if reflect.DeepEqual(before, f) {
			return
		}
	}
	m.Failures[f.Path] = f
	m.more = true
}

// ForgetFile drops a file that the folder now has wholly.
func (m *LackingFiles) ForgetFile(path string) {
	if m.Failures[path] != nil {
		delete(m.Failures, path)
		m.less = true
	}
}

// ForgetListed forgets the parts of a source that could not be listed before, when
// the source was listed for a window and only the parts in again have failed.
func (m *LackingFiles) ForgetListed(source string, w Window, again map[string]bool) {
	for path, f := range m.Failures {
		if f.Unlisted == source && !again[path] && AllCovered(f.Windows, []Window{w}) {
			m.ForgetFile(path)
		}
	}
}

// MarkMended removes the failure of a file, but keeps its rejected records.
func (m *LackingFiles) MarkMended(path string) {
	switch f := m.Failures[path]; {
	case f == nil || f.Cause == "":
	case f.Rejected == 0:
		m.ForgetFile(path)
	default:
		f.Cause, f.Windows = "", nil
		m.less = true
	}
}

// SaveMore writes the file if it lacks a failure. It is called before the events
// beside that failure can be seen.
func (m *LackingFiles) SaveMore() error {
	if !m.more {
		return nil
	}
	return m.SaveAll()
}

// SaveAll writes the file if it is not up to date.
func (m *LackingFiles) SaveAll() error {
	if !m.more && !m.less {
		return nil
	}
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	lines := json.NewEncoder(to)
	for _, path := range slices.Sorted(maps.Keys(m.Failures)) {
		if err := lines.Encode(m.Failures[path]); err != nil {
			return err
		}
	}
	if err := to.Close(); err != nil {
		return err
	}
	if err := m.folder.WriteFile(ownFile(FailedFile), packed.Bytes()); err != nil {
		return err
	}
	m.more, m.less = false, false
	return m.folder.setInIndex(&m.folder.index.Failed, true)
}

// asListed returns the log file as a source lists it.
func (f *Failure) asListed() trailq.File {
	return trailq.File{Path: f.FileName(), Size: f.Size, Version: f.Version}
}

// SkippedBy reports whether a filter rules out the log file. An unlisted part of a
// source can hold any file, so no filter rules it out.
func (f *Failure) SkippedBy(filter *trailq.Filter) bool {
	return f.Unlisted == "" && filter.Skips(f.asListed()) != ""
}

// TellRejected warns about the records that were rejected.
func (f *Failure) TellRejected(warn func(error)) {
	for _, one := range f.Records {
		warn(&trailq.FileError{File: f.FileName(), Record: one.Record, Err: fmt.Errorf("%w: %s", ErrLacking, one.Cause)})
	}
	if more := f.Rejected - int64(len(f.Records)); more > 0 {
		warn(&trailq.FileError{File: f.FileName(), Err: fmt.Errorf("%d more records could not be converted", more)})
	}
}

// ErrLacking says that a folder has nothing of a log file, or not all.
var ErrLacking = errors.New("it could not be converted")
