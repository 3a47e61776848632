package diff

import (
	"time"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/table"
)

// timeSpan is when a change was, as far as it can be told: zero times where it
// was so all the time. What is gone after a while of Before is told by that.
type timeSpan struct {
	since, until time.Time
	resolution   time.Duration // of both
	inBefore     bool          // they are times of Before
	absent       bool          // of having fewer events, and not more
}

// findOnsets finds when the causes set in.
func (d *Comparison) findOnsets() {
	before, after := d.listSteps(d.options.Before, d.all.before), d.listSteps(d.options.After, d.all.after)
	for _, cause := range d.causes {
		cause.span = d.findOnset(cause, before, after)
		cause.sharpenSpan()
	}
}

// longestSeries bounds the work of finding an onset, which grows with its square.
const longestSeries = 1500

// findOnset compares the steps of After with those of Before: each with that at the
// same place, where the windows are of one length, so that the usual course of a
// day or an hour is no onset, and else with their mean.
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

// mark is the first and the last event of a cause in a step.
type mark struct {
	isAfter     bool
	first, last time.Time
}

// addMark takes them; start is the beginning of their times, and clocks the rest.
func (c *cause) addMark(isAfter bool, start string, clocks []table.Value) {
	first, noFirst := time.Parse(time.RFC3339, start+string(clocks[0].AppendText(nil)))
	last, noLast := time.Parse(time.RFC3339, start+string(clocks[1].AppendText(nil)))
	if noFirst == nil && noLast == nil {
		c.marks = append(c.marks, mark{isAfter, first, last})
	}
}

// sharpenSpan tells the times to the minute where single events do: where the cause
// has none at all before it set in, or none after it ended. Where there were some
// before, the step in which they became more is all that can be said.
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

// moveTime puts a time where it really was, if that is next to it. It reports whether
// nothing is left to be sharpened.
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
