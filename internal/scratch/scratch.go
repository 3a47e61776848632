// Package scratch makes folders for temporary files that do not stay behind:
//
//	folder, err := scratch.Make("")
//	if err != nil {
//		return err
//	}
//	defer folder.Remove()
//	file, err := os.Create(filepath.Join(folder.Path(), "part"))
//
// A killed process cannot remove its folder, which can hold gigabytes. So each folder
// has a file that its process keeps locked, and Make removes the folders beside the new
// one whose file is not locked any more. On file systems without locks, folders of
// killed processes stay.
//
// Any number of goroutines and processes can make folders at the same time. Only the
// user can look into a folder, since it can hold logs. DuckDB would make its folder by
// itself when it first needs one, but readable by everybody.
package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// The names of folders begin with namePrefix, and heldFile is the locked file in each.
// A folder without it is not ours.
const (
	namePrefix = "trailq-"
	heldFile   = ".trailq-held"
)

// Folder is a folder for temporary files.
type Folder struct {
	path string
	lock *flock.Flock
}

// attempts bounds how often Make tries: another process can remove a folder before it
// is locked.
const attempts = 10

// Make makes a folder with a new name in parent, and removes the folders there whose
// processes are gone. An empty parent is the system's folder for temporary files.
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

// lockHeld locks the folder, and fails if the folder is gone then. It does not fail on
// file systems without locks: removeAbandoned leaves such folders alone.
func (f *Folder) lockHeld() error {
	if locked, err := f.lock.TryLock(); err == nil && !locked {
		return errTaken
	}
	_, err := os.Stat(f.lock.Path())
	return err
}

// Path returns the path of the folder.
func (f *Folder) Path() string { return f.path }

// Remove removes the folder and its content. It can be called twice, and on nil.
func (f *Folder) Remove() error {
	if f == nil {
		return nil
	}
	return errors.Join(f.lock.Unlock(), os.RemoveAll(f.path))
}

// removeAbandoned removes the folders in parent whose file is not locked. Folders that
// cannot be removed stay.
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
