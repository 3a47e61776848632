package layout

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
)

// Names in a converted folder. Programs that read the data folder find nothing but
// Parquet in it: not all of them leave out what begins with an underscore.
const (
	DataFolder    = "data"
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
	Format int    `json:"format"` // of the folder: 2, or 1 of earlier versions
	Record bool   `json:"record"` // whole records are kept
	Filter string `json:"filter,omitempty"`
	Index  bool   `json:"index,omitempty"` // there is an IndexFile
	Derived
}

const formatNumber = 2

// Folder is a converted folder that this process alone writes to.
type Folder struct {
	Store
	Derived Derived // as [Format] says
	index   *Index  // nil until the ledger is loaded
}

// OpenFolder creates the folder of this machine if it does not exist, locks it and
// checks that it has the wanted form.
func OpenFolder(path string, want Format) (*Folder, error) {
	store := newLocalStore(path)
	f := &Folder{Store: store}
	if err := f.checkFree(); err != nil {
		return nil, err
	}
	if err := store.createFolders(); err != nil {
		return nil, err
	}
	return f.open(want)
}

// OpenStore does what OpenFolder does, for a folder that a Store keeps.
func OpenStore(store Store, want Format) (*Folder, error) {
	f := &Folder{Store: store}
	if err := f.checkFree(); err != nil {
		return nil, err
	}
	return f.open(want)
}

// open locks the folder and checks its form.
func (f *Folder) open(want Format) (*Folder, error) {
	want.Format, want.Index = formatNumber, true
	if err := f.Lock(); err != nil {
		return nil, err
	}
	if err := f.checkFormat(want); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// OpenExisting locks a folder that a conversion made.
func OpenExisting(path string) (*Folder, error) {
	f := &Folder{Store: newLocalStore(filepath.Clean(path))}
	if info, err := os.Stat(f.OwnPath(CommitsFolder)); err != nil || !info.IsDir() {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, ErrNoFolder), err)
	}
	return f, f.Lock()
}

// OpenExistingStore does what OpenExisting does, for a folder that a Store keeps.
func OpenExistingStore(store Store) (*Folder, error) {
	f := &Folder{Store: store}
	names, err := f.ListNames(ownFile(CommitsFolder))
	if err != nil || len(names) == 0 {
		return nil, errors.Join(fmt.Errorf("%s: %w", f.FullName(""), ErrNoFolder), err)
	}
	return f, f.Lock()
}

// checkFree refuses a folder that holds something else.
func (f *Folder) checkFree() error {
	names, err := f.ListNames("")
	if len(names) > 0 && !slices.Contains(names, OwnFolder) {
		return fmt.Errorf("%s: %w: it is not empty, and no conversion made it", f.FullName(""), ErrOther)
	}
	return err
}

// checkFormat compares the wanted form with that of the folder, or sets it in a new
// one.
func (f *Folder) checkFormat(want Format) error {
	text, err := f.ReadFile(ownFile(FormatFile))
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
	case has.Format < want.Format:
		return fmt.Errorf("%s: %w: an earlier version made it, with other folders and columns: it can be read, but convert into a new folder", f.FullName(""), ErrOther)
	case has.Format != want.Format:
		return fmt.Errorf("%s: %w: it has form %d, and this program writes form %d", f.FullName(""), ErrOther, has.Format, want.Format)
	case has.Derived.Count() > want.Derived.Count():
		return fmt.Errorf("%s: %w: a later version made it, with more columns", f.FullName(""), ErrOther)
	case has.Record != want.Record:
		return fmt.Errorf("%s: %w: it was made %s whole records", f.FullName(""), ErrOther, map[bool]string{true: "with", false: "without"}[has.Record])
	case has.Filter != want.Filter:
		return fmt.Errorf("%s: %w: it was made with other filters: %s", f.FullName(""), ErrOther, cmp.Or(strings.TrimSpace(has.Filter), "none"))
	}
	f.Derived = has.Derived
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
	if records, err := f.ListNames(ownFile(CommitsFolder)); err != nil || len(records) > 0 {
		return errors.Join(damagedLedger(f.OwnPath(FormatFile), ErrMissingFile), err)
	}
	text, err := json.Marshal(want)
	if err != nil {
		return err
	}
	f.index, f.Derived = &Index{Format: indexNumber}, want.Derived
	if err := f.writeUnfinished(Unfinished{Runs: []UnfinishedRun{{Began: time.Now()}}}); err != nil {
		return err
	}
	return f.WriteFile(ownFile(FormatFile), append(text, '\n'))
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

// OwnPath returns the name of a file of the folder's own, for people.
func (f *Folder) OwnPath(names ...string) string { return f.FullName(ownFile(names...)) }

// Close lets other conversions into the folder.
func (f *Folder) Close() error { return f.Unlock() }

// IsOwn reports whether a file belongs to the ledger of a conversion.
func IsOwn(name string) bool {
	return strings.Contains("/"+filepath.ToSlash(name), "/"+OwnFolder+"/")
}
