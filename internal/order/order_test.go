package order_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/order"
)

// randomEvents returns events, some of one time, some of none.
func randomEvents(n int) []trailq.Event {
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	events := make([]trailq.Event, n)
	for i := range events {
		events[i] = trailq.Event{Raw: fmt.Appendf(nil, `{"n":%d}`, i), File: fmt.Sprintf("f%d", random.IntN(9)), Record: i}
		if random.IntN(20) > 0 {
			events[i].EventTime = start.Add(time.Duration(random.IntN(n)) * time.Second / 2)
		}
	}
	return events
}

// The sorter gives what a sort in memory gives, with temporary files and without.
func TestSorter(t *testing.T) {
	events := randomEvents(5000)
	for _, options := range []order.Options{
		{}, {Newest: true}, {Most: 7}, {Newest: true, Most: 7}, {Most: 3000, Memory: 100_000}, {Memory: 100_000}, {Newest: true, Memory: 100_000},
		{Newest: true, Most: 20, Memory: 10_000},
	} {
		options.Folder = t.TempDir()
		sorter := order.NewSorter(options)
		for i := range events {
			if err := sorter.Add(&events[i]); err != nil {
				t.Fatal(err)
			}
		}
		want := slices.Clone(events)
		slices.SortFunc(want, func(a, b trailq.Event) int {
			if options.Newest {
				a, b = b, a
			}
			return cmp.Or(a.EventTime.Compare(b.EventTime), cmp.Compare(a.File, b.File), cmp.Compare(a.Record, b.Record))
		})
		if options.Most > 0 {
			want = want[:options.Most]
		}
		n := 0
		for event, err := range sorter.Events() {
			if err != nil {
				t.Fatal(err)
			}
			if string(event.Raw) != string(want[n].Raw) || !event.EventTime.Equal(want[n].EventTime) || event.File != want[n].File || event.Record != want[n].Record {
				t.Fatalf("%+v: event %d is %s of %v, want %s of %v", options, n, event.Raw, event.EventTime, want[n].Raw, want[n].EventTime)
			}
			n++
		}
		if n != len(want) {
			t.Errorf("%+v: %d events, want %d", options, n, len(want))
		}
		if err := sorter.Close(); err != nil {
			t.Error(err)
		}
	}
}

// listed is a source of paths that counts how often it is listed.
type listed struct {
	paths []string
	calls int
}

func (l *listed) String() string { return "listed" }

func (l *listed) Files(_ context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	l.calls++
	return func(yield func(trailq.File, error) bool) {
		for _, path := range l.paths {
			if file := (trailq.File{Path: path}); filter.Skips(file) == "" && !yield(file, nil) {
				return
			}
		}
	}
}

// logName returns the path of a log file.
func logName(at time.Time, region string) string {
	return fmt.Sprintf("AWSLogs/111122223333/CloudTrail/%s/%s/111122223333_CloudTrail_%s_%s_abcdefghijklmnop.json.gz",
		region, at.Format("2006/01/02"), region, at.Format("20060102T1504Z"))
}

// Both ways of listing give every file once, the newest first, over years without any.
func TestNewestFirst(t *testing.T) {
	var times []time.Time
	for _, text := range []string{"2019-03-01T23:59:00Z", "2023-01-01T00:00:00Z", "2023-10-31T12:00:00Z", "2023-11-01T00:00:00Z", "2023-11-01T23:55:00Z", "2023-11-02T00:00:00Z"} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, at)
	}
	var logs []string
	for _, at := range times {
		logs = append(logs, logName(at, "us-east-1"), logName(at, "eu-west-1"))
	}
	// The clock of this machine can be behind.
	later := append(slices.Clone(logs), logName(time.Date(2098, 5, 1, 12, 0, 0, 0, time.UTC), "us-east-1"), logName(time.Date(2097, 1, 1, 0, 0, 0, 0, time.UTC), "eu-west-1"))
	for name, paths := range map[string][]string{"logs": logs, "logs and others": append(slices.Clone(logs), "other.json", "more.json"), "none": nil, "later": later} {
		slices.Sort(paths)
		for _, listing := range []order.Listing{order.ListAll, order.ListDays} {
			source := &listed{paths: paths}
			var got []string
			for file, err := range order.NewestFirst(source, listing).Files(t.Context(), new(trailq.Filter)) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, file.Path)
			}
			ends := make([]time.Time, len(got))
			for i, path := range got {
				parsed, _ := trailq.ParseLogPath(path)
				ends[i] = parsed.Delivered
			}
			firstLog := slices.IndexFunc(ends, func(end time.Time) bool { return !end.IsZero() })
			if firstLog >= 0 && !slices.IsSortedFunc(ends[firstLog:], func(a, b time.Time) int { return b.Compare(a) }) {
				t.Errorf("%s, %v: %v", name, listing, got)
			}
			slices.Sort(got)
			if !slices.Equal(got, paths) {
				t.Errorf("%s, %v: %v, want %v", name, listing, got, paths)
			}
			if source.calls > 200 {
				t.Errorf("%s, %v: %d listings", name, listing, source.calls)
			}
		}
	}
}
