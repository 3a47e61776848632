package tables

import (
	"slices"
	"time"
)

// Window is a time, not before From and before To; zero is none.
type Window struct{ From, To time.Time }

// IsGiven reports whether both bounds are given.
func (w Window) IsGiven() bool { return !w.From.IsZero() && !w.To.IsZero() }

// StepOf returns the step of a histogram of a window that has bounds: one of those of
// trailq timeline.
func StepOf(w Window) time.Duration {
	switch length := w.To.Sub(w.From); {
	case length <= 4*time.Hour:
		return time.Minute
	case length <= 20*time.Hour:
		return 5 * time.Minute
	case length <= 31*24*time.Hour:
		return time.Hour
	}
	return 24 * time.Hour
}

// Bounds returns a window, from the first event of the table and to the last where it is
// not bounded.
func (t *Table) Bounds(w Window) Window {
	t.mu.Lock()
	defer t.mu.Unlock()
	if w.From.IsZero() {
		w.From = t.span.First
	}
	if w.To.IsZero() && !t.span.Last.IsZero() {
		w.To = t.span.Last.Add(time.Millisecond)
	}
	return w
}

// Step returns the step of a histogram of a window.
func (t *Table) Step(w Window) time.Duration { return StepOf(t.Bounds(w)) }

// FindGaps returns the bins, from and before, in whose hours no event of the whole table
// was: perhaps there are no logs.
func (t *Table) FindGaps(start time.Time, step time.Duration, bins int) [][2]int {
	t.mu.Lock()
	hours := t.hours
	t.mu.Unlock()
	return findGaps(hours, start, step, bins)
}

// findGaps returns the bins in whose hours nothing was.
func findGaps(hours []int64, start time.Time, step time.Duration, bins int) [][2]int {
	gaps := [][2]int{}
	for bin := range bins {
		from := start.Add(time.Duration(bin) * step)
		first, last := from.Unix()/3600, (from.Add(step).Unix()-1)/3600
		at, _ := slices.BinarySearch(hours, first)
		if at < len(hours) && hours[at] <= last {
			continue
		}
		if n := len(gaps); n > 0 && gaps[n-1][1] == bin {
			gaps[n-1][1]++
		} else {
			gaps = append(gaps, [2]int{bin, bin + 1})
		}
	}
	return gaps
}
