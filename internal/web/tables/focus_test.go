package tables

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Logs that lie years apart are opened where most of the events are; others as a whole.
func TestFindFocus(t *testing.T) {
	day := func(n int) time.Time { return time.Unix(int64(n)*24*3600, 0).UTC() }
	for _, test := range []struct {
		name  string
		hours []hourCount
		want  *Focus
	}{
		{"nothing", nil, nil},
		{"two months", []hourCount{{0, 1}, {61 * 24, 1}}, nil},
		{"years apart", []hourCount{{3, 5}, {1000 * 24, 40}, {1000*24 + 5, 40}, {1001 * 24, 15}, {3000 * 24, 10}},
			&Focus{From: day(1000), To: day(1002), Inside: 95, Before: 5, After: 10}},
		{"even", []hourCount{{0, 1}, {4000 * 24, 1}}, nil},
	} {
		if diff := cmp.Diff(test.want, findFocus(test.hours)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// Histograms have the steps of trailq timeline, and not too many.
func TestStepOf(t *testing.T) {
	start := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	for length, want := range map[time.Duration]time.Duration{
		time.Minute: time.Minute, 4 * time.Hour: time.Minute, 5 * time.Hour: 5 * time.Minute, 24 * time.Hour: time.Hour,
		31 * 24 * time.Hour: time.Hour, 32 * 24 * time.Hour: 24 * time.Hour,
	} {
		if got := StepOf(Window{start, start.Add(length)}); got != want {
			t.Errorf("%s: %s, want %s", length, got, want)
		}
	}
}
