//go:build cgo

package warm_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/warm"
)

// fixture is a folder of logs and a store.
type fixture struct {
	*testing.T
	logs, store string
	options     warm.Options
	filter      trailq.Filter
}

// record returns a log file with one event.
func record(hour int, name string) string {
	return fmt.Sprintf(`{"Records":[{"eventVersion":"1.08","eventTime":"2023-11-01T%02d:01:00Z","eventSource":"s3.amazonaws.com",`+
		`"eventName":%q,"awsRegion":"eu-west-1","recipientAccountId":"111122223333"}]}`, hour, name)
}

func pathOf(hour int) string {
	return fmt.Sprintf("AWSLogs/111122223333/CloudTrail/eu-west-1/2023/11/01/111122223333_CloudTrail_eu-west-1_20231101T%02d05Z_aaaaaaaaaaaaaaaa.json", hour)
}

func newFixture(t *testing.T) *fixture {
	f := &fixture{T: t, logs: filepath.Join(t.TempDir(), "logs"), store: filepath.Join(t.TempDir(), "warm")}
	for hour := range 20 {
		f.writeLog(pathOf(hour), record(hour, "GetObject"))
	}
	return f
}

func (f *fixture) writeLog(name, content string) {
	f.Helper()
	name = filepath.Join(f.logs, name)
	err := os.MkdirAll(filepath.Dir(name), 0o700)
	if err == nil {
		err = os.WriteFile(name, []byte(content), 0o600)
	}
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) compare(ctx context.Context) *warm.Use {
	return warm.Open(f.store, f.options).Compare(ctx, warm.Logs{
		Names: []string{f.logs}, Source: trailq.Dir(f.logs), Read: trailq.Options{Filter: f.filter},
	})
}

// ask compares and keeps, as a question does, and returns what was said.
func (f *fixture) ask() (described, kept string) {
	f.Helper()
	use := f.compare(f.Context())
	defer use.Close()
	described = use.Describe()
	kept, err := use.Keep(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	return described, kept
}

// expect asks, and compares what is said with two beginnings.
func (f *fixture) expect(when, described, kept string) {
	f.Helper()
	got, said := f.ask()
	if got != described || !strings.HasPrefix(said, kept) || kept == "" && said != "" {
		f.Errorf("%s: answered %q, want %q; kept %q, want %q", when, got, described, said, kept)
	}
}

const (
	same    = "answered from the kept columns of 20 log files, which are as they were"
	keptAll = "the columns of 20 log files are kept in "
	useless = "the columns are of no use yet: "
)

// Columns answer while the logs are as they were, and no longer.
func TestChanges(t *testing.T) {
	for name, change := range map[string]func(f *fixture){
		"another content of the same size": func(f *fixture) { f.writeLog(pathOf(3), record(3, "PutObject")) },
		"and its time set back": func(f *fixture) {
			path := filepath.Join(f.logs, pathOf(3))
			info, err := os.Stat(path)
			if err != nil {
				f.Fatal(err)
			}
			f.writeLog(pathOf(3), record(3, "PutObject"))
			if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
				f.Fatal(err)
			}
		},
		"a Parquet file that is gone": func(f *fixture) { f.changeParquet(os.Remove) },
		"a Parquet file that was cut": func(f *fixture) { f.changeParquet(func(name string) error { return os.Truncate(name, 100) }) },
		"a Parquet file that was set": func(f *fixture) {
			f.changeParquet(func(name string) error { return os.Chtimes(name, time.Now(), time.Now()) })
		},
		"a record of what is there":      func(f *fixture) { f.changeOwn("commits/00000001.json.gz") },
		"the folder's own form":          func(f *fixture) { f.changeOwn("folder.json") },
		"the store removed by its owner": func(f *fixture) { _ = os.RemoveAll(f.store) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.expect("first", "", keptAll)
			f.expect("second", same, "")
			change(f)
			f.expect("changed", "", keptAll)
			f.expect("after that", same, "")
		})
	}
}

// changeParquet changes a Parquet file of the store.
func (f *fixture) changeParquet(change func(name string) error) {
	f.Helper()
	names, err := filepath.Glob(f.store + "/*/data/*/*/*/*.parquet")
	if err != nil || len(names) == 0 {
		f.Fatal("no Parquet file", err)
	}
	if err := change(names[0]); err != nil {
		f.Fatal(err)
	}
}

