package report

import (
	"fmt"
	"strconv"
	"time"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/table"
)

// Window is a half-open interval of eventTime. The zero value is all time.
type Window struct{ From, To time.Time }

// DiffOptions are the parameters of what changed.
type DiffOptions struct {
	// Before and After are what is compared. They must not overlap, unless the
	// paths tell the events apart.
	Before, After Window
	// AfterPaths, if it is not the zero value, are the files of After; Before has
	// all others.
	AfterPaths Paths
	// Measure is what is compared; the zero value counts events.
	Measure Measure
	// Limit is how many changes there shall be of each dimension; zero is all.
	Limit int
	Scope
}

// DiffMeasures are what can be compared, by the names that users give: events,
// and what [Measures] has. A measure is an amount of each event that adds up, so
// that one in dollars takes its place here once events have prices.
func DiffMeasures() []Measure {
	return append([]Measure{{Name: "events"}}, Measures()...)
}

const (
	// foldedAt is how many values of a dimension are told apart when causes are
	// looked for, by change and by size.
	foldedAt = 150
	// mostCombinations bounds the combinations of values that are looked at one by one;
	// all smaller ones count together.
	mostCombinations = 30_000
)

// Diff is what changed between two windows, and why. It is asked in several
// statements: the first groups the logs into a table, and those behind it ask
// that, so that the logs are read once.
type Diff struct {
	options DiffOptions
	ratio   float64 // of the lengths of the windows, After to Before
	step    step

	values      map[Name]*dimensionValues
	explanation explain.Explanation
	cube        *explain.Cube
	reader      *cubeReader // while the cube is read
	causes      []*diffCause
	all         *series
	notes       []string
}

// NewDiff is the report for some options.
func NewDiff(options DiffOptions) *Diff {
	d := &Diff{options: options, ratio: 1}
	if before, after := options.Before.length(), options.After.length(); before > 0 && after > 0 {
		d.ratio = float64(after) / float64(before)
	}
	d.step = stepFor(options.Before.length() + options.After.length())
	return d
}

// length is zero for a window without bounds.
func (w Window) length() time.Duration {
	if w.From.IsZero() || w.To.IsZero() {
		return 0
	}
	return w.To.Sub(w.From)
}

// condition is that an event is in the window.
func (w Window) condition() Expression {
	switch {
	case w.From.IsZero() && w.To.IsZero():
		return Expression{}
	case w.From.IsZero():
		return expression("eventtime < %v", moment(w.To))
	case w.To.IsZero():
		return expression("eventtime >= %v", moment(w.From))
	}
	return expression("eventtime >= %v AND eventtime < %v", moment(w.From), moment(w.To))
}

// Statements are the questions as they can be shown, before it is known what
// the answers to the first are: no values are folded, and there are no causes.
func (d *Diff) Statements() ([]*Report, error) {
	var reports []*Report
	for _, make := range []func() (*Report, error){d.groups, d.calls, d.valueSums, d.cells, d.timeline} {
		r, err := make()
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// Ask asks the questions one after another. It gives each to ask, with what is
// to be done with its answer.
func (d *Diff) Ask(ask func(r *Report, use func(*table.Table) error) error) error {
	ignore := func([]table.Value) error { return nil } // how many rows a table has
	for _, question := range []struct {
		make func() (*Report, error)
		row  func([]table.Value) error
		done func()
	}{
		{d.groups, ignore, func() {}},
		{d.calls, ignore, func() {}},
		{d.valueSums, d.readValue, func() {}},
		{d.cells, d.readCell, d.explain},
		{d.timeline, d.readStep, d.findOnsets},
	} {
		r, err := question.make()
		if err != nil {
			return err
		}
		err = ask(r, func(answer *table.Table) error {
			for row, err := range answer.Rows {
				if err != nil {
					return err
				}
				if err := question.row(row); err != nil {
					return err
				}
			}
			d.notes = append(d.notes, answer.Notes...)
			return nil
		})
		if err != nil {
			return err
		}
		question.done()
	}
	return nil
}

// Empty reports whether there was nothing in either window.
func (d *Diff) Empty() bool { return d.explanation.Before == 0 && d.explanation.After == 0 }

// groups makes the table of which all others come: the logs are read once.
func (d *Diff) groups() (*Report, error) {
	p := struct {
		Scope
		Fields  []ordinalDimension
		Groups  string
		Step    step
		After   Expression
		Measure Measure
	}{Scope: d.options.Scope, Step: d.step, Measure: d.options.Measure}
	for i, f := range diffFields() {
		p.Fields = append(p.Fields, ordinalDimension{f, i + 1})
	}
	p.Groups = fmt.Sprintf("%d, %d", len(p.Fields)+1, len(p.Fields)+2)
	var which Expression
	which, p.After = d.sides()
	p.Where = append(p.Where, which)
	return newDiffReport("diff_groups", p)
}

// sides are the conditions that an event is in one of the windows, and that of
// these it is in After.
func (d *Diff) sides() (which, isAfter Expression) {
	before, after := d.options.Before, d.options.After
	if d.options.AfterPaths != (Paths{}) {
		paths := d.options.AfterPaths.condition()
		first, second := both(expression("NOT (%v)", paths), before.condition()), both(paths, after.condition())
		return either([]Expression{expression("(%v)", first), expression("(%v)", second)}), paths
	}
	isAfter = expression("eventtime >= %v", moment(after.From))
	if after.From.Before(before.From) {
		isAfter = expression("eventtime < %v", moment(after.To))
	}
	switch {
	case before.To.Equal(after.From):
		which = Window{before.From, after.To}.condition()
	case after.To.Equal(before.From):
		which = Window{after.From, before.To}.condition()
	default:
		which = either([]Expression{expression("(%v)", before.condition()), expression("(%v)", after.condition())})
	}
	return which, isAfter
}

// calls makes another one of that, by dimension and without time.
func (d *Diff) calls() (*Report, error) {
	var p struct{ Dimensions []ordinalDimension }
	for i, dimension := range diffDimensions() {
		p.Dimensions = append(p.Dimensions, ordinalDimension{Dimension{dimension.Name, dimension.SQL}, i + 1})
	}
	return newDiffReport("diff_calls", p)
}

// both holds where both conditions do; the second may be none.
func both(a, b Expression) Expression {
	if b.sql == "" {
		return a
	}
	return expression("%v AND %v", a, b)
}

// newDiffReport presents its answer as it is.
func newDiffReport(name string, parameters any) (*Report, error) {
	r, err := newReport(name, parameters)
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return answer }
	return r, nil
}

// number is a number of an answer, zero where there is none.
func number(v table.Value) (float64, error) {
	if v.Kind() == table.KindNull {
		return 0, nil
	}
	return strconv.ParseFloat(string(v.AppendText(nil)), 64)
}

// numbers reads several.
func numbers(row []table.Value) ([]float64, error) {
	var all []float64
	for _, v := range row {
		n, err := number(v)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, nil
}
