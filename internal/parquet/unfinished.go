package parquet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/atomicfile"
)

// unfinishedFile is there while a conversion runs, and stays after one that was
// killed or has failed: the events of some log files are not in the folder.
const unfinishedFile = "unfinished.json"

// unfinished is the content of that file.
type unfinished struct {
	Runs []unfinishedRun `json:"runs"`
}

// unfinishedRun is a conversion that has not come to its end.
type unfinishedRun struct {
	Source string    `json:"source"` // empty until the first conversion into a new folder begins
	Began  time.Time `json:"began"`
	window           // in which events are missing
}

// errUnfinished says that a conversion has not come to its end.
var errUnfinished = errors.New("a conversion into this folder is running, or was cut off: events are missing")

func (r unfinishedRun) warning(file string) *trailq.FileError {
	if r.Source == "" {
		return &trailq.FileError{File: file, Err: errUnfinished}
	}
	return &trailq.FileError{File: file, Err: fmt.Errorf("%w (from %s, begun %s)", errUnfinished, r.Source, r.Began.UTC().Format(time.DateTime))}
}

// readUnfinished returns the conversions that have not finished.
func (f *folder) readUnfinished() (unfinished, error) {
	text, err := os.ReadFile(f.ownPath(unfinishedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return unfinished{}, nil
	}
	if err != nil {
		return unfinished{}, err
	}
	u, err := decodeUnfinished(text)
	if err != nil {
		return u, damagedLedger(f.ownPath(unfinishedFile), err)
	}
	return u, nil
}

func decodeUnfinished(text []byte) (u unfinished, err error) {
	err = json.Unmarshal(text, &u)
	return u, err
}

// beginRun notes that a conversion starts, before any of its events can be seen.
func (f *folder) beginRun(source string, w window) error {
	u, err := f.readUnfinished()
	if err != nil {
		return err
	}
	kept := u.Runs[:0]
	for _, run := range u.Runs {
		if run.Source != "" && (run.Source != source || !w.covers(run.window)) {
			kept = append(kept, run)
		}
	}
	u.Runs = append(kept, unfinishedRun{Source: source, Began: time.Now(), window: w})
	return f.writeUnfinished(u)
}

// endRun notes that a conversion has finished. It also closes earlier runs of the
// same source, as far as their windows overlap.
func (f *folder) endRun(source string, w window) error {
	u, err := f.readUnfinished()
	if err != nil {
		return err
	}
	var left []unfinishedRun
	for _, run := range u.Runs {
		if run.Source == "" { // nothing had been converted yet
			continue
		}
		if run.Source == source {
			if w.covers(run.window) {
				continue
			}
			run.window = run.window.subtractWindow(w)
		}
		left = append(left, run)
	}
	u.Runs = left
	return f.writeUnfinished(u)
}

func (f *folder) writeUnfinished(u unfinished) error {
	name := f.ownPath(unfinishedFile)
	if len(u.Runs) == 0 {
		if err := atomicfile.Remove(name); err != nil {
			return err
		}
		return atomicfile.SyncFolder(f.ownPath())
	}
	text, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return writeOwn(name, append(text, '\n'))
}
