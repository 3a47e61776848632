package diff

import (
	"slices"
	"strconv"
	"time"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/novelty"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff/cells"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/suspect"
	"github.com/trailq/trailq/internal/table"
)

// Window is a half-open interval of eventTime. The zero value is all time.
type Window struct{ From, To time.Time }

// Options are the parameters of a comparison.
type Options struct {
	// Before and After are what is compared. They must not overlap, unless the
	// paths tell the events apart.
	Before, After Window
	// AfterPaths, if it is not the zero value, are the files of After; Before has
	// all others.
	AfterPaths report.Paths
	// Measure is what is compared, one of [Measures]; the zero value counts
	// events.
	Measure report.Measure
	// Prices say what calls cost, where dollars are compared.
	Prices *price.List
	// Storage says which storage class objects have.
	Storage []price.StorageRule
	// Ranges tell AWS's addresses from the internet's. Nil is for none known.
	Ranges *address.Ranges
	// Limit is how many changes there shall be of each dimension; zero is all.
	Limit int
	report.Scope
}

// Apart reports whether there is time between the windows.
func (o *Options) Apart() bool {
	return o.AfterPaths == (report.Paths{}) && !o.Before.To.Equal(o.After.From) && !o.After.To.Equal(o.Before.From)
}

// Measures returns what can be compared, by the names that users give: events, the
// sums of [report.Measures], and the dollars that trailq cost estimates. Amounts of
// a measure add up.
func Measures() []report.Measure {
	return slices.Concat([]report.Measure{{Name: "events"}}, report.Measures(), []report.Measure{{Name: dollarsMeasure}})
}

// dollarsMeasure is the name of the measure that is no column: the prices are not
// in the logs.
const dollarsMeasure = "dollars"

// InDollars reports whether the measure is what calls cost.
func (o *Options) InDollars() bool { return o.Measure.Name == dollarsMeasure }

const (
	// foldedAt is how many values of a dimension are told apart at most when causes
	// are looked for, by change and by size.
	foldedAt = 150
	// mostCells bounds the combinations of values: where there are more, fewer values
	// are told apart.
	mostCells = 30_000
)

// Comparison finds what changed between two windows, and why. It takes several
// statements: the first reads the logs into a table, and the others query that
// table, so the logs are read once.
type Comparison struct {
	options   Options
	ratio     float64 // of the lengths of the windows, After to Before
	step      step
	cellLimit int // how many combinations of values are looked at, at most

	bill        pricing.Bill // where dollars are compared
	coverage    *coverage
	values      map[report.Name]*dimensionValues
	explanation explain.Explanation
	cube        *explain.Cube
	reader      *cells.Reader // while the cube is read
	distant     distant       // where the engine is elsewhere
	told        int           // the rank down to which values are told apart
	causes      []*cause
	writes      []suspect.Write
	news        [2][]novelty.Call // by kind
	all         *series
	notes       []string
}

// New returns a comparison that has not been run.
func New(options Options) *Comparison {
	d := &Comparison{options: options, ratio: options.lengthRatio(), cellLimit: mostCells, bill: pricing.Bill{Prices: options.Prices}}
	d.step = stepFor(options.Before.duration() + options.After.duration())
	return d
}

// lengthRatio returns the ratio of the lengths of the windows, After to Before.
func (o *Options) lengthRatio() float64 {
	before, after := o.Before.duration(), o.After.duration()
	if before == 0 || after == 0 {
		return 1
	}
	return float64(after) / float64(before)
}

// duration returns the length of the window, zero if it has no bounds.
func (w Window) duration() time.Duration {
	if w.From.IsZero() || w.To.IsZero() {
		return 0
	}
	return w.To.Sub(w.From)
}

// timeCondition returns the condition that an event is in the window.
func (w Window) timeCondition() report.Expression {
	if w == (Window{}) {
		return report.Expression{}
	}
	return report.CompareTime(func(c report.TimeComparison) report.Expression { return c.IsWithin(w.From, w.To) })
}

// statement is one statement, and what happens with its answer.
type statement struct {
	make func() (*report.Report, error)
	row  func([]table.Value) error // nil where it makes a table
	done func()                    // nil for nothing
	skip func() bool               // whether it is not needed; nil for never
}

// listStatements returns all statements in order. Each can depend on the answers to
// earlier ones.
func (d *Comparison) listStatements() []statement {
	if d.options.Elsewhere {
		return d.listNarrow()
	}
	changes := []statement{
		{make: d.extractFields},
		{make: d.learnCallers},
		{make: d.nameCallers},
		{make: d.queryCoverage, row: d.readCoverage, done: d.findLeftOut},
		{make: d.sumGroups},
		{make: func() (*report.Report, error) { return d.classifyOrigins("trailq_sums") }},
	}
	if d.options.InDollars() {
		changes = []statement{
			{make: d.countCharges},
			{make: func() (*report.Report, error) { return d.classifyOrigins("trailq_charges") }},
			{make: d.priceKinds},
			{make: d.priceCharges},
			{make: d.viewCharges},
			{make: d.queryBill, row: d.readCharge},
			{make: d.queryCoverage, row: d.readCoverage, done: d.findLeftOut},
			{make: d.sumGroups},
		}
	} else if !d.countsEvents() {
		changes = slices.Insert(changes, 1, statement{make: d.findShared})
	}
	changes = append(changes,
		statement{make: d.rankValues},
		statement{make: d.queryRanks, row: d.readValue},
		statement{make: d.numberValues},
		statement{make: d.queryCodes, row: d.readCode},
		statement{make: d.countCells, row: d.readCell, done: d.explainChange},
		statement{make: d.countSteps, row: d.readStep, done: d.findOnsets},
	)
	if !d.options.InDollars() { // of calls without a price there is nothing
		changes = append(changes, statement{make: d.queryChanged, row: d.readChanged, done: d.relateWrites})
	}
	if d.hasNews() {
		changes = append(changes, statement{make: d.queryNews, row: d.readNews})
	}
	return changes
}

