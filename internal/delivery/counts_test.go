package delivery_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/delivery"
)

var midnight = time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)

// hoursOf returns the hours of a window that starts on a day.
func hoursOf(day, number int) []time.Time {
	var all []time.Time
	for i := range number {
		all = append(all, midnight.AddDate(0, 0, day).Add(time.Duration(i)*time.Hour))
	}
	return all
}

// deliver returns counts of two places with 20 events an hour: in the second window, one
// place has none from an hour on, and the other none from another.
func deliver(before, after []time.Time, ends [2]int) *delivery.Counts {
	counts := delivery.New(before, after, time.Hour)
	for place, region := range []string{"eu-west-1", "us-east-1"} {
		for side, hours := range counts.Starts {
			for hour := range hours {
				if side == 1 && hour >= ends[place] {
					continue
				}
				for _, p := range []delivery.Place{{IsAll: true}, {Account: "111122223333", Region: region}} {
					counts.AddEvents(p, side, hour, 20)
				}
			}
		}
	}
	counts.FindLeft()
	return counts
}

// What is left out are the hours that are missing, and the hour before them, which can
// have been delivered in part: of all, or of one place.
func TestLeftOut(t *testing.T) {
	east := delivery.Place{Account: "111122223333", Region: "us-east-1"}
	west := delivery.Place{Account: "111122223333", Region: "eu-west-1"}
	span := func(day, from, to int) []delivery.Span {
		start := midnight.AddDate(0, 0, day)
		return []delivery.Span{{From: start.Add(time.Duration(from) * time.Hour), To: start.Add(time.Duration(to) * time.Hour)}}
	}
	for _, test := range []struct {
		name       string
		before     int // hours of the first window
		ends       [2]int
		place      delivery.Place
		left       [2][]delivery.Span
		compared   [2]int
		shareAfter int // in 24ths
	}{
		{"nothing is missing", 24, [2]int{24, 24}, east, [2][]delivery.Span{}, [2]int{24, 24}, 24},
		{"all of the evening", 24, [2]int{14, 14}, east, [2][]delivery.Span{span(0, 13, 24), span(1, 13, 24)}, [2]int{13, 13}, 13},
		{"one place", 24, [2]int{24, 14}, east, [2][]delivery.Span{span(0, 13, 24), span(1, 13, 24)}, [2]int{13, 13}, 13},
		{"the other place", 24, [2]int{24, 14}, west, [2][]delivery.Span{}, [2]int{24, 24}, 13},
		{"all, of windows of unequal length", 72, [2]int{14, 14}, east, [2][]delivery.Span{nil, span(3, 13, 24)}, [2]int{72, 13}, 13},
		{"one place, of windows of unequal length", 72, [2]int{24, 14}, east, [2][]delivery.Span{span(0, 0, 72), span(3, 0, 24)}, [2]int{0, 0}, 13},
	} {
		counts := deliver(hoursOf(0, test.before), hoursOf(test.before/24, 24), test.ends)
		for side := range 2 {
			if difference := cmp.Diff(test.left[side], counts.ListLeft(test.place, side)); difference != "" {
				t.Errorf("%s, window %d (-want +got):\n%s", test.name, side, difference)
			}
			if got := counts.CountCompared(test.place, side); got != test.compared[side] {
				t.Errorf("%s, window %d: %d hours are compared, want %d", test.name, side, got, test.compared[side])
			}
		}
		if got := int(math.Round(24 * counts.CoveredShare(1))); got != test.shareAfter {
			t.Errorf("%s: %d of 24 hours of the second window are covered, want %d", test.name, got, test.shareAfter)
		}
	}
}

// A time belongs to the hour that it is in, and to none outside of the window.
func TestFindHour(t *testing.T) {
	counts := delivery.New(hoursOf(0, 24), hoursOf(1, 24), time.Hour)
	for at, want := range map[time.Duration]int{0: 0, time.Hour - 1: 0, 23 * time.Hour: 23, -1: -1, 24 * time.Hour: -1} {
		hour, isInside := counts.FindHour(0, midnight.Add(at))
		if isInside != (want >= 0) || isInside && hour != want {
			t.Errorf("%v is in hour %d, %v; want %d", at, hour, isInside, want)
		}
	}
}
