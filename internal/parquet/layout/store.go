package layout

import "path"

// Store keeps the files of a folder: on this machine, or in a bucket. Files have their
// paths in the folder, with slashes. What a Store has written is there after a loss of
// power, and at no time is half a file under its name.
type Store interface {
	// FullName returns a file's name for people.
	FullName(file string) string
	// Lock keeps other conversions out until Unlock. The error is ErrInUse where one runs.
	Lock() error
	Unlock() error
	// ListNames returns the names of the files and folders directly in a folder, in order;
	// none where there is no such folder.
	ListNames(folder string) ([]string, error)
	// ListData returns the Parquet files, without those of the folder's own.
	ListData() ([]string, error)
	// ReadFile returns a file; the error is fs.ErrNotExist where there is none.
	ReadFile(file string) ([]byte, error)
	// WriteFile writes a file, in place of an earlier one.
	WriteFile(file string, content []byte) error
	// CreateFile writes a file that no other conversion must have written.
	CreateFile(file string, content []byte) error
	// MoveFiles gives files other names. It passes over those that are not there.
	MoveFiles(moves []Move) error
	// RemoveFiles removes files; those that are not there are removed already.
	RemoveFiles(files ...string) error
	// CheckFile compares a Parquet file with its commit; see [DataFile.CheckFile].
	CheckFile(d DataFile, verify bool) error
	// StagedPath returns where on this machine something else, such as the engine, writes
	// a file that KeepStaged then keeps in the staging folder.
	StagedPath(name string) string
	KeepStaged(name string) error
	// LocalPath returns where a file can be read on this machine.
	LocalPath(file string) (string, error)
}

// Move is a file that gets another name.
type Move struct{ From, To string }

// ownFile returns the path of a file of the folder's own.
func ownFile(names ...string) string { return path.Join(OwnFolder, path.Join(names...)) }

// StagedFile returns the path of a file that is not part of a commit yet.
func StagedFile(name string) string { return ownFile(StagingFolder, name) }
