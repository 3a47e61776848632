package layout

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/atomicfile"
)

// Names in a converted folder. Readers of Parquet leave out what begins with an
// underscore.
const (
	OwnFolder     = "_trailq"
	FormatFile    = "folder.json"
	lockFile      = "lock"
	CommitsFolder = "commits"
	StagingFolder = "new"
)

// Errors of [Open] about the folder.
var (
	// ErrInUse says that another conversion into the folder runs.
	ErrInUse = errors.New("another conversion into this folder runs")
	// ErrOther says that the folder holds something else, or was made in another way.
	ErrOther = errors.New("this folder cannot take these events")
	// ErrNoFolder says that a folder is none that a conversion made.
	ErrNoFolder = errors.New("no conversion made this folder")
)

// Format is what a folder holds. It is written when the folder is made.
type Format struct {
	Format int    `json:"format"` // of the folder, 1
	Record bool   `json:"record"` // whole records are kept
	Filter string `json:"filter,omitempty"`
}

const formatNumber = 1

// Folder is a converted folder that this process alone writes to.
type Folder struct {
	Path string
	lock *flock.Flock
}

// OpenFolder creates the folder if it does not exist, locks it and checks that it has
// the wanted form.
func OpenFolder(path string, want Format) (*Folder, error) {
	want.Format = formatNumber
	if err := checkFree(path); err != nil {
		return nil, err
	}
	f := &Folder{Path: path, lock: flock.New(filepath.Join(path, OwnFolder, lockFile))}
	for _, name := range []string{CommitsFolder, StagingFolder} {
		if err := os.MkdirAll(f.OwnPath(name), 0o700); err != nil {
			return nil, err
		}
	}
	if err := f.lockFolder(); err != nil {
		return nil, err
	}
	if err := f.checkFormat(want); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// lockFolder locks the folder for this process.
func (f *Folder) lockFolder() error {
	locked, err := f.lock.TryLock()
	if err == nil && !locked {
		return fmt.Errorf("%s: %w", f.Path, ErrInUse)
	}
	return err
}

// OpenExisting locks a folder that a conversion made.
func OpenExisting(path string) (*Folder, error) {
	f := &Folder{Path: filepath.Clean(path), lock: flock.New(filepath.Join(path, OwnFolder, lockFile))}
	if info, err := os.Stat(f.OwnPath(CommitsFolder)); err != nil || !info.IsDir() {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, ErrNoFolder), err)
	}
	return f, f.lockFolder()
}

// checkFree refuses a folder that holds something else.
func checkFree(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		if entry.Name() == OwnFolder {
			return nil
		}
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s: %w: it is not empty, and no conversion made it", path, ErrOther)
	}
	return err
}

// checkFormat compares the wanted form with that of the folder, or sets it in a new
// one.
func (f *Folder) checkFormat(want Format) error {
	text, err := os.ReadFile(f.OwnPath(FormatFile))
	if errors.Is(err, fs.ErrNotExist) {
		return f.createFormat(want)
	}
	var has Format
	if err == nil {
		err = DecodeFormat(text, &has)
	}
	switch {
	case err != nil:
		return damagedLedger(f.OwnPath(FormatFile), err)
	case has.Format != want.Format:
		return fmt.Errorf("%s: %w: it has form %d, and this program writes form %d", f.Path, ErrOther, has.Format, want.Format)
	case has.Record != want.Record:
		return fmt.Errorf("%s: %w: it was made %s whole records", f.Path, ErrOther, map[bool]string{true: "with", false: "without"}[has.Record])
	case has.Filter != want.Filter:
		return fmt.Errorf("%s: %w: it was made with other filters: %s", f.Path, ErrOther, cmp.Or(strings.TrimSpace(has.Filter), "none"))
	}
	return nil
}

// DecodeFormat reads folder.json, and refuses one without the number of its form.
func DecodeFormat(text []byte, has *Format) error {
	if err := json.Unmarshal(text, has); err != nil {
		return err
	}
	if has.Format <= 0 {
		return errors.New("it has no number of the form")
	}
	return nil
}

// createFormat gives a new folder its form, and notes before that it is unfinished.
// A folder that has commits has lost its form.
func (f *Folder) createFormat(want Format) error {
	if records, err := os.ReadDir(f.OwnPath(CommitsFolder)); err != nil || len(records) > 0 {
		return errors.Join(damagedLedger(f.OwnPath(FormatFile), ErrMissingFile), err)
	}
	text, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if err := f.writeUnfinished(Unfinished{Runs: []UnfinishedRun{{Began: time.Now()}}}); err != nil {
		return err
	}
	return writeOwn(f.OwnPath(FormatFile), append(text, '\n'))
}

// DescribeFilter returns what a filter chooses, except the window.
func DescribeFilter(f trailq.Filter) string {
	text := ""
	for _, part := range []struct {
		name   string
		values []string
	}{
		{"account", f.Accounts}, {"region", f.Regions}, {"event-source", f.EventSources}, {"event-name", f.EventNames},
		{"caller", f.Callers}, {"source-ip", f.SourceIPAddresses}, {"where", f.Where},
	} {
		if len(part.values) > 0 {
			text += fmt.Sprintf("%s %q ", part.name, part.values)
		}
	}
	if f.ErrorsOnly {
		text += "errors-only "
	}
	return text + string(f.Access)
}

// OwnPath returns the path of a file of the folder's own.
func (f *Folder) OwnPath(names ...string) string {
	return filepath.Join(f.Path, OwnFolder, filepath.Join(names...))
}

// Close lets other conversions into the folder.
func (f *Folder) Close() error { return f.lock.Unlock() }

// writeOwn writes a file of the folder's own. The one conversion that runs writes it,
// so that its temporary name can be the same each time.
func writeOwn(name string, content []byte) error {
	return atomicfile.WriteFile(name, content, atomicfile.Options{Temporary: atomicfile.PartName})
}

// IsOwn reports whether a file belongs to the ledger of a conversion.
func IsOwn(name string) bool {
	return strings.Contains("/"+filepath.ToSlash(name), "/"+OwnFolder+"/")
}
