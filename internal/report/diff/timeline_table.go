package diff

import (
	"slices"
	"time"

	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// timelineTable returns the timeline as data: a row for each step of each cause,
// and for all events as cause 0.
func (d *Comparison) timelineTable() *table.Table {
	answer := &table.Table{
		Name: "timeline",
		Columns: []table.Column{{Name: "cause"}, {Name: "window"}, {Name: "time", Type: table.TypeTime},
			{Name: string(d.measureName()), Unit: d.unit()}},
		Title: "When, in steps of " + d.step.name,
	}
	answer.Rows = func(yield func([]table.Value, error) bool) {
		for rank, s := range d.allSeries() {
			for _, window := range d.windowSeries(s) {
				for _, at := range window.steps {
					row := []table.Value{table.Int(int64(rank)), table.Text(window.name), table.Text(at.Format(time.RFC3339)), d.amountCell(window.amounts[at])}
					if !yield(row, nil) {
						return
					}
				}
			}
		}
	}
	return answer
}

// allSeries returns the series of all events, then those of the causes.
func (d *Comparison) allSeries() []*series {
	all := []*series{d.all}
	for _, cause := range d.causes {
		all = append(all, &cause.series)
	}
	return all
}

// windowSeries is one window of a series.
type windowSeries struct {
	name    string
	steps   []time.Time
	amounts map[time.Time]float64
}

func (d *Comparison) windowSeries(s *series) []windowSeries {
	return []windowSeries{
		{"before", d.listSteps(d.options.Before, d.all.before), s.before},
		{"after", d.listSteps(d.options.After, d.all.after), s.after},
	}
}

func (d *Comparison) measureName() report.Name {
	if d.options.Measure.Name == "" {
		return "events"
	}
	return d.options.Measure.Name
}

// chartTable returns the timeline for people: a row of characters for each window
// of each cause, in one scale for both windows.
func (d *Comparison) chartTable(ascii bool) *table.Table {
	answer := &table.Table{
		Name:  "timeline",
		Title: "When",
		Columns: []table.Column{{Name: "cause"}, {Name: "window"}, {Name: "from", Detail: true}, {Name: "each", Detail: true},
			{Name: "most", Unit: d.unit()}, {Name: "chart", Whole: true}},
	}
	var rows [][]table.Value
	for rank, s := range d.allSeries() {
		windows := d.windowSeries(s)
		steps := max(len(windows[0].steps), len(windows[1].steps))
		wide := max((steps+chartWidth-1)/chartWidth, 1) // steps that a character stands for
		var bars [2][]float64
		for i, window := range windows {
			bars[i] = window.sumBars(wide)
		}
		most := slices.Max(append(slices.Concat(bars[0], bars[1]), 0))
		for i, window := range windows {
			if len(window.steps) > 0 {
				rows = append(rows, []table.Value{
					causeName(rank), table.Text(window.name), table.Text(window.steps[0].Format("2006-01-02T15:04")),
					table.Text(phrase.Duration(time.Duration(wide) * d.step.length)),
					d.amountCell(slices.Max(bars[i])), table.Text(phrase.Bars(bars[i], most, ascii)),
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
