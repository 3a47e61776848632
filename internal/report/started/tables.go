package started

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/lifetime"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// Tables returns the answer: the groups, and the resources, those that cost most or ran
// longest first.
func (t *Tally) Tables() []*table.Table {
	account, resources, missing := t.settleLives()
	groups := t.tabulateGroups()
	groups.Notes = t.listNotes(account, resources, missing)
	return []*table.Table{groups, t.tabulateResources(resources)}
}

// tabulateGroups returns the table of the groups.
func (t *Tally) tabulateGroups() *table.Table {
	answer := &table.Table{Name: "Groups", Title: "Who started it"}
	for _, d := range t.options.By {
		answer.Columns = append(answer.Columns, table.Column{Name: string(d.Name)})
	}
	for _, name := range []string{"started", "running", "stopped", "ended", "hours"} {
		answer.Columns = append(answer.Columns, table.Column{Name: name})
	}
	answer.Columns = append(answer.Columns, table.Column{Name: "totalUSD", Unit: table.UnitDollars})
	slices.SortStableFunc(t.groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.dollars.USD, a.dollars.USD), cmp.Compare(b.hours, a.hours), slices.CompareFunc(a.by, b.by, func(x, y table.Value) int {
			return strings.Compare(string(x.AppendText(nil)), string(y.AppendText(nil)))
		}))
	})
	var rows [][]table.Value
	for _, g := range t.groups[:t.count(len(t.groups))] {
		rows = append(rows, append(slices.Clone(g.by), table.Int(g.started), table.Int(g.running), table.Int(g.stopped), table.Int(g.ended), hoursValue(g.hours), g.dollars.Value()))
	}
	answer.Rows = table.All(rows)
	return answer
}

// count returns how many of some rows are shown.
func (t *Tally) count(rows int) int {
	if t.options.Limit > 0 {
		return min(rows, t.options.Limit)
	}
	return rows
}

// hoursValue returns hours with two digits behind the point at most.
func hoursValue(hours float64) table.Value {
	return table.Number(strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", hours), "0"), "."))
}

// tabulateResources returns the table of the resources.
func (t *Tally) tabulateResources(resources []resource) *table.Table {
	answer := &table.Table{Name: "Resources", Title: "What was started", Columns: []table.Column{
		{Name: "kind"}, {Name: "resource"}, {Name: "type"}, {Name: "region", Detail: true}, {Name: "account", Detail: true}, {Name: "started", Unit: table.UnitTime, Short: true},
		{Name: "startedBy", Short: true}, {Name: "through", Rare: true}, {Name: "behind", Rare: true, Short: true}, {Name: "state"}, {Name: "ended", Unit: table.UnitTime, Rare: true, Short: true},
		{Name: "endedBy", Rare: true, Short: true}, {Name: "hours"}, {Name: "hourUSD", Unit: table.UnitDollars, Detail: true}, {Name: "totalUSD", Unit: table.UnitDollars},
	}}
	slices.SortStableFunc(resources, func(a, b resource) int {
		return cmp.Or(cmp.Compare(b.total.USD, a.total.USD), cmp.Compare(b.Hours(), a.Hours()), a.Started.Compare(b.Started), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	shown := t.count(len(resources))
	var rows [][]table.Value
	for i := range resources[:shown] {
		rows = append(rows, resources[i].row())
	}
	answer.Rows = table.All(rows)
	if left := len(resources) - shown; left > 0 {
		answer.Notes = []string{fmt.Sprintf("%s more resources are not shown (-n 0 shows all)", humanize.Thousands(int64(left)))}
	}
	return answer
}

// row returns the resource as a row.
func (r *resource) row() []table.Value {
	ended := ""
	if !r.Ended.IsZero() {
		ended = r.Ended.Format(time.RFC3339)
	}
	return []table.Value{
		table.Text(r.Kind), table.Text(r.ID), table.OptionalText(r.Type()), table.OptionalText(r.Region), table.OptionalText(r.Account),
		table.Text(r.Started.Format(time.RFC3339)), table.OptionalText(r.StartedBy), table.OptionalText(r.Through), table.OptionalText(r.Behind),
		table.Text(string(r.State)), table.OptionalText(ended), table.OptionalText(r.EndedBy), hoursValue(r.Hours()), hourValue(r.hour), r.total.Value(),
	}
}

// hourValue returns what an hour costs, null if it is not known.
func hourValue(hour pricing.Money) table.Value {
	if !hour.IsKnown {
		return table.Value{}
	}
	return table.Number(fmt.Sprint(report.Significant(hour.USD, 6)))
}

// listNotes says what all cost, and what is not known.
func (t *Tally) listNotes(account *lifetime.Account, resources []resource, missing map[string]int) []string {
	var notes []string
	if len(resources) > 0 {
		notes = append(notes, t.sumNote(resources))
	}
	if len(missing) > 0 {
		notes = append(notes, "no price is known for "+nameCounts(missing)+", so these have no dollars; --prices takes AWS's price lists, which trailq prices update FILE --region REGION gets")
	}
	if len(account.Unknown) > 0 {
		notes = append(notes, "started before the logs begin, so that nobody is named: "+nameCounts(account.Unknown)+", which were stopped, started or deleted in them")
	}
	if len(account.Nameless) > 0 {
		notes = append(notes, "calls whose records do not say what they started, which is missing here: "+nameCounts(account.Nameless))
	}
	if t.failed > 0 {
		notes = append(notes, humanize.Count(t.failed, "call")+" started nothing (failures and dry runs)")
	}
	if len(resources) > 0 {
		notes = append(notes, "hours are those of instances and nodes alone: without storage, traffic, IOPS, licences and discounts; volumes and addresses that come with an instance have no call of their own, and are not here")
	}
	return notes
}

// sumNote says what all resources together are.
func (t *Tally) sumNote(resources []resource) string {
	var there int64
	var hours, usd float64
	var end time.Time
	for _, last := range t.ends {
		if last.After(end) {
			end = last
		}
	}
	for i := range resources {
		if resources[i].State == lifetime.Running || resources[i].State == lifetime.Stopped {
			there++
		}
		hours += resources[i].Hours()
		usd += resources[i].total.USD
	}
	text := fmt.Sprintf("%s resources were started, and %s of them are still there by the logs, which end at %s; together they ran %.0f hours",
		humanize.Thousands(int64(len(resources))), humanize.Thousands(there), end.Format(time.RFC3339), hours)
	if usd > 0 {
		text += ", as far as prices are known for " + humanize.Dollars(usd)
	}
	return text
}

// nameCounts names the most frequent of some things with their counts.
func nameCounts(counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	for i, name := range names {
		names[i] = fmt.Sprintf("%s (%s)", name, humanize.Thousands(int64(counts[name])))
	}
	return pricing.NameFew(names)
}
