package lake

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
)

// commit is a part of a conversion that is in the folder wholly or not at all:
// Parquet files, and the log files whose events they hold. Its record is written
// before the files get their names.
type commit struct {
	From time.Time  `json:"from,omitzero"` // the window that was asked for
	To   time.Time  `json:"to,omitzero"`
	Data []dataFile `json:"data"`
	Logs []logFile  `json:"logs"`
}

// dataFile is a Parquet file.
type dataFile struct {
	Path   string `json:"path"`   // in the folder, with slashes
	Staged string `json:"staged"` // its name until then, in the staging folder
	Rows   int    `json:"rows"`
	Bytes  int64  `json:"bytes"`
}

// logFile is a log file that was read to its end.
type logFile struct {
	Path    string `json:"path"` // absolute, or s3://bucket/key
	Size    int64  `json:"size"`
	Version string `json:"version,omitempty"`
}

// window is a half-open span of eventTime; zero ends are open.
type window struct{ from, to time.Time }

// covers reports whether all of v is in w.
func (w window) covers(v window) bool {
	return (w.from.IsZero() || !v.from.IsZero() && !v.from.Before(w.from)) &&
		(w.to.IsZero() || !v.to.IsZero() && !v.to.After(w.to))
}

// has reports whether an event of that time is in w. One of no time is in a
// window only that is open.
func (w window) has(at time.Time) bool {
	if at.IsZero() {
		return w == window{}
	}
	return !at.Before(w.from) && (w.to.IsZero() || at.Before(w.to))
}

// entry is what the ledger knows of a log file.
type entry struct {
	size    int64
	version digest
	windows []window
}

// digest stands for a text in less memory: there may be millions of log files.
type digest [16]byte

func digestOf(text string) digest {
	sum := sha256.Sum256([]byte(text))
	return digest(sum[:16])
}

// ledger knows the log files whose events are in the folder.
type ledger struct {
	entries map[digest]entry // by path
	commits int              // the number of the last
	data    []string         // the Parquet files, in the folder
}

func (l *ledger) add(c *commit) {
	only := []window{{c.From, c.To}} // shared by most
	for _, log := range c.Logs {
		key, windows := digestOf(log.Path), only
		if e := l.entries[key]; len(e.windows) > 0 {
			windows = append(slices.Clip(e.windows), only...)
		}
		l.entries[key] = entry{log.Size, digestOf(log.Version), windows}
	}
	for _, d := range c.Data {
		l.data = append(l.data, d.Path)
	}
}

// errChanged is a log file that is not the one that was converted.
var errChanged = errors.New("it has changed since it was converted, and what was converted of it is kept: convert into a new folder to have it as it is now")

// look says what is to be done with a file: nothing if it is done, or convert
// those of its events that are in none of the windows.
func (l *ledger) look(file trailq.File, w window) (done bool, except []window, err error) {
	e, found := l.entries[digestOf(keyOf(file.Path))]
	switch {
	case !found:
		return false, nil, nil
	case e.size != file.Size || e.version != digestOf(file.Version):
		return false, nil, errChanged
	}
	return slices.ContainsFunc(e.windows, func(v window) bool { return v.covers(w) }), e.windows, nil
}

// keyOf is the name that the ledger knows a file by: the same wherever the
// command is run.
func keyOf(name string) string {
	if strings.Contains(name, "://") {
		return name
	}
	if absolute, err := filepath.Abs(name); err == nil {
		return absolute
	}
	return name
}

// Endings of commit records.
const (
	commitEnding  = ".json.gz"
	pendingEnding = ".pending.gz" // its files may not have their names yet
)

// readCommit reads a commit's record.
func readCommit(name string) (*commit, error) {
	packed, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := new(commit)
	if err := json.NewDecoder(unpacked).Decode(c); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// load reads the records of all commits. Those that are pending come to their
// end first, and what was left of others is removed.
func (f *folder) load() (*ledger, error) {
	l := &ledger{entries: make(map[digest]entry)}
	records, err := os.ReadDir(f.own(commitsFolder))
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		name := f.own(commitsFolder, record.Name())
		number, ending, _ := strings.Cut(record.Name(), ".")
		var c *commit
		switch "." + ending {
		case pendingEnding:
			if c, err = readCommit(name); err == nil {
				err = f.finish(number, c)
			}
		case commitEnding:
			c, err = readCommit(name)
		default:
			err = remove(name)
		}
		if err != nil {
			return nil, err
		}
		if c != nil {
			l.add(c)
		}
		if _, err := fmt.Sscanf(number, "%d", &l.commits); err != nil {
			return nil, fmt.Errorf("%s: this is no record of a conversion", name)
		}
	}
	return l, f.clearStaging()
}

// clearStaging removes what no commit names.
func (f *folder) clearStaging() error {
	left, err := os.ReadDir(f.own(stagingFolder))
	for _, entry := range left {
		err = errors.Join(err, remove(f.own(stagingFolder, entry.Name())))
	}
	return err
}
