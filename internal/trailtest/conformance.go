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

// OpenTree returns a source of a tree's files. Their paths are the source's name, a
// slash, and the paths of the tree.
type OpenTree func(t *testing.T, tree Tree) trailq.Source

// TestSource is the test that every source must pass: it checks what
// [trailq.Events] promises, with files of every kind.
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

// TestSameEvents checks that the source has the same events as the generated tree in
// folder, byte for byte, and the same summary.
func TestSameEvents(t *testing.T, folder string, source trailq.Source) {
	t.Helper()
	want, got := readSource(t, trailq.Dir(folder), trailq.Options{}), readSource(t, source, trailq.Options{Workers: 8})
	if len(want.events) == 0 {
		t.Fatalf("no events in %s", folder)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{}, found{})); diff != "" {
		t.Errorf("folder (-) and %s (+) differ:\n%s", source, diff)
	}
}

// outcome is the result of reading a source.
type outcome struct {
	events  []found
	errors  []string // texts of the *FileErrors
	fatal   string   // text of any other error
	summary trailq.Summary
}

// found is an event and its place in the source.
type found struct {
	path   string
	record int
	id     string
	raw    string
}

// readSource reads the whole source, and checks that the summary adds up, that every
// file is closed, and that no goroutine is left.
func readSource(t *testing.T, source trailq.Source, options trailq.Options) outcome {
	t.Helper()
	var result outcome
	options.Tally = new(trailq.Tally)
	watched := Watch(t, source)
	for event, err := range trailq.Events(t.Context(), watched, options) {
		if result.fatal != "" {
			t.Errorf("another pair after %q: %v, %v", result.fatal, event, err)
		}
		var file *trailq.FileError
		switch {
		case err != nil && event != nil:
			t.Errorf("both event and error: %v, %v", event, err)
		case errors.As(err, &file):
			result.errors = append(result.errors, watched.cutName(err.Error()))
		case err != nil:
			result.fatal = err.Error()
		default:
			result.events = append(result.events, found{watched.cutName(event.File), event.Record, event.EventID, string(event.Raw)})
		}
	}
	watched.Check()
	result.summary = options.Tally.Summary()
	if err := result.summary.Reconcile(); err != nil {
		t.Error(err)
	}
	if result.summary.Files.Pending != 0 {
		t.Errorf("%d files pending after the end", result.summary.Files.Pending)
	}
	return result
}

// eventIDs returns the eventIDs in order.
func (o outcome) eventIDs() []string {
	var ids []string
	for _, event := range o.events {
		ids = append(ids, event.id)
	}
	return ids
}

// filePaths returns the paths of the events' files in order, without repeats.
func (o outcome) filePaths() []string {
	var paths []string
	for _, event := range o.events {
		paths = append(paths, event.path)
	}
	return slices.Compact(paths)
}

// Watched is a source that counts open files and goroutines.
type Watched struct {
	trailq.Source
	t                *testing.T
	goroutinesBefore int // goroutines of the project
	opened           atomic.Int64
	closed           atomic.Int64
}

// Watch returns the source, watched from now on.
func Watch(t *testing.T, source trailq.Source) *Watched {
	return &Watched{Source: source, t: t, goroutinesBefore: len(projectGoroutines())}
}

func (w *Watched) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
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
	source *Watched
}

func (b *watchedBody) Close() error {
	b.source.closed.Add(1)
	return b.ReadCloser.Close()
}

// cutName cuts the source's name off a path, or off a message that begins with one.
func (w *Watched) cutName(path string) string {
	return strings.TrimPrefix(path, strings.TrimSuffix(w.String(), "/")+"/")
}

// Check fails the test if a file is still open, or if more goroutines of the project
// run than before.
func (w *Watched) Check() {
	w.t.Helper()
	if opened, closed := w.opened.Load(), w.closed.Load(); opened != closed {
		w.t.Errorf("%d files were opened, %d closed", opened, closed)
	}
	left := projectGoroutines()
	for range 100 { // a goroutine that has finished can take a moment to go
		if len(left) <= w.goroutinesBefore {
			return
		}
		time.Sleep(time.Millisecond)
		left = projectGoroutines()
	}
	w.t.Errorf("%d goroutines before, %d after:\n%s", w.goroutinesBefore, len(left), strings.Join(left, "\n\n"))
}

// minutesLater returns a time of delivery, so many minutes into a day.
func minutesLater(minutes int) time.Time {
	return time.Date(2023, 11, 1, 0, minutes, 0, 0, time.UTC)
}

// manyFiles returns n log files with some events each, whose IDs are "FILE-RECORD".
func manyFiles(n, records int) Tree {
	tree := make(Tree)
	for file := range n {
		var list []string
		for record := range records {
			list = append(list, Record(fmt.Sprintf("%04d-%03d", file, record), minutesLater(file)))
		}
		tree[LogPath(Account, Region, minutesLater(file), fmt.Sprintf("%016d", file))] = Gzip(Envelope(list...))
	}
	return tree
}
