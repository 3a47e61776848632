package trailq_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/trailq/trailq"
)

// A parallel reading gives what Events gives, though in another order, and
// keeps the same account.
func TestParallel(t *testing.T) {
	for name, options := range map[string]trailq.Options{
		"all":        {},
		"filtered":   {Filter: trailq.Filter{EventNames: []string{"GetObject"}}},
		"duplicates": {Duplicates: trailq.DropDuplicates},
		"counted":    {Duplicates: trailq.CountDuplicates},
	} {
		t.Run(name, func(t *testing.T) {
			source := trailq.Join(trailq.Dir("testdata/logs"), trailq.Files("go.mod")) // which is no log
			var want []string
			var wantTally, gotTally trailq.Tally
			options.Tally = &wantTally
			for event, err := range trailq.Events(t.Context(), source, options) {
				if err == nil {
					want = append(want, string(event.Raw))
				}
			}
			options.Tally = &gotTally
			got, errs := parallel(t, source, options, 3)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("%d records, want %d", len(got), len(want))
			}
			if len(errs) != 1 || !errors.Is(errs[0], trailq.ErrNotCloudTrail) {
				t.Errorf("errors %v", errs)
			}
			a, b := wantTally.Summary(), gotTally.Summary()
			if err := b.Reconcile(); err != nil {
				t.Error(err)
			}
			if a.Records != b.Records || a.ContentBytes != b.ContentBytes || a.Files.Read != b.Files.Read || a.Files.Failed != b.Files.Failed ||
				!a.FirstEventTime.Equal(b.FirstEventTime) || !a.LastEventTime.Equal(b.LastEventTime) || b.FirstEventTime.IsZero() {
				t.Errorf("account %+v, want %+v", b, a)
			}
		})
	}
}

// parallel reads the source with some workers.
func parallel(t *testing.T, source trailq.Source, options trailq.Options, workers int) (raws []string, errs []error) {
	t.Helper()
	reading, err := trailq.NewParallel(t.Context(), source, options)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	for range workers {
		worker := reading.Worker()
		wait.Go(func() {
			for {
				record, err := worker.Next()
				if errors.Is(err, io.EOF) {
					return
				}
				mu.Lock()
				if err != nil {
					errs = append(errs, err)
				} else {
					raws = append(raws, string(record.Raw()))
				}
				mu.Unlock()
				if _, isFile := errors.AsType[*trailq.FileError](err); err != nil && !isFile {
					return
				}
			}
		})
	}
	wait.Wait()
	if err := reading.Close(); err != nil {
		t.Error(err)
	}
	return raws, errs
}

func TestParallelStops(t *testing.T) {
	var tally trailq.Tally
	reading, err := trailq.NewParallel(t.Context(), trailq.Dir("testdata/logs"), trailq.Options{Tally: &tally})
	if err != nil {
		t.Fatal(err)
	}
	worker := reading.Worker()
	record, err := worker.Next()
	if err != nil {
		t.Fatal(err)
	}
	if record.Number() != 1 || record.Get("eventID") == nil || !strings.HasPrefix(record.File, "testdata/logs/") {
		t.Errorf("record %d of %s: %s", record.Number(), record.File, record.Raw())
	}
	if err := reading.Close(); err != nil {
		t.Error(err)
	}
	summary := tally.Summary()
	if err := summary.Reconcile(); err != nil || summary.Files.Skipped[trailq.SkippedStopped] == 0 || summary.Records.Yielded != 1 {
		t.Errorf("%+v: %v", summary, err)
	}
}

func TestParallelErrors(t *testing.T) {
	if _, err := trailq.NewParallel(t.Context(), trailq.Dir("."), trailq.Options{Filter: trailq.Filter{Access: "x"}}); err == nil {
		t.Error("a bad filter was taken")
	}
	reading, err := trailq.NewParallel(t.Context(), trailq.Dir("testdata/no such folder"), trailq.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	for range 2 { // it stays an error
		if _, err := reading.Worker().Next(); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("no error for a folder that is not there: %v", err)
		}
	}
}
