package diff

import (
	"slices"

	"github.com/trailq/trailq/internal/report"
)

// fieldGroup is fields of trailq_changes that belong together: each dimension of
// the group is derived from them alone. Sums by group are therefore small, and only
// the cells of the cube combine groups.
type fieldGroup struct {
	Name       report.Name
	Keys       []report.Name
	Dimensions []dimension
	// Group is the number that grouping() returns for the group in sums.sql; Ordinal is
	// its place among the groups, from 1.
	Group   int
	Ordinal int
}

// Text returns the name as a literal.
func (g fieldGroup) Text() report.Text { return report.Text(g.Name) }

// ByClass reports whether a dimension is the class, which a table of its own has.
func (g fieldGroup) ByClass() bool {
	return slices.ContainsFunc(g.Dimensions, dimension.ByClass)
}

// fieldGroups returns all groups.
func fieldGroups() []fieldGroup {
	groups := []fieldGroup{
		{Name: "caller", Keys: []report.Name{"caller"}},
		{Name: "call", Keys: []report.Name{"call"}},
		{Name: "place", Keys: []report.Name{"bucket", "folder"}},
		{Name: "resource", Keys: []report.Name{"resource"}},
		{Name: "error", Keys: []report.Name{"error"}},
		{Name: "origin", Keys: []report.Name{"ip", "vpce", "region"}},
		{Name: "agent", Keys: []report.Name{"agent"}},
		{Name: "account", Keys: []report.Name{"account"}},
	}
	for i := range groups {
		g := &groups[i]
		g.Group, g.Ordinal = groupNumber(i, len(groups)), i+1
		for _, d := range allDimensions() {
			if d.group == g.Name {
				g.Dimensions = append(g.Dimensions, d)
			}
		}
	}
	return groups
}

// groupNumber returns what grouping() returns for the group at index i of n: one
// bit for each group, the first being the highest, and 0 for the group itself.
func groupNumber(i, n int) int { return 1<<n - 1 - 1<<(n-1-i) }

// groupOf returns the group of a dimension.
func groupOf(d dimension) fieldGroup {
	groups := fieldGroups()
	return groups[slices.IndexFunc(groups, func(g fieldGroup) bool { return g.Name == d.group })]
}

// groupWidths returns the largest numbers of keys and dimensions of a group, for
// which trailq_codes has columns.
func groupWidths() (keys, dimensions int) {
	for _, g := range fieldGroups() {
		keys, dimensions = max(keys, len(g.Keys)), max(dimensions, len(g.Dimensions))
	}
	return keys, dimensions
}

// sums are the amounts of a statement, as SQL over trailq_changes. They add up whole
// numbers or decimals, whose sums do not depend on the order of the rows, as those of
// doubles do. Only the squares are doubles.
type sums struct {
	Before, After, Squares report.Expression
	Amount                 bool // whether there is a column of amounts
}

// measureSums returns the sums for the measure.
func (d *Comparison) measureSums() sums {
	amount, squares := d.exactAmount()
	of := func(side report.Text) report.Expression {
		return report.Expressionf(`sum(CASE "side" WHEN %v THEN %v ELSE 0 END)`, side, amount)
	}
	return sums{
		Before: of("before"), After: of("after"), Squares: report.Expressionf("sum(%v)", squares),
		Amount: !d.countsEvents(),
	}
}

// exactAmount returns the amount of a row of trailq_changes as an exact number, and
// the sum of the squares of its events' amounts.
func (d *Comparison) exactAmount() (amount, squares report.Expression) {
	switch {
	case d.countsEvents():
		one := report.Expressionf("1")
		return one, one
	case d.options.InDollars():
		return report.Expressionf(`"amount"`), report.Expressionf(`"squares"`)
	}
	return report.Expressionf(`"amount"`), report.Expressionf(`1e0 * "amount" * "amount"`)
}

// countsEvents reports whether the measure is the number of events.
func (d *Comparison) countsEvents() bool {
	return !d.options.InDollars() && d.options.Measure.SQL.IsNone()
}

// sumGroups returns the statement that adds up each combination of the fields of a
// group.
func (d *Comparison) sumGroups() (*report.Report, error) {
	var fields []report.Name
	for _, f := range groupedFields() {
		fields = append(fields, f.Name)
	}
	return report.New(files, "sums", struct {
		Fields   []report.Name
		Groups   []fieldGroup
		Sums     sums
		Compared report.Expression
	}{fields, fieldGroups(), d.measureSums(), d.comparedSQL()})
}
