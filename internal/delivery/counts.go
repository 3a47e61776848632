package delivery

import (
	"cmp"
	"slices"
	"time"

	"github.com/trailq/trailq/internal/gap"
)

// LeastHours is how many units a window must have for its delivery to be looked at.
const LeastHours = 6

// Place is an account and region, or all of them together.
type Place struct {
	Account, Region string
	IsAll           bool
}

// Hours are the events of a place in each unit of a window.
type Hours = []float64

// Counts are the events of two windows by place and time. Make them with [New].
type Counts struct {
	// Starts are the starts of the units of both windows.
	Starts [2][]time.Time
	// Left are the parts that are not compared, after [Counts.FindLeft].
	Left []Part

	unit   time.Duration
	places map[Place]*[2]Hours
}

// Part is a part of a window that is not compared, because there is nothing of it,
// or because there is nothing of the same part of the other window.
type Part struct {
	Place    Place
	Side     int  // the window in which there is nothing: 0 or 1
	From, To int  // units, of a window from its start
	IsWhole  bool // the place is not compared at all
	InBoth   bool // the same part of the other window is left out
}

// New returns counts of no events.
func New(before, after []time.Time, unit time.Duration) *Counts {
	return &Counts{Starts: [2][]time.Time{before, after}, unit: unit, places: make(map[Place]*[2]Hours)}
}

// AddEvents adds the events of a place at a unit of a window.
func (c *Counts) AddEvents(p Place, side, hour int, events float64) {
	if c.places[p] == nil {
		c.places[p] = &[2]Hours{make(Hours, len(c.Starts[0])), make(Hours, len(c.Starts[1]))}
	}
	c.places[p][side][hour] += events
}

// FindHour returns the unit of a window that a time is in, and false for a time outside.
func (c *Counts) FindHour(side int, at time.Time) (hour int, isInside bool) {
	if len(c.Starts[side]) == 0 || at.Before(c.Starts[side][0]) {
		return 0, false
	}
	hour = int(at.Sub(c.Starts[side][0]) / c.unit)
	return hour, hour < len(c.Starts[side])
}

// FindLeft decides what is not compared: first of everything together, then of accounts
// and regions.
func (c *Counts) FindLeft() {
	if len(c.Starts[0]) < LeastHours || len(c.Starts[1]) < LeastHours {
		return
	}
	c.Left = c.listGaps(Place{IsAll: true})
	if len(c.Left) > 0 {
		return
	}
	for _, p := range c.ListPlaces() {
		c.Left = append(c.Left, c.listGaps(p)...)
	}
}

// IsPartly reports whether everything together has a part that is not compared.
func (c *Counts) IsPartly() bool { return len(c.Left) > 0 && c.Left[0].Place.IsAll }

// ListPlaces returns the accounts and regions in order.
func (c *Counts) ListPlaces() []Place {
	var all []Place
	for p := range c.places {
		if !p.IsAll {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	return all
}

// HasSameLength reports whether each unit of a window has one in the other window that it
// is compared with.
func (c *Counts) HasSameLength() bool { return len(c.Starts[0]) == len(c.Starts[1]) }

// listGaps returns what is missing of a place.
func (c *Counts) listGaps(p Place) []Part {
	var all []Part
	counts := c.places[p]
	if counts == nil {
		return nil
	}
	for side := range 2 {
		for _, run := range gap.Missing(counts[side], c.expectedHours(counts, side)) {
			part := Part{Place: p, Side: side, From: run[0], To: run[1], InBoth: c.HasSameLength()}
			part.IsWhole = !part.InBoth && !p.IsAll
			all = append(all, part)
		}
	}
	return all
}

// expectedHours returns what the units of a window would have by the other one: the
// events of the same unit, or the mean.
func (c *Counts) expectedHours(counts *[2]Hours, side int) Hours {
	if c.HasSameLength() {
		return counts[1-side]
	}
	other, sum := counts[1-side], 0.0
	for _, n := range other {
		sum += n
	}
	expected := make(Hours, len(counts[side]))
	for i := range expected {
		expected[i] = sum / float64(len(other))
	}
	return expected
}

// CoveredShare returns the part of a window that is compared, of everything together.
func (c *Counts) CoveredShare(side int) float64 {
	left := 0
	for _, part := range c.Left {
		if part.covers(side) {
			left += part.To - part.From
		}
	}
	return 1 - float64(left)/float64(max(len(c.Starts[side]), 1))
}

// covers reports whether a part is left out of a window.
func (p Part) covers(side int) bool { return p.Side == side || p.InBoth }

// CountActive returns how many units of a window have events of a place.
func (c *Counts) CountActive(p Place, side int) int { return gap.CountActive(c.places[p][side]) }

// CountCompared returns how many units of a window are compared, of a place.
func (c *Counts) CountCompared(p Place, side int) int {
	left := 0
	for _, span := range c.ListLeft(p, side) {
		left += int(span.To.Sub(span.From) / c.unit)
	}
	return len(c.Starts[side]) - left
}

// Span is a time from a start to an end.
type Span struct{ From, To time.Time }

// ListLeft returns the times of a window that are not compared, of a place: in order, and
// apart from each other.
func (c *Counts) ListLeft(p Place, side int) []Span {
	left := make([]bool, len(c.Starts[side])+1)
	for _, part := range c.Left {
		switch {
		case part.Place != p && !part.Place.IsAll:
		case part.IsWhole:
			fillUnits(left[:len(c.Starts[side])])
		case part.covers(side):
			fillUnits(left[part.From:part.To])
		}
	}
	var all []Span
	start := -1
	for i, isLeft := range left {
		switch {
		case isLeft && start < 0:
			start = i
		case !isLeft && start >= 0:
			all = append(all, c.spanOf(side, start, i))
			start = -1
		}
	}
	return all
}

// fillUnits marks units as left out.
func fillUnits(units []bool) {
	for i := range units {
		units[i] = true
	}
}

// Spans returns the times at which a part is left out: of each window that it is left out
// of. A whole place has none.
func (c *Counts) Spans(p Part) []Span {
	var all []Span
	for side := range 2 {
		if !p.IsWhole && p.covers(side) {
			all = append(all, c.spanOf(side, p.From, p.To))
		}
	}
	return all
}

// GapSpan returns the time in which there is nothing.
func (c *Counts) GapSpan(p Part) Span { return c.spanOf(p.Side, p.From, p.To) }

// spanOf returns the times of units of a window.
func (c *Counts) spanOf(side, from, to int) Span {
	first := c.Starts[side][0]
	return Span{first.Add(time.Duration(from) * c.unit), first.Add(time.Duration(to) * c.unit)}
}
