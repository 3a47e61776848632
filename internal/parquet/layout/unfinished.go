package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/trailq/trailq"
)

// UnfinishedFile is there while a conversion runs, and stays after one that was
// killed or has failed: the events of some log files are not in the folder.
const UnfinishedFile = "unfinished.json"

// Unfinished is the content of that file.
type Unfinished struct {
	Runs []UnfinishedRun `json:"runs"`
}

// UnfinishedRun is a conversion that has not come to its end.
type UnfinishedRun struct {
	Source string    `json:"source"` // empty until the first conversion into a new folder begins
	Began  time.Time `json:"began"`
	Window           // in which events are missing
}

// ErrUnfinished says that a conversion has not come to its end.
var ErrUnfinished = errors.New("a conversion into this folder is running, or was cut off: events are missing")

// Warning returns the error that a query names the run by.
func (r UnfinishedRun) Warning(file string) *trailq.FileError {
	if r.Source == "" {
		return &trailq.FileError{File: file, Err: ErrUnfinished}
	}
	return &trailq.FileError{File: file, Err: fmt.Errorf("%w (from %s, begun %s)", ErrUnfinished, r.Source, r.Began.UTC().Format(time.DateTime))}
}

// ReadUnfinished returns the conversions that have not finished.
func (f *Folder) ReadUnfinished() (Unfinished, error) {
	text, err := f.ReadFile(ownFile(UnfinishedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Unfinished{}, nil
	}
	if err != nil {
		return Unfinished{}, err
	}
	u, err := DecodeUnfinished(text)
	if err != nil {
		return u, damagedLedger(f.OwnPath(UnfinishedFile), err)
	}
	return u, nil
}

// DecodeUnfinished reads unfinished.json, and refuses one that names no conversion: the file
// is removed when there is none.
func DecodeUnfinished(text []byte) (u Unfinished, err error) {
	if err = json.Unmarshal(text, &u); err == nil && len(u.Runs) == 0 {
		err = errors.New("it names no conversion")
	}
	return u, err
}

// BeginRun notes that a conversion starts, before any of its events can be seen.
func (f *Folder) BeginRun(source string, w Window) error {
	u, err := f.ReadUnfinished()
	if err != nil {
		return err
	}
	kept := u.Runs[:0]
	for _, run := range u.Runs {
		if run.Source != "" && (run.Source != source || !w.covers(run.Window)) {
			kept = append(kept, run)
		}
	}
	u.Runs = append(kept, UnfinishedRun{Source: source, Began: time.Now(), Window: w})
	return f.writeUnfinished(u)
}

// EndRun notes that a conversion has finished. It also closes earlier runs of the
// same source, as far as their windows overlap.
func (f *Folder) EndRun(source string, w Window) error {
	u, err := f.ReadUnfinished()
	if err != nil {
		return err
	}
	var left []UnfinishedRun
	for _, run := range u.Runs {
		if run.Source == "" { // nothing had been converted yet
			continue
		}
		if run.Source == source {
			if w.covers(run.Window) {
				continue
			}
			run.Window = run.Window.SubtractWindow(w)
		}
		left = append(left, run)
	}
	u.Runs = left
	return f.writeUnfinished(u)
}

func (f *Folder) writeUnfinished(u Unfinished) error {
	if len(u.Runs) == 0 {
		if err := f.setInIndex(&f.index.Unfinished, false); err != nil {
			return err
		}
		return f.RemoveFiles(ownFile(UnfinishedFile))
	}
	text, err := json.Marshal(u)
	if err != nil {
		return err
	}
	if err := f.WriteFile(ownFile(UnfinishedFile), append(text, '\n')); err != nil {
		return err
	}
	return f.setInIndex(&f.index.Unfinished, true)
}
