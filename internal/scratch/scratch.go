// Package scratch makes folders for temporary files that do not stay behind:
//
//	folder, err := scratch.Make("")
//	if err != nil {
//		return err
//	}
//	defer folder.Remove()
//	file, err := os.Create(filepath.Join(folder.Path(), "part"))
//
// A process that is killed cannot remove its folder, which may hold gigabytes. So
// each folder has a file that its process keeps locked, and who makes a folder
// removes those beside it that nobody holds any more. Where the file system knows
// no locks, folders of killed processes stay.
//
// Any number of goroutines and processes may make folders at the same time. Only
// the user may look into a folder, since logs are nobody else's business. DuckDB
// would make its folder itself, when it first needs it, but open to everybody.
package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// namePrefix is what folders' names begin with, and heldFile the file in them that is
// locked. A folder without it is none of ours.
const (
	namePrefix = "trailq-"
	heldFile   = ".trailq-held"
)

// Folder is a folder for temporary files.
type Folder struct {
	path string
	lock *flock.Flock
}

// attempts bounds how often Make tries: a folder that is just made may be taken
// for one that nobody holds.
const attempts = 10

// Make makes a folder with a new name in parent, where empty is the system's
// folder for temporary files, and removes those in it whose processes are gone.
func Make(parent string) (*Folder, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	removeAbandoned(parent)
	var lost error
	for range attempts {
		path, err := os.MkdirTemp(parent, namePrefix)
		if err != nil {
			return nil, err
		}
		f := &Folder{path: path, lock: flock.New(filepath.Join(path, heldFile))}
		if lost = f.lockHeld(); lost == nil {
			return f, nil
		}
		if err := f.Remove(); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("new folders in %q do not stay: %w", parent, lost)
}

// errTaken says that another process removes the folder.
var errTaken = errors.New("another process takes them")

// lockHeld locks the folder, and fails where it is not there then. It does not where
// the file system knows no locks: tidy leaves such folders alone.
func (f *Folder) lockHeld() error {
	if locked, err := f.lock.TryLock(); err == nil && !locked {
		return errTaken
	}
	_, err := os.Stat(f.lock.Path())
	return err
}

// Path is where the folder is.
func (f *Folder) Path() string { return f.path }

// Remove removes the folder and what is in it. It may be called again, and of nil.
func (f *Folder) Remove() error {
	if f == nil {
		return nil
	}
	return errors.Join(f.lock.Unlock(), os.RemoveAll(f.path))
}

// removeAbandoned removes the folders in parent that nobody holds. What cannot be removed
// stays.
func removeAbandoned(parent string) {
	held, err := fs.Glob(os.DirFS(parent), namePrefix+"*/"+heldFile)
	if err != nil {
		return
	}
	for _, name := range held {
		name = filepath.Join(parent, name)
		// Without O_CREATE: of a folder that goes meanwhile nothing comes back.
		lock := flock.New(name, flock.SetFlag(os.O_RDWR))
		if locked, err := lock.TryLock(); err != nil || !locked {
			continue
		}
		// Unlocked before, it could be taken by the process that has just made it.
		_ = errors.Join(os.RemoveAll(filepath.Dir(name)), lock.Unlock())
	}
}
