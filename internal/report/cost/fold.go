package cost

import (
	"strings"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// groupFold makes groups of the rows of cost.sql, which come in the order of SQL's
// dimensions. One run of equal ones is held at a time, and besides it the groups
// that may be shown; with steps all groups, until the months are known.
type groupFold struct {
	options *Options
	rates   rates
	charges chargeTable
	doubts  doubts
	all     callSum
	groups  int64
	held    []*group // until the months are known
	top     groupHeap

	sqlColumns int
	key        []byte
	runKey     []byte
	run        map[string]*group // by the values that SQL does not know
	order      []*group          // of the run
	texts      report.Texts
}

// group is a row of the answer.
type group struct {
	by  []table.Value
	sum callSum
	bill
}

func newGroupFold(options *Options) *groupFold {
	f := &groupFold{
		options: options,
		rates:   rates{prices: options.Prices, tiered: options.Tiered},
		top:     groupHeap{limit: options.Limit},
		run:     make(map[string]*group),
	}
	for _, d := range options.By {
		if d.kind == fromSQL {
			f.sqlColumns++
		}
	}
	return f
}

// add takes a row in.
func (f *groupFold) add(row []table.Value) {
	f.key = f.key[:0]
	for _, value := range row[:f.sqlColumns] {
		f.key = append(value.AppendJSON(f.key), '\n')
	}
	if string(f.key) != string(f.runKey) {
		f.endRun()
		f.runKey = append(f.runKey[:0], f.key...)
	}
	k := readKind(&f.texts, row[f.sqlColumns:], f.options.Ranges)
	f.doubts.take(&k)
	f.group(row, &k).sum.take(&k, &f.charges)
}

// group is the one that calls belong to.
func (f *groupFold) group(row []table.Value, k *kindOfCalls) *group {
	var inner strings.Builder
	for _, d := range f.options.By {
		if d.kind != fromSQL {
			inner.WriteString(k.value(d.kind) + "\n")
		}
	}
	g, known := f.run[inner.String()]
	if !known {
		g = &group{by: f.dimensions(row, k)}
		f.run[inner.String()] = g
		f.order = append(f.order, g)
	}
	return g
}

// dimensions are the values of all dimensions, in their order; "" is none of those
// that SQL does not know. The row's are good only until the next.
func (f *groupFold) dimensions(row []table.Value, k *kindOfCalls) []table.Value {
	values := make([]table.Value, 0, len(f.options.By))
	for _, d := range f.options.By {
		value := table.Value{}
		if d.kind == fromSQL {
			value, row = row[0], row[1:]
		} else if text := k.value(d.kind); text != "" {
			value = table.Text(text)
		}
		if value.Kind() != table.KindNull {
			value = table.Text(string(value.AppendText(nil)))
		}
		values = append(values, value)
	}
	return values
}

// endRun closes the groups of equal dimensions.
func (f *groupFold) endRun() {
	for _, g := range f.order {
		f.groups++
		g.sum.gather()
		f.all.merge(&g.sum)
		f.rates.learn(&g.sum, &f.charges)
		if f.options.Tiered {
			f.held = append(f.held, g)
		} else {
			f.rank(g)
		}
	}
	f.order = f.order[:0]
	clear(f.run)
}

// rank prices a group, and keeps it if it may be shown.
func (f *groupFold) rank(g *group) {
	g.bill = f.rates.bill(&g.sum, &f.charges)
	g.sum.amounts = nil
	f.top.offer(g)
}

// finish closes what is open.
func (f *groupFold) finish() {
	f.endRun()
	for _, g := range f.held {
		f.rank(g)
	}
	f.held = nil
	f.all.gather()
}
