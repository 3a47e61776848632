package trailtest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// newTree returns a tree of files with one event each.
func newTree(paths ...string) Tree {
	tree := make(Tree)
	for i, path := range paths {
		tree[path] = Gzip(Envelope(Record("id", minutesLater(i))))
	}
	return tree
}

func testOrder(t *testing.T, open OpenTree) {
	tree := newTree("a.json", "a/1.json", "a/b/c.json", "a/b.json", "a-b.json", "a0.json", "B.json", "b/10.json", "b/9.json", "é.json", "z/z.json")
	got := readSource(t, open(t, tree), trailq.Options{Workers: 4})
	if diff := cmp.Diff(tree.Paths(), got.filePaths()); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

func testHostileNames(t *testing.T, open OpenTree) {
	tree := newTree(
		"a b.json", "a+b.json", "a%20b.json", "100%.json", "%41.json", "%2F.json", "a&b=c.json", "q?x=1#y.json",
		"it's \"so\".json", "<b>.json", "new\nline.json", "tab\there.json", "back\\slash.json", "semi;colon:.json",
		"a..b.json", "~.json", "*.json", "[x].json", "{y}.json", "$(x).json", "@.json", "日本語/ü ß.json", "😀.json",
		"=cmd.json", "-dash.json", "x!/y,z.json", "AWSLogs/ /x.json",
	)
	got := readSource(t, open(t, tree), trailq.Options{Workers: 4})
	if diff := cmp.Diff(tree.Paths(), got.filePaths()); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	if got.errors != nil || got.fatal != "" {
		t.Errorf("errors %q, %q", got.errors, got.fatal)
	}
}

func testWorkers(t *testing.T, open OpenTree) {
	tree := manyFiles(60, 7)
	tree[LogPath(Account, Region, minutesLater(30), "broken")] = Gzip(Envelope("17", Record("x", minutesLater(30))))[:100]
	source := open(t, tree)
	want := readSource(t, source, trailq.Options{Workers: 1})
	if len(want.events) < 60*7 || len(want.errors) != 2 {
		t.Fatalf("%d events, errors %q", len(want.events), want.errors)
	}
	for _, workers := range []int{0, 2, 5, 32} {
		got := readSource(t, source, trailq.Options{Workers: workers})
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{}, found{})); diff != "" {
			t.Errorf("one worker (-) and %d (+) differ:\n%s", workers, diff)
		}
	}
}

func testTwice(t *testing.T, open OpenTree) {
	source := open(t, manyFiles(5, 3))
	events := trailq.Events(t.Context(), source, trailq.Options{})
	var readings [2][]string
	for i := range readings {
		for event, err := range events {
			if err != nil {
				t.Fatal(err)
			}
			readings[i] = append(readings[i], event.EventID)
		}
	}
	if diff := cmp.Diff(readings[0], readings[1]); diff != "" || len(readings[0]) != 15 {
		t.Errorf("%d events, then (-first +second):\n%s", len(readings[0]), diff)
	}
}

func testFilter(t *testing.T, open OpenTree) {
	const otherAccount, otherRegion = "444455556666", "us-east-1"
	day := 24 * 60
	file := Gzip(Envelope(Record("one", minutesLater(2*day-5)), Record("two", minutesLater(2*day))))
	source := open(t, Tree{
		LogPath(Account, Region, minutesLater(2*day), "in-window"):    file,
		LogPath(Account, Region, minutesLater(day), "too-early"):      file,
		LogPath(Account, Region, minutesLater(5*day), "too-late"):     file,
		LogPath(otherAccount, Region, minutesLater(2*day), "account"): file,
		LogPath(Account, otherRegion, minutesLater(2*day), "region"):  file,
		"AWSLogs/a file whose name does not tell any.json.gz":         file,
	})
	options := trailq.Options{
		Filter: trailq.Filter{
			From: minutesLater(2 * day), To: minutesLater(2*day + 1),
			Accounts: []string{Account}, Regions: []string{Region},
		},
		Tally: new(trailq.Tally),
	}
	watched := Watch(t, source)
	for event, err := range trailq.Events(t.Context(), watched, options) {
		if err != nil || event.EventID != "two" {
			t.Errorf("event %v, error %v", event, err)
		}
	}
	watched.Check()
	if opened := watched.opened.Load(); opened != 2 {
		t.Errorf("%d files opened, want 2", opened)
	}
	got := options.Tally.Summary()
	if got.Records.Yielded != 2 || got.Records.Filtered != 2 || got.Files.Read != 2 || got.Reconcile() != nil {
		t.Errorf("summary %+v", got)
	}
}

func testEmpty(t *testing.T, open OpenTree) {
	got := readSource(t, open(t, Tree{}), trailq.Options{})
	if got.events != nil || got.errors != nil || got.fatal != "" || !got.summary.Files.AllListed {
		t.Errorf("%+v", got)
	}
}

func testBreak(t *testing.T, open OpenTree) {
	source := open(t, manyFiles(150, 20))
	for _, enough := range []int{1, 21, 777} {
		options := trailq.Options{Workers: 8, Tally: new(trailq.Tally)}
		watched := Watch(t, source)
		count := 0
		for _, err := range trailq.Events(t.Context(), watched, options) {
			if err != nil {
				t.Fatal(err)
			}
			if count++; count == enough {
				break
			}
		}
		watched.Check()
		got := options.Tally.Summary()
		if err := got.Reconcile(); err != nil || got.Files.Pending != 0 || got.Files.Failed != 0 || got.Records.Yielded != int64(enough) {
			t.Errorf("after %d events: %v, summary %+v", enough, err, got)
		}
	}
}

func testCancel(t *testing.T, open OpenTree) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	watched := Watch(t, open(t, manyFiles(150, 20)))
	var last error
	events, after := 0, 0
	for _, err := range trailq.Events(ctx, watched, trailq.Options{Workers: 8}) {
		if last = err; err != nil {
			continue
		}
		if events++; events > 10 {
			after++
		}
		if events == 10 {
			cancel()
		}
	}
	watched.Check()
	if !errors.Is(last, context.Canceled) {
		t.Errorf("last error is %v", last)
	}
	const batch = 256 // that was already passed on
	if after > batch {
		t.Errorf("%d events after the end of the context", after)
	}
}

func testCancelledBefore(t *testing.T, open OpenTree) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	watched := Watch(t, open(t, manyFiles(3, 3)))
	pairs := 0
	for event, err := range trailq.Events(ctx, watched, trailq.Options{}) {
		if pairs++; event != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("event %v, error %v", event, err)
		}
	}
	watched.Check()
	if pairs != 1 {
		t.Errorf("%d pairs, want the error alone", pairs)
	}
}
