package summary_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/summary"
)

// Every number of a sum is the sum of both, the times are those of both, and it
// reconciles; neither part is changed.
func TestAdd(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2023, 11, day, 0, 0, 0, 0, time.UTC) }
	a := trailq.Summary{
		Files:       trailq.FileSummary{Listed: 9, ListedBytes: 2, AllListed: true, Read: 3, Failed: 2, Pending: 1, Unlisted: 7, Skipped: map[trailq.SkipReason]int{trailq.SkippedDigest: 3}},
		Records:     trailq.RecordSummary{Read: 10, Yielded: 1, Filtered: 2, DuplicatesDropped: 3, Rejected: 4, DuplicatesKept: 5},
		StoredBytes: 11, ContentBytes: 12,
		FirstEventTime: at(2), LastEventTime: at(3),
	}
	b := trailq.Summary{
		Files:          trailq.FileSummary{Listed: 1, Read: 0, AllListed: true, Skipped: map[trailq.SkipReason]int{trailq.SkippedWindow: 1}},
		FirstEventTime: at(1), LastEventTime: at(2),
	}
	sum := a
	summary.Add(&sum, b)
	summary.Add(&sum, a)
	want := trailq.Summary{
		Files: trailq.FileSummary{Listed: 19, ListedBytes: 4, AllListed: true, Read: 6, Failed: 4, Pending: 2, Unlisted: 14, Skipped: map[trailq.SkipReason]int{
			trailq.SkippedDigest: 6, trailq.SkippedWindow: 1}},
		Records:     trailq.RecordSummary{Read: 20, Yielded: 2, Filtered: 4, DuplicatesDropped: 6, Rejected: 8, DuplicatesKept: 10},
		StoredBytes: 22, ContentBytes: 24,
		FirstEventTime: at(1), LastEventTime: at(3),
	}
	if !reflect.DeepEqual(sum, want) {
		t.Errorf("sum %+v, want %+v", sum, want)
	}
	if err := sum.Reconcile(); err != nil {
		t.Error(err)
	}
	if len(a.Files.Skipped) != 1 || len(b.Files.Skipped) != 1 {
		t.Errorf("the parts have become %v and %v", a.Files.Skipped, b.Files.Skipped)
	}
}

// Every number is added.
func TestAddAll(t *testing.T) {
	parts := func(s *trailq.Summary) []reflect.Value {
		return []reflect.Value{reflect.ValueOf(s).Elem(), reflect.ValueOf(&s.Files).Elem(), reflect.ValueOf(&s.Records).Elem()}
	}
	var one trailq.Summary
	for _, part := range parts(&one) {
		for i := range part.NumField() {
			if part.Field(i).CanInt() {
				part.Field(i).SetInt(1)
			}
		}
	}
	one.Records.Read = 4 // yielded, filtered, duplicate, rejected
	sum := one
	summary.Add(&sum, one)
	for n, part := range parts(&sum) {
		for i := range part.NumField() {
			if was := parts(&one)[n].Field(i); was.CanInt() && part.Field(i).Int() != 2*was.Int() {
				t.Errorf("%s: twice %d gives %d", part.Type().Field(i).Name, was.Int(), part.Field(i).Int())
			}
		}
	}
}

// A summary that is zero has no listing, complete or not.
func TestAddAllListed(t *testing.T) {
	listed := trailq.Summary{Files: trailq.FileSummary{Listed: 1, Pending: 1, AllListed: true}}
	listing := trailq.Summary{Files: trailq.FileSummary{Listed: 1, Pending: 1}}
	for _, test := range []struct {
		a, b trailq.Summary
		want bool
	}{
		{trailq.Summary{}, listed, true}, {listed, trailq.Summary{}, true}, {listed, listed, true},
		{trailq.Summary{}, listing, false}, {listing, trailq.Summary{}, false}, {listed, listing, false}, {listing, listed, false},
	} {
		sum := test.a
		summary.Add(&sum, test.b)
		if sum.Files.AllListed != test.want {
			t.Errorf("%v and %v give %v", test.a.Files.AllListed, test.b.Files.AllListed, sum.Files.AllListed)
		}
	}
}
