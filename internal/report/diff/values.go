package diff

import (
	"math"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// dimensionValues are the values of a dimension that changed most or are largest.
type dimensionValues struct {
	list  []valueChange // the largest change first
	count int           // of all values
	moved float64       // what rose and what fell, together
}

// valueChange is the counts of a value before and after.
type valueChange struct {
	value         table.Value
	before, after float64
	rank          int  // the better one of its ranks by change and by size
	isReplaced    bool // whether it is two values, of which one took the other's place
}

// rankValues returns the statement that ranks the values of each dimension.
func (d *Comparison) rankValues() (*report.Report, error) {
	d.values = make(map[report.Name]*dimensionValues)
	kept := d.keptValues()
	change, size := report.Expressionf(`abs("after" - "before" * %E)`, d.ratio), report.Expressionf(`"after" + "before" * %E`, d.ratio)
	if d.options.InDollars() { // sums of fractions depend on their order: what is equal shall stay so
		change, size = report.Expressionf("round(%v, 12)", change), report.Expressionf("round(%v, 12)", size)
	}
	return report.New(files, "ranks", struct {
		Dimensions   []dimension
		Change, Size report.Expression
		Kept         int
	}{allDimensions(), change, size, kept})
}

// keptValues returns how many values of each dimension are listed, by change and by size.
func (d *Comparison) keptValues() int {
	if d.options.Limit == 0 {
		return math.MaxInt32
	}
	return max(d.options.Limit, foldedAt)
}

// queryRanks returns the statement that lists the ranks.
func (d *Comparison) queryRanks() (*report.Report, error) { return report.New(files, "rank_rows", nil) }

// readValue reads a row of rank_rows.sql.
func (d *Comparison) readValue(row []table.Value) error {
	n, err := readNumbers(row[2:8])
	if err != nil {
		return err
	}
	name := report.Name(row[0].AppendText(nil))
	values := d.values[name]
	if values == nil {
		values = &dimensionValues{count: int(n[2]), moved: report.Significant(n[5], 12)}
		d.values[name] = values
	}
	values.list = append(values.list, valueChange{value: keepValue(row[1]), before: d.settleAmount(n[0]), after: d.settleAmount(n[1]), rank: int(min(n[3], n[4]))})
	return nil
}

// keepValue returns a value that remains valid after its row.
func keepValue(v table.Value) table.Value {
	if v.Kind() == table.KindNull {
		return v
	}
	return table.Text(string(v.AppendText(nil)))
}

// changesTable returns the values that changed, by dimension.
func (d *Comparison) changesTable(form Form) *table.Table {
	answer := &table.Table{
		Name:  "changes",
		Title: "What changed",
		Columns: append([]table.Column{{Name: "dimension"}, {Name: "value"}, {Name: "kind"}},
			d.amountColumns()...),
	}
	answer.Rows = func(yield func([]table.Value, error) bool) {
		for _, dimension := range allDimensions() {
			shown := d.shownChanges(dimension.Name)
			if form.ForPeople && dimension.Name == "agent" {
				shown = d.joinReplaced(shown)
			}
			for _, v := range shown {
				kind := kindOf(v.before, v.after, d.ratio)
				if v.isReplaced {
					kind = "replaced"
				}
				row := append([]table.Value{table.Text(string(dimension.Name)), v.value, table.Text(kind)},
					d.amountCells(v.before, v.after, d.values[dimension.Name].moved)...)
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	return answer
}

// shownChanges returns the changes of a dimension to list. A dimension that no
// event has is left out.
func (d *Comparison) shownChanges(name report.Name) []valueChange {
	values := d.values[name]
	if values == nil || values.count == 1 && values.list[0].value.Kind() == table.KindNull {
		return nil
	}
	var shown []valueChange
	for _, v := range values.list {
		if d.settleAmount(v.after) != d.settleAmount(d.ratio*v.before) && (d.options.Limit == 0 || len(shown) < d.options.Limit) {
			shown = append(shown, v)
		}
	}
	return shown
}

// kindOf returns what happened to a value.
func kindOf(before, after, ratio float64) string {
	switch {
	case before == 0:
		return "new"
	case after == 0:
		return "gone"
	case after > ratio*before:
		return "grown"
	}
	return "shrunk"
}

// amountColumns returns the columns that amountCells fills.
func (d *Comparison) amountColumns() []table.Column {
	unit := d.unit()
	return []table.Column{{Name: "before", Unit: unit}, {Name: "after", Unit: unit}, {Name: "change", Unit: unit}, {Name: "share", Unit: table.UnitShare}}
}

func (d *Comparison) unit() table.Unit {
	switch {
	case d.options.InDollars():
		return table.UnitDollars
	case d.options.Measure.SQL.IsNone():
		return table.UnitNone
	}
	return table.UnitBytes
}

// amountCells returns before, after, the change, and its share of all that moved: of
// what rose and what fell, together.
func (d *Comparison) amountCells(before, after, moved float64) []table.Value {
	before *= d.ratio
	share := table.Value{}
	if moved > 0 {
		share = table.Float(math.Round(1e6*math.Abs(after-before)/moved) / 1e6)
	}
	return []table.Value{d.amountCell(before), d.amountCell(after), d.amountCell(after - before), share}
}

// amountCell returns an amount of the measure.
func (d *Comparison) amountCell(n float64) table.Value {
	if d.options.InDollars() {
		return report.Dollars(report.Significant(n, 10))
	}
	return plainAmount(n)
}

// settleAmount returns an amount without its last digits, which in sums of dollars
// can depend on rounding.
func (d *Comparison) settleAmount(n float64) float64 {
	if d.options.InDollars() {
		return report.Significant(n, 12)
	}
	return n
}

// plainAmount returns a number without most of the digits that scaling adds.
func plainAmount(n float64) table.Value {
	if math.Abs(n) < 100 {
		return table.Float(math.Round(100*n) / 100)
	}
	return table.Float(math.Round(n))
}

// formatAmount returns an amount for people, with its unit.
func (d *Comparison) formatAmount(n float64) string {
	switch d.unit() {
	case table.UnitDollars:
		return humanize.Dollars(n)
	case table.UnitBytes:
		return humanize.Bytes(int64(math.Round(n))) + " (" + string(d.options.Measure.Name) + ")"
	}
	if math.Round(n) == 1 {
		return "1 event"
	}
	return d.formatNumber(n) + " events"
}

// formatNumber returns an amount for people, without a name for events and bytes.
func (d *Comparison) formatNumber(n float64) string {
	switch d.unit() {
	case table.UnitDollars:
		return humanize.Dollars(n)
	case table.UnitBytes:
		return humanize.Bytes(int64(math.Round(n)))
	}
	return humanize.Thousands(int64(math.Round(n)))
}

// formatChange returns a change for people, with its sign.
func (d *Comparison) formatChange(n float64) string {
	if n = d.settleChange(n); n < 0 {
		return "-" + d.formatAmount(-n)
	}
	return "+" + d.formatAmount(n)
}

// formatSigned returns a change like formatChange, without a name.
func (d *Comparison) formatSigned(n float64) string {
	if n = d.settleChange(n); n < 0 {
		return "-" + d.formatNumber(-n)
	}
	return "+" + d.formatNumber(n)
}

// settleChange returns a change without the rest that scaling leaves of none.
func (d *Comparison) settleChange(n float64) float64 {
	if !d.options.InDollars() && math.Abs(n) < 0.5 {
		return 0
	}
	return n
}
