package digest

import (
	"math"
	"time"

	"github.com/trailq/trailq/internal/table"
)

// Tables returns the result as tables: chains, hours and, if there are any, problems.
func (r *Result) Tables() []*table.Table {
	tables := []*table.Table{r.chainTable(), r.hourTable()}
	if len(r.Problems) > 0 {
		tables = append(tables, r.problemTable())
	}
	return tables
}

func (r *Result) chainTable() *table.Table {
	var rows [][]table.Value
	for i := range r.Chains {
		c := &r.Chains[i]
		kind := "hourly"
		if c.Backfill {
			kind = "backfill"
		}
		rows = append(rows, []table.Value{
			table.Text(c.Account), table.Text(c.Region), table.Text(c.Trail), table.Text(kind),
			table.Int(int64(c.Digests)), table.Int(int64(c.ProvenDigests)), table.Int(int64(c.Logs)), table.Int(int64(c.ProvenLogs)),
			table.Time(c.From), table.Time(c.To),
		})
	}
	return &table.Table{
		Name: "Chains", Title: "Chains of digests",
		Columns: []table.Column{
			{Name: "account"}, {Name: "region"}, {Name: "trail"}, {Name: "kind", Detail: true},
			{Name: "digests"}, {Name: "digestsProven"}, {Name: "logs"}, {Name: "logsProven"}, {Name: "from", Unit: table.UnitTime}, {Name: "to", Unit: table.UnitTime},
		},
		Rows: table.All(rows),
	}
}

func (r *Result) hourTable() *table.Table {
	var rows [][]table.Value
	for i := range r.Places {
		p := &r.Places[i]
		rows = append(rows, []table.Value{
			table.Text(p.Account), table.Text(p.Region), table.Time(p.From), table.Time(p.To),
			hoursValue(p.Asked), hoursValue(p.Proven), hoursValue(p.Asked - p.Proven),
		})
	}
	return &table.Table{
		Name: "Hours", Title: "Hours",
		Columns: []table.Column{
			{Name: "account"}, {Name: "region"}, {Name: "from", Unit: table.UnitTime}, {Name: "to", Unit: table.UnitTime}, {Name: "hours"}, {Name: "proven"}, {Name: "notProven"},
		},
		Rows: table.All(rows),
	}
}

func (r *Result) problemTable() *table.Table {
	var rows [][]table.Value
	for i := range r.Problems {
		p := &r.Problems[i]
		rows = append(rows, []table.Value{
			table.Text(string(p.State)), table.Text(string(p.Subject)), table.Int(int64(p.Count)), table.Text(p.Account), table.Text(p.Region),
			table.OptionalText(p.Trail), table.Time(p.From), table.Time(p.To), table.OptionalText(p.Name), table.Text(p.Cause),
		})
	}
	return &table.Table{
		Name: "Problems", Title: "Not proven",
		Columns: []table.Column{
			{Name: "state"}, {Name: "what"}, {Name: "count"}, {Name: "account", Detail: true}, {Name: "region"},
			{Name: "trail", Detail: true}, {Name: "from", Unit: table.UnitTime}, {Name: "to", Unit: table.UnitTime}, {Name: "file"}, {Name: "cause"},
		},
		Rows: table.All(rows),
	}
}

// hoursValue returns a number of hours; digests cover whole ones, but a window need not.
func hoursValue(length time.Duration) table.Value {
	return table.Float(math.Round(length.Hours()*100) / 100)
}
