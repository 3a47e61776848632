package diff

import (
	"slices"
	"time"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// step is the unit in which time is counted, as the beginning of the text of
// eventTime.
type step struct {
	Length int // of the text
	layout string
	rest   string // what the text lacks to be of the layout
	length time.Duration
	name   string
}

// stepFor returns the step for the length of both windows together: there are some
// hundreds of steps.
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

// startSQL returns the SQL of a step, and clockSQL that of the rest of eventTime.
func (s step) startSQL() report.Expression {
	return report.Expressionf("substr(%v, 1, %d)", report.EventTime(), s.Length)
}

func (s step) clockSQL() report.Expression {
	return report.Expressionf("substr(%v, %d, 10)", report.EventTime(), s.Length+1)
}

// series holds the amounts of both windows by step.
type series struct{ before, after map[time.Time]float64 }

func (s *series) addAmount(isAfter bool, at time.Time, amount float64) {
	if s.before == nil {
		s.before, s.after = make(map[time.Time]float64), make(map[time.Time]float64)
	}
	if isAfter {
		s.after[at] += amount
	} else {
		s.before[at] += amount
	}
}

// countSteps returns the statement that counts the amounts by step, of all events
// and of each cause.
func (d *Comparison) countSteps() (*report.Report, error) {
	d.all = new(series)
	amount, _ := d.exactAmount()
	first, last := report.Expressionf(`"clock"`), report.Expressionf(`"clock"`)
	if d.options.InDollars() {
		first, last = report.Expressionf(`"first"`), report.Expressionf(`"last"`)
	}
	return report.New(files, "timeline", struct {
		Causes                        []*cause
		ByClass, CanBeNothing         bool
		Amount, FirstClock, LastClock report.Expression
		Compared                      report.Expression
	}{d.causes, d.needsClass(), !d.countsEvents(), amount, first, last, d.comparedSQL()})
}

// needsClass reports whether a cause is about a class. Causes that another one excepts are
// among the causes.
func (d *Comparison) needsClass() bool {
	return slices.ContainsFunc(d.causes, func(c *cause) bool {
		return slices.ContainsFunc(c.Conditions, func(x explain.Condition) bool { return allDimensions()[x.Dimension].ByClass() })
	})
}

// readStep reads a row of timeline.sql. An invalid eventTime belongs to no step.
func (d *Comparison) readStep(row []table.Value) error {
	start := string(row[1].AppendText(nil))
	at, err := time.Parse(d.step.layout, start+d.step.rest)
	if err != nil {
		return nil //nolint:nilerror // hostile logs have it
	}
	all, err := readNumber(row[2])
	if err != nil {
		return err
	}
	isAfter := string(row[0].AppendText(nil)) == "after"
	d.all.addAmount(isAfter, at, d.settleAmount(all))
	for i, cause := range d.causes {
		columns := row[3+3*i:]
		amount, err := readNumber(columns[0])
		if err != nil {
			return err
		}
		cause.series.addAmount(isAfter, at, d.settleAmount(amount))
		cause.addMark(isAfter, start, columns[1:3])
	}
	return nil
}

// mostSteps limits a timeline, because eventTime can be any time.
const mostSteps = 20_000

// listSteps returns the starts of all steps of a window, from the first event to
// the last if the window is open. It returns none if there are too many.
func (d *Comparison) listSteps(w Window, amounts map[time.Time]float64) []time.Time {
	first, last := w.From, w.To.Add(-1)
	for at := range amounts {
		if w.From.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
		if w.To.IsZero() && (w.To.Equal(last.Add(1)) || at.After(last)) {
			last = at
		}
	}
	if len(amounts) == 0 && w.duration() == 0 || last.Sub(first) > mostSteps*d.step.length {
		return nil
	}
	var all []time.Time
	for at := first.Truncate(d.step.length); !at.After(last); at = at.Add(d.step.length) {
		all = append(all, at)
	}
	return all
}
