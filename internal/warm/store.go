package warm

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// DefaultSize is how many bytes of columns are kept by default.
const DefaultSize = 10e9

// Options say how to keep columns. The zero value works.
type Options struct {
	// Size is how many bytes are kept at most. Zero is 10 GB.
	Size int64
	// Endpoint tells servers apart that have buckets of the same name.
	Endpoint string
}

// Store is the folder in which columns are kept.
type Store struct {
	folder  string
	options Options
}

// Open returns the store in a folder, which need not exist.
func Open(folder string, options Options) *Store {
	options.Size = cmp.Or(options.Size, int64(DefaultSize))
	return &Store{folder, options}
}

// Logs are what a question reads.
type Logs struct {
	Names  []string // of the sources
	Source trailq.Source
	Read   trailq.Options
}

// places returns how all events of the places and the window are read, whatever else the
// question asks of them.
func (l *Logs) places() trailq.Options {
	asked := &l.Read.Filter
	return trailq.Options{
		Filter: trailq.Filter{
			From: asked.From, To: asked.To, LateDelivery: asked.LateDelivery,
			Accounts: asked.Accounts, Regions: asked.Regions, AccountsInRecords: asked.AccountsInRecords,
		},
		Limits:  l.Read.Limits,
		Workers: l.Read.Workers,
	}
}

// folderName returns the name of the folder for the logs. All that decides which events
// of a window are kept is in it.
func (s *Store) folderName(logs *Logs) string {
	read := logs.places()
	var names []string
	for _, name := range logs.Names {
		names = append(names, name, layout.KeyOf(name)) // events tell the path as it was given
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %t %d %+v", names, s.options.Endpoint, read.Filter.Accounts, read.Filter.Regions,
		read.Filter.AccountsInRecords, read.Filter.LateDelivery, read.Limits))
	return hex.EncodeToString(sum[:16])
}

const lockEnding = ".lock"

// lockOf returns the lock of a folder.
func lockOf(folder string) *flock.Flock { return flock.New(folder + lockEnding) }

// keptFolder is a folder in the store.
type keptFolder struct {
	path string
	size int64
	used time.Time
}

// listFolders returns the folders, the least recently used first.
func (s *Store) listFolders() []keptFolder {
	entries, _ := os.ReadDir(s.folder) // what cannot be read cannot be removed
	var folders []keptFolder
	for _, entry := range entries {
		if name := strings.TrimSuffix(entry.Name(), lockEnding); name != entry.Name() {
			folder := keptFolder{path: filepath.Join(s.folder, name)}
			if info, err := entry.Info(); err == nil {
				folder.used = info.ModTime()
			}
			folder.size = sizeBelow(folder.path)
			folders = append(folders, folder)
		}
	}
	slices.SortFunc(folders, func(a, b keptFolder) int { return a.used.Compare(b.used) })
	return folders
}

// sizeBelow returns the size of the files in a folder.
func sizeBelow(folder string) (size int64) {
	_ = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			if info, err := entry.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil // what has gone meanwhile has no size
	})
	return size
}

// makeRoom removes the least recently used folders, but not the one to keep, until so
// many bytes can be added. Folders that somebody uses stay. It reports whether there is
// room then.
func (s *Store) makeRoom(needed int64, keep string) bool {
	folders := s.listFolders()
	for _, folder := range folders {
		needed += folder.size
	}
	for _, folder := range folders {
		if needed <= s.options.Size {
			return true
		}
		if folder.path == keep {
			continue
		}
		lock := lockOf(folder.path)
		if locked, err := lock.TryLock(); err != nil || !locked {
			continue
		}
		if os.RemoveAll(folder.path) == nil {
			needed -= folder.size
		}
		_ = lock.Unlock() // the lock stays, as another process can hold the file open
	}
	return needed <= s.options.Size
}
