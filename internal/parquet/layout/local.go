package layout

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/trailq/trailq/internal/atomicfile"
)

// localStore is a folder of this machine.
type localStore struct {
	root string
	lock *flock.Flock
}

func newLocalStore(root string) *localStore {
	return &localStore{root: root, lock: flock.New(filepath.Join(root, OwnFolder, lockFile))}
}

// createFolders makes the folder and those of its own.
func (s *localStore) createFolders() error {
	for _, name := range []string{CommitsFolder, StagingFolder} {
		if err := os.MkdirAll(s.FullName(ownFile(name)), 0o700); err != nil {
			return err
		}
	}
	return nil
}

func (s *localStore) FullName(file string) string {
	return filepath.Join(s.root, filepath.FromSlash(file))
}

func (s *localStore) Lock() error {
	locked, err := s.lock.TryLock()
	if err == nil && !locked {
		return fmt.Errorf("%s: %w", s.root, ErrInUse)
	}
	return err
}

func (s *localStore) Unlock() error { return s.lock.Unlock() }

func (s *localStore) ListNames(folder string) ([]string, error) {
	entries, err := os.ReadDir(s.FullName(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names, err
}

func (s *localStore) ListData() (found []string, err error) {
	err = filepath.WalkDir(s.root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(s.root, name)
		if err == nil && !entry.IsDir() && strings.HasSuffix(name, ".parquet") && !IsOwn(inside) {
			found = append(found, filepath.ToSlash(inside))
		}
		return err
	})
	return found, err
}

func (s *localStore) ReadFile(file string) ([]byte, error) { return os.ReadFile(s.FullName(file)) }

// WriteFile writes a file. The one conversion that runs writes it, so that its temporary
// name can be the same each time.
func (s *localStore) WriteFile(file string, content []byte) error {
	return atomicfile.WriteFile(s.FullName(file), content, atomicfile.Options{Temporary: atomicfile.PartName})
}

// CreateFile writes a file: the lock keeps others from doing so.
func (s *localStore) CreateFile(file string, content []byte) error {
	return s.WriteFile(file, content)
}

func (s *localStore) MoveFiles(moves []Move) error {
	folders := make(map[string]bool)
	for _, m := range moves {
		name := s.FullName(m.To)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		err := os.Rename(s.FullName(m.From), name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		for parent := filepath.Dir(name); len(parent) >= len(s.root); parent = filepath.Dir(parent) {
			folders[parent] = true
			if parent == s.root {
				break
			}
		}
	}
	for name := range folders {
		if err := atomicfile.SyncFolder(name); err != nil {
			return err
		}
	}
	return nil
}

func (s *localStore) RemoveFiles(files ...string) error {
	for _, file := range files {
		name := s.FullName(file)
		err := atomicfile.Remove(name)
		if err == nil {
			err = atomicfile.SyncFolder(filepath.Dir(name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // its folder can be gone, too
			return err
		}
	}
	return nil
}

func (s *localStore) CheckFile(d DataFile, verify bool) error {
	return d.CheckFile(s.FullName(d.Path), verify)
}

func (s *localStore) StagedPath(name string) string { return s.FullName(StagedFile(name)) }

func (s *localStore) KeepStaged(name string) error { return atomicfile.SyncFile(s.StagedPath(name)) }

func (s *localStore) LocalPath(file string) (string, error) { return s.FullName(file), nil }
