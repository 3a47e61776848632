package diff

import (
	"slices"
	"time"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// timeSpan is the time of a change, as far as it can be told. Zero times mean that
// it covers the whole window. Events that stopped after a part of Before are
// described by that part.
type timeSpan struct {
	since, until time.Time
	resolution   time.Duration // of both
	inBefore     bool          // they are times of Before
	absent       bool          // of having fewer events, and not more
}

// findOnsets finds when each cause started.
func (d *Comparison) findOnsets() {
	before, after := d.listSteps(d.options.Before, d.all.before), d.listSteps(d.options.After, d.all.after)
	for _, cause := range d.causes {
		if cause.Replaced != nil {
			continue // one of the two values is there all the time
		}
		cause.span = d.findOnset(cause, before, after)
		if cause.span.since.IsZero() && cause.span.until.IsZero() {
			cause.span = d.findEarlierOnset(cause, before, after)
		}
		cause.sharpenSpan()
	}
}

// longestSeries bounds the work of finding an onset, which grows with its square.
const longestSeries = 1500

// findOnset compares the steps of After with those of Before. In windows of equal
// length each step is compared with the one at the same position, so that the usual
// course of a day is no onset; otherwise with the mean.
func (d *Comparison) findOnset(cause *cause, before, after []time.Time) timeSpan {
	if len(after) == 0 || len(after) > longestSeries {
		return timeSpan{}
	}
	fewer := cause.After < d.explanation.Growth*cause.Before
	excess := make([]float64, len(after))
	for i, at := range after {
		expected := cause.Before / float64(len(after))
		if len(before) == len(after) {
			expected = cause.series.before[before[i]]
		}
		excess[i] = cause.series.after[at] - d.explanation.Growth*expected
		if fewer {
			excess[i] = -excess[i]
		}
	}
	span, ok := explain.Onset(excess)
	if !ok {
		return timeSpan{}
	}
	if !d.showsEnd(after, span.End) {
		span.End = len(after)
	}
	found, steps := timeSpan{resolution: d.step.length, absent: fewer}, after
	if fewer && len(before) == len(after) && span.End < len(after) {
		steps = before // there was something for a while that is missing now
		found.inBefore, found.absent = true, false
	}
	if span.Start > 0 {
		found.since = steps[span.Start]
	}
	if span.End < len(steps) {
		found.until = steps[span.End]
	}
	return found
}

// leastEnded is how many steps after the end of a change there must be events in. The
// last step of a window, or a time in which nothing at all was delivered, shows no end.
const leastEnded = 2

// showsEnd reports whether enough of a window is left after a step for the end of a
// change to show.
func (d *Comparison) showsEnd(steps []time.Time, end int) bool {
	delivered := 0
	for _, at := range steps[end:] {
		if d.all.after[at] > 0 {
			delivered++
		}
	}
	return delivered >= leastEnded
}

// findEarlierOnset finds when a change began that lasts all of After: late in Before,
// if the windows adjoin. Amounts are cut at what After usually has, so that a burst
// does not count as the beginning.
func (d *Comparison) findEarlierOnset(cause *cause, before, after []time.Time) timeSpan {
	if !d.options.Before.To.Equal(d.options.After.From) || d.options.AfterPaths != (report.Paths{}) ||
		len(before)+len(after) > longestSeries || len(before) == 0 || len(after) == 0 {
		return timeSpan{}
	}
	usual := usualAmount(cause.series.after, after)
	if cause.After < cause.Before || usual == 0 {
		return timeSpan{}
	}
	var joint []float64
	for _, at := range before {
		joint = append(joint, min(cause.series.before[at], usual))
	}
	for _, at := range after {
		joint = append(joint, min(cause.series.after[at], usual))
	}
	span, ok := explain.Onset(joint)
	if !ok || span.End < len(joint)-1 || span.Start >= len(before) || span.Start < 3*len(before)/4 {
		return timeSpan{}
	}
	return timeSpan{since: before[span.Start], resolution: d.step.length, inBefore: true}
}

// usualAmount returns the median of a window's amounts, of those steps that have any.
func usualAmount(amounts map[time.Time]float64, steps []time.Time) float64 {
	var all []float64
	for _, at := range steps {
		if amounts[at] > 0 {
			all = append(all, amounts[at])
		}
	}
	if 2*len(all) < len(steps) {
		return 0 // in most of the window there is nothing
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// mark is the first and the last event of a cause within a step.
type mark struct {
	isAfter     bool
	first, last time.Time
}

// addMark adds the marks of a step; start is the beginning of their eventTime, and
// clocks the rest.
func (c *cause) addMark(isAfter bool, start string, clocks []table.Value) {
	first, noFirst := time.Parse(time.RFC3339, start+string(clocks[0].AppendText(nil)))
	last, noLast := time.Parse(time.RFC3339, start+string(clocks[1].AppendText(nil)))
	if noFirst == nil && noLast == nil {
		c.marks = append(c.marks, mark{isAfter, first, last})
	}
}

// sharpenSpan narrows the times to the minute if single events tell it: if the
// cause has no events before it started, or none after it ended. Otherwise the step
// in which they became more is all that can be said.
func (c *cause) sharpenSpan() {
	var first, last time.Time
	for _, m := range c.marks {
		if m.isAfter == c.span.inBefore {
			continue
		}
		if first.IsZero() || m.first.Before(first) {
			first = m.first
		}
		if m.last.After(last) {
			last = m.last
		}
	}
	first, last = first.Truncate(time.Minute), last.Truncate(time.Minute).Add(time.Minute)
	var sharp bool
	if c.span.absent {
		sharp = c.span.moveTime(&c.span.since, last) && c.span.until.IsZero()
	} else {
		sharp = c.span.moveTime(&c.span.since, first)
		sharp = c.span.moveTime(&c.span.until, last) && sharp
	}
	if sharp {
		c.span.resolution = min(c.span.resolution, time.Minute)
	}
}

// moveTime moves a time to the one that events show, if the two are adjacent. It
// reports whether nothing is left to narrow.
func (s *timeSpan) moveTime(at *time.Time, really time.Time) bool {
	if at.IsZero() {
		return true
	}
	if really.Before(at.Add(-s.resolution)) || really.After(at.Add(s.resolution)) {
		return false
	}
	*at = really
	return true
}