// changeOwn spoils a file by which the folder knows what it holds.
func (f *fixture) changeOwn(name string) {
	f.Helper()
	names, err := filepath.Glob(f.store + "/*/_trailq/" + name)
	if err != nil || len(names) != 1 {
		f.Fatal(names, err)
	}
	if err := os.WriteFile(names[0], []byte("spoilt"), 0o600); err != nil {
		f.Fatal(err)
	}
}

// A few new files are added before the answer, and many behind it.
func TestNewFiles(t *testing.T) {
	f := newFixture(t)
	f.expect("first", "", keptAll)
	f.writeLog(pathOf(20), record(20, "PutObject"))
	f.expect("one more", "answered from the kept columns of 21 log files, 1 of them new", "")
	f.expect("after that", "answered from the kept columns of 21 log files, which are as they were", "")
	for hour := 21; hour < 24; hour++ {
		f.writeLog(pathOf(hour), record(hour, "PutObject"))
	}
	f.expect("many more", "", "the columns of 24 log files are kept in ")
	f.expect("after that", "answered from the kept columns of 24 log files, which are as they were", "")
	if err := os.Remove(filepath.Join(f.logs, pathOf(5))); err != nil {
		t.Fatal(err)
	}
	f.expect("one that is gone", "", "the columns of 23 log files are kept in ")
	f.expect("after that", "answered from the kept columns of 23 log files, which are as they were", "")
}

// Logs that cannot be read to their ends are read by each question, which names them.
func TestDamagedLogs(t *testing.T) {
	whole := record(7, "GetObject")
	for name, damaged := range map[string]string{
		"no event is whole": whole[:80],
		"one event is":      strings.TrimSuffix(whole, "]}") + `,{"eventName":"Cut`,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.writeLog(pathOf(7), damaged)
			f.expect("damaged", "", useless)
			f.expect("still damaged", "", useless)
			f.writeLog(pathOf(7), whole)
			f.ask() // and mend the columns, before or behind the answer
			f.expect("mended", same, "")
		})
	}
}

// A window that is kept answers for those within it.
func TestWindows(t *testing.T) {
	f := newFixture(t)
	at := func(hour int) time.Time { return time.Date(2023, 11, 1, hour, 0, 0, 0, time.UTC) }
	f.filter = trailq.Filter{From: at(10)}
	f.expect("half", "", "the columns of ")
	f.filter = trailq.Filter{From: at(12), To: at(14)}
	if described, _ := f.ask(); described == "" {
		t.Error("a part of the window is not answered from it")
	}
	f.filter = trailq.Filter{}
	f.expect("all", "", keptAll)
	f.expect("after that", same, "")
	f.filter = trailq.Filter{Regions: []string{"eu-*"}}
	f.expect("a place of all", same, "")
	f.filter = trailq.Filter{EventNames: []string{"Put*"}}
	f.expect("a call of all", same, "")
}

// The store keeps to its size: it removes what was used least recently, and keeps
// nothing that is too large.
func TestSize(t *testing.T) {
	f := newFixture(t)
	f.options.Size = 1000
	f.expect("too small", "", "the columns are not kept: they would take some ")
	f.options.Size = 0
	f.expect("all", "", keptAll)
	other := newFixture(t)
	other.store, other.options.Size = f.store, 20_000
	other.expect("another source", "", keptAll)
	folders, err := filepath.Glob(f.store + "/*/_trailq")
	if err != nil || len(folders) != 1 {
		t.Errorf("there are %q, want one folder: %v", folders, err)
	}
	f.options.Size = 20_000
	f.expect("the one that was removed", "", keptAll)
}

// A keeping that is stopped harms nothing: the next goes on.
func TestStopped(t *testing.T) {
	f := newFixture(t)
	use := f.compare(t.Context())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if said, err := use.Keep(ctx); err == nil {
		t.Errorf("it was stopped, and says %q", said)
	}
	if err := use.Close(); err != nil {
		t.Error(err)
	}
	f.expect("stopped", "", keptAll)
	f.expect("after that", same, "")
}

// Somebody who answers from columns keeps others from changing them, and those do not wait.
func TestHeld(t *testing.T) {
	f := newFixture(t)
	f.expect("first", "", keptAll)
	held := f.compare(t.Context())
	f.expect("beside another", same, "")
	f.writeLog(pathOf(3), record(3, "PutObject"))
	f.expect("changed, beside another", "", "")
	if _, err := os.Stat(held.Folder()); err != nil {
		t.Error(err)
	}
	if err := held.Close(); err != nil {
		t.Error(err)
	}
	f.expect("changed", "", keptAll)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			use := f.compare(t.Context())
			defer use.Close()
			if _, err := use.Keep(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	f.expect("after eight at a time", same, "")
}
