package parquet

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"

	"github.com/trailq/trailq"
)

// failedFile is, in a folder's own, what it lacks: a [failure] a line. A folder
// that never lacked anything has none.
const failedFile = "failed.json.gz"

// failure is a log file that is not in the folder, or not wholly: the file could
// not be converted, or not to its end, or some of its records were rejected. Or it
// is a part of a source that could not be listed.
type failure struct {
	Path    string `json:"path"`           // as keyOf has it
	Name    string `json:"name,omitempty"` // as the events have it, if that is another
	Size    int64  `json:"size"`
	Version string `json:"version,omitempty"`
	// Windows are what was to be converted of the file and failed.
	Windows []window `json:"windows,omitempty"`
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
func (f *failure) addRejection(record int, cause string) {
	if f.Rejected++; len(f.Records) < rejectionsKept {
		f.Records = append(f.Records, rejection{record, cause})
	}
}

// fileName returns the log file's name as the events have it.
func (f *failure) fileName() string {
	if f.Name != "" {
		return f.Name
	}
	return f.Path
}

// causeOf returns what an error says about a file, without its name.
func causeOf(err *trailq.FileError) string {
	cause := err.Err
	var path *fs.PathError
	if errors.As(cause, &path) && path.Path == err.File {
		cause = path.Err
	}
	text := cause.Error()
	return text[:min(len(text), causeKept)]
}

// lackingFiles is what a folder remembers of log files that it lacks.
type lackingFiles struct {
	name     string // of the file that keeps it
	failures map[string]*failure
	more     bool // is known than the file has
	less     bool // is lacking than the file says
}

// loadMemory reads the log files that a folder lacks. Lacking says that there are
// some.
func (f *folder) loadMemory(lacking bool) (*lackingFiles, error) {
	m := &lackingFiles{name: f.ownPath(failedFile), failures: make(map[string]*failure)}
	file, err := os.Open(m.name)
	if errors.Is(err, fs.ErrNotExist) {
		if lacking {
			return nil, damagedLedger(m.name, errMissingFile)
		}
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	failures, err := readFailures(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, damagedLedger(m.name, err)
	}
	for _, one := range failures {
		m.failures[one.Path] = one
	}
	return m, nil
}

// readFailures reads the content of a failedFile.
func readFailures(file io.Reader) ([]*failure, error) {
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	var failures []*failure
	for lines := json.NewDecoder(unpacked); ; {
		one := new(failure)
		switch err := lines.Decode(one); {
		case errors.Is(err, io.EOF):
			return failures, nil
		case err != nil:
			return nil, err
		}
		failures = append(failures, one)
	}
}

// setFailure remembers a failure in place of an earlier one of the file.
func (m *lackingFiles) setFailure(f *failure) {
	if before := m.failures[f.Path]; before != nil {
		if f.Cause != "" {
			f.Windows = joinWindows(before.Windows, f.Windows...)
		}
		if reflect.DeepEqual(before, f) {
			return
		}
	}
	m.failures[f.Path] = f
	m.more = true
}

// forgetFile drops a file that the folder now has wholly.
func (m *lackingFiles) forgetFile(path string) {
	if m.failures[path] != nil {
		delete(m.failures, path)
		m.less = true
	}
}

// forgetListed forgets the parts of a source that could not be listed before, when
// the source was listed for a window and only the parts in again have failed.
func (m *lackingFiles) forgetListed(source string, w window, again map[string]bool) {
	for path, f := range m.failures {
		if f.Unlisted == source && !again[path] && allCovered(f.Windows, []window{w}) {
			m.forgetFile(path)
		}
	}
}

// markMended removes the failure of a file, but keeps its rejected records.
func (m *lackingFiles) markMended(path string) {
	switch f := m.failures[path]; {
	case f == nil || f.Cause == "":
	case f.Rejected == 0:
		m.forgetFile(path)
	default:
		f.Cause, f.Windows = "", nil
		m.less = true
	}
}

// saveMore writes the file if it lacks a failure. It is called before the events
// beside that failure can be seen.
func (m *lackingFiles) saveMore() error {
	if !m.more {
		return nil
	}
	return m.saveAll()
}

// saveAll writes the file if it is not up to date.
func (m *lackingFiles) saveAll() error {
	if !m.more && !m.less {
		return nil
	}
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	lines := json.NewEncoder(to)
	for _, path := range slices.Sorted(maps.Keys(m.failures)) {
		if err := lines.Encode(m.failures[path]); err != nil {
			return err
		}
	}
	if err := to.Close(); err != nil {
		return err
	}
	if err := writeOwn(m.name, packed.Bytes()); err != nil {
		return err
	}
	m.more, m.less = false, false
	return nil
}

// asListed returns the log file as a source lists it.
func (f *failure) asListed() trailq.File {
	return trailq.File{Path: f.fileName(), Size: f.Size, Version: f.Version}
}

// skippedBy reports whether a filter rules out the log file. An unlisted part of a
// source can hold any file, so no filter rules it out.
func (f *failure) skippedBy(filter *trailq.Filter) bool {
	return f.Unlisted == "" && filter.Skips(f.asListed()) != ""
}

// tellRejected warns about the records that were rejected.
func (f *failure) tellRejected(warn func(error)) {
	for _, one := range f.Records {
		warn(&trailq.FileError{File: f.fileName(), Record: one.Record, Err: fmt.Errorf("%w: %s", errLacking, one.Cause)})
	}
	if more := f.Rejected - int64(len(f.Records)); more > 0 {
		warn(&trailq.FileError{File: f.fileName(), Err: fmt.Errorf("%d more records could not be converted", more)})
	}
}

// errLacking says that a folder has nothing of a log file, or not all.
var errLacking = errors.New("it could not be converted")
