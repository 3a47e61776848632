package report

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/price"
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
	// Measure is what is compared, one of [DiffMeasures]; the zero value counts
	// events.
	Measure Measure
	// Prices say what calls cost, where dollars are compared.
	Prices *price.List
	// Ranges tell AWS's addresses from the internet's. Nil is for none known.
	Ranges *address.Ranges
	// Limit is how many changes there shall be of each dimension; zero is all.
	Limit int
	Scope
}

// Apart reports whether there is time between the windows.
func (o *DiffOptions) Apart() bool {
	return o.AfterPaths == (Paths{}) && !o.Before.To.Equal(o.After.From) && !o.After.To.Equal(o.Before.From)
}

// DiffMeasures are what can be compared, by the names that users give: events,
// what [Measures] has, and the dollars that [NewCost] reckons. A measure is an
// amount of each event that adds up.
func DiffMeasures() []Measure {
	return slices.Concat([]Measure{{Name: "events"}}, Measures(), []Measure{{Name: dollarsMeasure}})
}

// dollarsMeasure is the name of the measure that no SQL has: the prices are not in
// the logs.
const dollarsMeasure = "dollars"

// InDollars reports whether the measure is what calls cost.
func (m Measure) InDollars() bool { return m.Name == dollarsMeasure }

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

	costs       *diffCosts // nil where dollars are not compared
	classes     classList
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
	if options.Measure.InDollars() {
		d.costs = newDiffCosts(&options)
	}
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

// diffQuestion is a statement, and what is to be done with its answer.
type diffQuestion struct {
	make func() (*Report, error)
	row  func([]table.Value) error // nil where it makes a table
	done func()                    // nil for nothing
}

// questions are all, in order. Each may depend on the answers to those before.
func (d *Diff) questions() []diffQuestion {
	questions := []diffQuestion{{make: d.groups}}
	if d.costs != nil {
		questions = []diffQuestion{
			{make: d.charges},
			{make: d.costs.kinds},
			{make: d.costs.kindRows, row: d.costs.readKind, done: d.costs.fold.finish},
			{make: d.costs.table},
			{make: d.costs.priced},
		}
	}
	return append(questions,
		diffQuestion{make: d.classes.origins},
		diffQuestion{make: d.classes.originRows, row: d.readOrigin},
		diffQuestion{make: d.classes.table},
		diffQuestion{make: d.calls},
		diffQuestion{make: d.valueSums, row: d.readValue},
		diffQuestion{make: d.cells, row: d.readCell, done: d.explain},
		diffQuestion{make: d.timeline, row: d.readStep, done: d.findOnsets},
	)
}

// Statements are the questions as they can be shown, before it is known what
// the answers to the first are: no kinds of calls have prices and no addresses
// classes, no values are folded, and there are no causes.
func (d *Diff) Statements() ([]*Report, error) {
	var reports []*Report
	for _, question := range d.questions() {
		r, err := question.make()
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
	for _, question := range d.questions() {
		r, err := question.make()
		if err != nil {
			return err
		}
		err = ask(r, func(answer *table.Table) error {
			for row, err := range answer.Rows {
				if err != nil {
					return err
				}
				if question.row == nil {
					continue // how many rows a table has
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
		if question.done != nil {
			question.done()
		}
	}
	return nil
}

// Empty reports whether there was nothing in either window.
func (d *Diff) Empty() bool { return d.explanation.Before == 0 && d.explanation.After == 0 }

// groups makes the table of which all others come: the logs are read once.
func (d *Diff) groups() (*Report, error) {
	scope, at, side := d.grouping()
	p := struct {
		Scope
		Fields          []ordinalDimension
		Groups          string
		At, Side, Clock Expression
		Measure         Measure
	}{Scope: scope, At: at, Side: side, Clock: d.step.clock(), Measure: d.options.Measure}
	if p.Measure.SQL != (Expression{}) {
		p.Clock = expression("CASE WHEN %v > 0 THEN %v END", p.Measure.SQL, p.Clock)
	}
	for i, f := range diffFields() {
		p.Fields = append(p.Fields, ordinalDimension{f, i + 1})
	}
	p.Groups = fmt.Sprintf("%d, %d", len(p.Fields)+1, len(p.Fields)+2)
	return newDiffReport("diff_groups", p)
}

// grouping is which events are in the windows, and by what they are grouped
// besides the fields.
func (d *Diff) grouping() (scope Scope, at, side Expression) {
	which, isAfter := d.sides()
	scope = d.options.Scope
	scope.Where = append(slices.Clip(scope.Where), which)
	return scope, d.step.start(), expression("CASE WHEN %v THEN 'after' ELSE 'before' END", isAfter)
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
