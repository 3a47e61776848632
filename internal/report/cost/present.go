package cost

import (
	"slices"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// amountColumns are those behind the dimensions.
func amountColumns() []table.Column {
	return []table.Column{
		{Name: "calls"},
		{Name: "requestsUSD", Unit: table.UnitDollars},
		{Name: "freeBytes", Unit: table.UnitBytes, Detail: true},
		{Name: "billedBytes", Unit: table.UnitBytes},
		{Name: "transferUSD", Unit: table.UnitDollars},
		{Name: "dataEvents", Detail: true},
		{Name: "trailUSD", Unit: table.UnitDollars},
		{Name: "totalUSD", Unit: table.UnitDollars},
		{Name: "share", Unit: table.UnitPercent},
	}
}

// present prices what the SQL counts.
func present(answer *table.Table, options *Options) *table.Table {
	presented := &table.Table{}
	for _, d := range options.By {
		presented.Columns = append(presented.Columns, table.Column{Name: string(d.Name)})
	}
	presented.Columns = append(presented.Columns, amountColumns()...)
	presented.Rows = func(yield func([]table.Value, error) bool) {
		f := newGroupFold(options)
		for row, err := range answer.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			f.add(row)
		}
		f.finish()
		whole := f.rates.bill(&f.all, &f.charges)
		for _, g := range f.top.sorted() {
			if !yield(g.row(&whole), nil) {
				return
			}
		}
		presented.Notes = append(f.notes(&whole), answer.Notes...)
	}
	return presented
}

// row is a group as it is shown beside the whole bill.
func (g *group) row(whole *bill) []table.Value {
	total, all := g.total, whole.total.usd
	share := table.Value{}
	if all > 0 && !total.isUnknown() {
		share = table.Float(report.Rounded(total.usd/all, 1e6))
	}
	return append(slices.Clip(g.by),
		table.Int(g.sum.calls), dollars(g.requests),
		table.Float(g.sum.freeBytes), table.Float(g.billedBytes), dollars(g.transfer),
		table.Int(g.sum.dataEvents), dollars(g.trail),
		dollars(total), share)
}

// dollars returns an amount as a value, null where nothing of it is known.
func dollars(m money) table.Value {
	if m.isUnknown() {
		return table.Value{}
	}
	return report.Dollars(m.usd)
}
