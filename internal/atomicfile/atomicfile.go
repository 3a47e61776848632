// Package atomicfile writes files that appear under their names when they are whole:
//
//	file, err := atomicfile.Create("answer.csv", atomicfile.Options{})
//	if err != nil {
//		return err
//	}
//	defer file.Discard()
//	…
//	return file.Publish()
//
// The content is written under a temporary name in the same folder, and renamed at the
// end. Until then, what has the name stays. A process that is killed leaves a file with
// a temporary name, and nothing half-written under the final one.
package atomicfile

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Options say how to write a file. The zero value writes one that only its owner can
// read, and whose content is on the disk before it has its name.
type Options struct {
	// Temporary returns the name until Publish for the base name of the file. Nil is a
	// hidden name that no other process has. A name that is the same each time saves
	// cleaning up, but must have one writer at a time.
	Temporary func(base string) string
	// Unsynced leaves it to the system when the content goes to the disk: after a loss
	// of power, a file can be shorter than it was.
	Unsynced bool
	// Root, if not nil, is the folder that holds all names, which then are relative.
	Root *os.Root
}

// fileSystem has the operations that a file needs; an [*os.Root] has them.
type fileSystem interface {
	OpenFile(name string, flag int, mode fs.FileMode) (*os.File, error)
	Rename(from, to string) error
	Remove(name string) error
}

// anyFolder is the whole file system.
type anyFolder struct{}

func (anyFolder) OpenFile(name string, flag int, mode fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, mode)
}
func (anyFolder) Rename(from, to string) error { return os.Rename(from, to) }
func (anyFolder) Remove(name string) error     { return os.Remove(name) }

func (o *Options) where() fileSystem {
	if o.Root != nil {
		return o.Root
	}
	return anyFolder{}
}

// File is a file that is being written. It is for one goroutine.
type File struct {
	*os.File
	options   Options
	temporary string
	name      string
	done      bool
}

// Create starts to write the file with a name.
func Create(name string, options Options) (*File, error) {
	if options.Temporary == nil {
		options.Temporary = hiddenName
	}
	temporary := filepath.Join(filepath.Dir(name), options.Temporary(filepath.Base(name)))
	file, err := createNew(options.where(), temporary)
	if err != nil {
		return nil, err
	}
	return &File{File: file, options: options, temporary: temporary, name: name}, nil
}

func hiddenName(base string) string { return "." + base + "." + rand.Text() + partEnding }

// partEnding marks a file that is not whole.
const partEnding = ".part"

// PartName returns the base name with an ending. It is for Options.Temporary, in
// folders with one writer at a time.
func PartName(base string) string { return base + partEnding }

// createNew creates a file, and replaces one that a killed process left.
func createNew(where fileSystem, name string) (*os.File, error) {
	const flags = os.O_RDWR | os.O_CREATE | os.O_EXCL
	file, err := where.OpenFile(name, flags, 0o600)
	if errors.Is(err, fs.ErrExist) && where.Remove(name) == nil {
		file, err = where.OpenFile(name, flags, 0o600)
	}
	return file, err
}

// Target returns the name that the file gets.
func (f *File) Target() string { return f.name }

// Publish closes the file and gives it its name. Where it fails, it removes the file.
func (f *File) Publish() error {
	var err error
	if !f.options.Unsynced {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	f.done = true
	if err == nil {
		err = f.options.where().Rename(f.temporary, f.name)
	}
	if err != nil {
		return errors.Join(err, f.removeTemporary())
	}
	if f.options.Unsynced || f.options.Root != nil {
		return nil
	}
	return SyncFolder(filepath.Dir(f.name))
}

// Discard closes and removes the file. After Publish or Discard it does nothing.
func (f *File) Discard() error {
	if f.done {
		return nil
	}
	f.done = true
	return errors.Join(f.Close(), f.removeTemporary())
}

func (f *File) removeTemporary() error {
	if err := f.options.where().Remove(f.temporary); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// WriteFile writes a whole file.
func WriteFile(name string, content []byte, options Options) error {
	file, err := Create(name, options)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return errors.Join(err, file.Discard())
	}
	return file.Publish()
}

// Reserve makes an empty file that only its owner can read, for something else, such as
// the engine, to write into.
func Reserve(name string) error {
	file, err := createNew(anyFolder{}, name)
	if err != nil {
		return err
	}
	return file.Close()
}

// Publish gives a file its final name that something else, such as the engine, has
// written under a temporary one. Where it fails, it removes the file.
func Publish(temporary, name string) error {
	err := SyncFile(temporary)
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		return errors.Join(err, Remove(temporary))
	}
	return SyncFolder(filepath.Dir(name))
}

// Remove removes a file if it exists.
func Remove(name string) error {
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// SyncFile writes the content of a file to the disk, so that it outlives a loss of
// power.
func SyncFile(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// SyncFolder writes the names in a folder to the disk, where the system can do so.
func SyncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