// Statements returns the statements for display, built before any is answered:
// there are no causes, and all values are told apart.
func (d *Comparison) Statements() ([]*report.Report, error) {
	var reports []*report.Report
	for _, question := range d.listStatements() {
		if question.skip != nil {
			continue
		}
		r, err := question.make()
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// Ask runs the statements one after another: it passes each to ask, together with a
// function that uses the answer.
func (d *Comparison) Ask(ask func(r *report.Report, use func(*table.Table) error) error) error {
	for _, question := range d.listStatements() {
		if question.skip != nil && question.skip() {
			continue
		}
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

// Empty reports whether both windows have no events.
func (d *Comparison) Empty() bool { return d.explanation.Before == 0 && d.explanation.After == 0 }

// writeSQL returns the condition that a call changed something other than data. Records
// before eventVersion 1.07 do not say whether they are data events.
func writeSQL() report.Expression {
	return report.Expressionf("readonly = 'false' AND coalesce(eventcategory, CASE WHEN eventname LIKE 'Invoke%%' THEN 'Data' END, 'Management') = 'Management'")
}

// groupingTerms returns the events of both windows, and the SQL of their step and
// side.
func (d *Comparison) groupingTerms() (scope report.Scope, at, side report.Expression) {
	which, isAfter := d.sideConditions()
	scope = d.options.Scope
	lead := d.options.leadWindow()
	if lead == (Window{}) {
		if !slices.Contains(scope.Where, which) { // where the windows adjoin, the filter has it
			scope.Where = append(slices.Clip(scope.Where), which)
		}
		return scope, d.step.startSQL(), report.Expressionf("CASE WHEN %v THEN 'after' ELSE 'before' END", isAfter)
	}
	early := lead.timeCondition()
	scope.Where = append(slices.Clip(scope.Where), report.AnyOf([]report.Expression{report.Expressionf("(%v)", which), report.Expressionf("(%v)", early)}))
	return scope, d.step.startSQL(), report.Expressionf("CASE WHEN %v THEN 'lead' WHEN %v THEN 'after' ELSE 'before' END", early, isAfter)
}

// sideConditions returns the condition that an event is in either window, and the
// condition that it is in After rather than Before.
func (d *Comparison) sideConditions() (which, isAfter report.Expression) {
	before, after := d.options.Before, d.options.After
	if d.options.AfterPaths != (report.Paths{}) {
		paths := d.options.AfterPaths.Condition()
		first, second := joinConditions(report.Expressionf("NOT (%v)", paths), before.timeCondition()), joinConditions(paths, after.timeCondition())
		return report.AnyOf([]report.Expression{report.Expressionf("(%v)", first), report.Expressionf("(%v)", second)}), paths
	}
	isAfter = report.CompareTime(func(c report.TimeComparison) report.Expression {
		if after.From.Before(before.From) {
			return c.Before(after.To)
		}
		return c.NotBefore(after.From)
	})
	return report.CompareTime(func(c report.TimeComparison) report.Expression { return eitherWindow(c, before, after) }), isAfter
}

// eitherWindow returns the condition that an event is in one of two windows.
func eitherWindow(c report.TimeComparison, before, after Window) report.Expression {
	switch {
	case before.To.Equal(after.From):
		return c.IsWithin(before.From, after.To)
	case after.To.Equal(before.From):
		return c.IsWithin(after.From, before.To)
	}
	return report.AnyOf([]report.Expression{
		report.Expressionf("(%v)", c.IsWithin(before.From, before.To)), report.Expressionf("(%v)", c.IsWithin(after.From, after.To)),
	})
}

// joinConditions returns the condition that both conditions hold. The second can be
// absent.
func joinConditions(a, b report.Expression) report.Expression {
	if b.IsNone() {
		return a
	}
	return report.Expressionf("%v AND %v", a, b)
}

// readNumber returns a number of an answer, zero for NULL.
func readNumber(v table.Value) (float64, error) {
	if v.Kind() == table.KindNull {
		return 0, nil
	}
	return strconv.ParseFloat(string(v.AppendText(nil)), 64)
}

// readNumbers returns several numbers of an answer.
func readNumbers(row []table.Value) ([]float64, error) {
	var all []float64
	for _, v := range row {
		n, err := readNumber(v)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, nil
}

// Memory returns how many bytes the engine needs, by the number of its threads. The
// fields of the events take up most of them. They are read in sequence, so those
// that do not fit go to the disk, which takes about a tenth more time. Dollars need
// more: calls are grouped by all that their price and their causes depend on, so that
// nearly each is a group, and a thread must have some of each part in memory.
func (o *Options) Memory(threads int) int64 {
	if o.InDollars() {
		return max(448_000_000, 160_000_000*int64(threads))
	}
	return max(256_000_000, 64_000_000*int64(threads))
}
