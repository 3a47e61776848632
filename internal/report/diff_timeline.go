package report

import (
	"slices"
	"time"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/table"
)

// step is how finely time is told apart, as the start of eventTime's text.
type step struct {
	Length int // of the text
	layout string
	rest   string // what the text lacks to be of the layout
	length time.Duration
	name   string
}

// stepFor is the step for both windows together: some hundreds of steps, so that
// the groups of diff_groups.sql do not become too many.
func stepFor(together time.Duration) step {
	const day = 24 * time.Hour
	switch {
	case together == 0:
		return step{13, "2006-01-02T15", "", time.Hour, "1h"}
	case together <= 8*time.Hour:
		return step{16, "2006-01-02T15:04", "", time.Minute, "1m"}
	case together <= 4*day:
		return step{15, "2006-01-02T15:04", "0", 10 * time.Minute, "10m"}
	case together <= 120*day:
		return step{13, "2006-01-02T15", "", time.Hour, "1h"}
	}
	return step{10, time.DateOnly, "", day, "1d"}
}

// series is amounts by step of both windows.
type series struct{ before, after map[time.Time]float64 }

func (s *series) add(isAfter bool, at time.Time, amount float64) {
	if s.before == nil {
		s.before, s.after = make(map[time.Time]float64), make(map[time.Time]float64)
	}
	if isAfter {
		s.after[at] += amount
	} else {
		s.before[at] += amount
	}
}

// timeline asks for the amounts by step, of all and of each cause.
func (d *Diff) timeline() (*Report, error) {
	d.all = new(series)
	return newDiffReport("diff_timeline", struct{ Causes []*diffCause }{d.causes})
}

// readStep takes a row. An eventTime that is none is in no step.
func (d *Diff) readStep(row []table.Value) error {
	at, err := time.Parse(d.step.layout, string(row[1].AppendText(nil))+d.step.rest)
	if err != nil {
		return nil //nolint:nilerror // hostile logs have it
	}
	n, err := numbers(row[2:])
	if err != nil {
		return err
	}
	isAfter := string(row[0].AppendText(nil)) == "after"
	d.all.add(isAfter, at, n[0])
	for i, cause := range d.causes {
		cause.series.add(isAfter, at, n[i+1])
	}
	return nil
}

// mostSteps bounds a timeline: eventTime may be any time.
const mostSteps = 20_000

// steps are the starts of all steps of a window, from the first event to the
// last where it is open; none where they are too many.
func (d *Diff) steps(w Window, amounts map[time.Time]float64) []time.Time {
	first, last := w.From, w.To.Add(-1)
	for at := range amounts {
		if w.From.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
		if w.To.IsZero() && (w.To.Equal(last.Add(1)) || at.After(last)) {
			last = at
		}
	}
	if len(amounts) == 0 && w.length() == 0 || last.Sub(first) > mostSteps*d.step.length {
		return nil
	}
	var all []time.Time
	for at := first.Truncate(d.step.length); !at.After(last); at = at.Add(d.step.length) {
		all = append(all, at)
	}
	return all
}

// timeSpan is when a change was, as far as it can be told: zero times where it
// was so all the time. What is gone after a while of Before is told by that.
type timeSpan struct{ since, until time.Time }

// findOnsets finds when the causes set in.
func (d *Diff) findOnsets() {
	before, after := d.steps(d.options.Before, d.all.before), d.steps(d.options.After, d.all.after)
	for _, cause := range d.causes {
		cause.span = d.onset(cause, before, after)
	}
}

// longestSeries bounds the work of finding an onset, which grows with its square.
const longestSeries = 1500

// onset compares the steps of After with those of Before: each with that at the
// same place, where the windows are of one length, so that the usual course of a
// day or an hour is no onset, and else with their mean.
func (d *Diff) onset(cause *diffCause, before, after []time.Time) timeSpan {
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
	steps := after
	if fewer && len(before) == len(after) && span.End < len(after) {
		steps = before // there was something for a while that is missing now
	}
	var found timeSpan
	if span.Start > 0 {
		found.since = steps[span.Start]
	}
	if span.End < len(steps) {
		found.until = steps[span.End]
	}
	return found
}

// timelineRows is the timeline as data: a row for each step of each cause, and
// of all events as cause 0.
func (d *Diff) timelineRows() *table.Table {
	answer := &table.Table{
		Name: "timeline",
		Columns: []table.Column{{Name: "cause"}, {Name: "window"}, {Name: "time"},
			{Name: string(d.measureName()), Unit: d.unit()}},
		Title: "When, in steps of " + d.step.name,
	}
	answer.Rows = func(yield func([]table.Value, error) bool) {
		for rank, s := range d.allSeries() {
			for _, window := range d.windowSeries(s) {
				for _, at := range window.steps {
					row := []table.Value{table.Int(int64(rank)), table.Text(window.name), table.Text(at.Format(time.RFC3339)), plainAmount(window.amounts[at])}
					if !yield(row, nil) {
						return
					}
				}
			}
		}
	}
	return answer
}

// allSeries are that of all events and those of the causes.
func (d *Diff) allSeries() []*series {
	all := []*series{d.all}
	for _, cause := range d.causes {
		all = append(all, &cause.series)
	}
	return all
}

// windowSeries is what a series has of one window.
type windowSeries struct {
	name    string
	steps   []time.Time
	amounts map[time.Time]float64
}

func (d *Diff) windowSeries(s *series) []windowSeries {
	return []windowSeries{
		{"before", d.steps(d.options.Before, d.all.before), s.before},
		{"after", d.steps(d.options.After, d.all.after), s.after},
	}
}

func (d *Diff) measureName() Name {
	if d.options.Measure.Name == "" {
		return "events"
	}
	return d.options.Measure.Name
}

// charts is the timeline for people: a row of characters for each window of
// each cause, of one height for both.
func (d *Diff) charts(ascii bool) *table.Table {
	answer := &table.Table{
		Name:    "timeline",
		Title:   "When",
		Columns: []table.Column{{Name: "cause"}, {Name: "window"}, {Name: "from"}, {Name: "each"}, {Name: "most", Unit: d.unit()}, {Name: "chart"}},
	}
	var rows [][]table.Value
	for rank, s := range d.allSeries() {
		windows := d.windowSeries(s)
		steps := max(len(windows[0].steps), len(windows[1].steps))
		wide := max((steps+chartWidth-1)/chartWidth, 1) // steps that a character stands for
		var bars [2][]float64
		for i, window := range windows {
			bars[i] = window.bars(wide)
		}
		most := slices.Max(append(slices.Concat(bars[0], bars[1]), 0))
		for i, window := range windows {
			if len(window.steps) > 0 {
				rows = append(rows, []table.Value{
					causeName(rank), table.Text(window.name), table.Text(window.steps[0].Format("2006-01-02T15:04")),
					table.Text(spanText(time.Duration(wide) * d.step.length)),
					plainAmount(slices.Max(bars[i])), table.Text(chart(bars[i], most, ascii)),
				})
			}
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

func causeName(rank int) table.Value {
	if rank == 0 {
		return table.Text("all")
	}
	return table.Int(int64(rank))
}
