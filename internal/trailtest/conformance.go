package trailtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// OpenTree makes a source of a tree's files. The paths of its files are the
// source's name, a slash, and the paths of the tree.
type OpenTree func(t *testing.T, tree Tree) trailq.Source

// TestSource is what every source must pass: all that [trailq.Events] promises,
// whatever the files hold and wherever they lie.
func TestSource(t *testing.T, open OpenTree) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, open OpenTree)
	}{
		{"Order", testOrder},
		{"HostileNames", testHostileNames},
		{"Workers", testWorkers},
		{"Twice", testTwice},
		{"Shapes", testShapes},
		{"BrokenFiles", testBrokenFiles},
		{"Digest", testDigest},
		{"Filter", testFilter},
		{"LargeFile", testLargeFile},
		{"Empty", testEmpty},
		{"Break", testBreak},
		{"Cancel", testCancel},
		{"CancelledBefore", testCancelledBefore},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}

// TestSameEvents checks that the events of the generated tree in folder, read
// from there, and those of source are the same, byte for byte, and so is the
// account.
func TestSameEvents(t *testing.T, folder string, source trailq.Source) {
	t.Helper()
	want, got := read(t, trailq.Dir(folder), trailq.Options{}), read(t, source, trailq.Options{Workers: 8})
	if len(want.events) == 0 {
		t.Fatalf("no events in %s", folder)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{}, found{})); diff != "" {
		t.Errorf("folder (-) and %s (+) differ:\n%s", source, diff)
	}
}

// outcome is all that comes of reading a source.
type outcome struct {
	events  []found
	errors  []string // texts of the *FileErrors
	fatal   string   // text of any other error
	summary trailq.Summary
}

// found is an event and where it stood, below the source.
type found struct {
	path   string
	record int
	id     string
	raw    string
}

// read reads the whole source, and checks that the account adds up, that every
// file is closed, and that nothing is left running.
func read(t *testing.T, source trailq.Source, options trailq.Options) outcome {
	t.Helper()
	var result outcome
	options.Tally = new(trailq.Tally)
	watched := watch(t, source)
	for event, err := range trailq.Events(t.Context(), watched, options) {
		if result.fatal != "" {
			t.Errorf("another pair after %q: %v, %v", result.fatal, event, err)
		}
		var file *trailq.FileError
		switch {
		case err != nil && event != nil:
			t.Errorf("both event and error: %v, %v", event, err)
		case errors.As(err, &file):
			result.errors = append(result.errors, watched.below(err.Error()))
		case err != nil:
			result.fatal = err.Error()
		default:
			result.events = append(result.events, found{watched.below(event.File), event.Record, event.EventID, string(event.Raw)})
		}
	}
	watched.check()
	result.summary = options.Tally.Summary()
	if err := result.summary.Reconcile(); err != nil {
		t.Error(err)
	}
	if result.summary.Files.Pending != 0 {
		t.Errorf("%d files pending after the end", result.summary.Files.Pending)
	}
	return result
}

// ids are the eventIDs in order.
func (o outcome) ids() []string {
	var ids []string
	for _, event := range o.events {
		ids = append(ids, event.id)
	}
	return ids
}

// paths are the paths of the events' files in order, each once where it repeats.
func (o outcome) paths() []string {
	var paths []string
	for _, event := range o.events {
		paths = append(paths, event.path)
	}
	return slices.Compact(paths)
}

// watched is a source that counts what is open.
type watched struct {
	trailq.Source
	t      *testing.T
	before int // goroutines of the project
	opened atomic.Int64
	closed atomic.Int64
}

func watch(t *testing.T, source trailq.Source) *watched {
	return &watched{Source: source, t: t, before: len(goroutines())}
}

func (w *watched) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range w.Source.Files(ctx, filter) {
			open := file.Open
			file.Open = func(ctx context.Context) (io.ReadCloser, error) {
				body, err := open(ctx)
				if err != nil {
					return nil, err
				}
				w.opened.Add(1)
				return &watchedBody{body, w}, nil
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

type watchedBody struct {
	io.ReadCloser
	source *watched
}

func (b *watchedBody) Close() error {
	b.source.closed.Add(1)
	return b.ReadCloser.Close()
}

// below cuts the source's name off a path or the path that begins a message.
func (w *watched) below(path string) string {
	return strings.TrimPrefix(path, strings.TrimSuffix(w.String(), "/")+"/")
}

// check fails the test if a file is open or a goroutine of the project runs
// that did not before.
func (w *watched) check() {
	w.t.Helper()
	if opened, closed := w.opened.Load(), w.closed.Load(); opened != closed {
		w.t.Errorf("%d files were opened, %d closed", opened, closed)
	}
	left := goroutines()
	for range 100 { // one that is done may not be gone yet
		if len(left) <= w.before {
			return
		}
		time.Sleep(time.Millisecond)
		left = goroutines()
	}
	w.t.Errorf("%d goroutines before, %d after:\n%s", w.before, len(left), strings.Join(left, "\n\n"))
}

// at is a time of delivery, so many minutes into a day.
func at(minutes int) time.Time {
	return time.Date(2023, 11, 1, 0, minutes, 0, 0, time.UTC)
}

// manyFiles are n log files of some events each, with ids "FILE-RECORD".
func manyFiles(n, records int) Tree {
	tree := make(Tree)
	for file := range n {
		var list []string
		for record := range records {
			list = append(list, Record(fmt.Sprintf("%04d-%03d", file, record), at(file)))
		}
		tree[LogPath(Account, Region, at(file), fmt.Sprintf("%016d", file))] = Gzip(Envelope(list...))
	}
	return tree
}
