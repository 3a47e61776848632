package who

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/table"
)

// callTables returns what was called: the calls, the decisive ones in time, and where
// from, by what and on what. For people, whatever is the same in all calls is one
// table.
func (a *Answer) callTables(drawing Drawing) []*table.Table {
	var tables, others []*table.Table
	var same [][]table.Value
	for _, r := range allRankings() {
		ranks, all := a.ranksOf(r.name)
		switch {
		case all == 0:
		case r.name == "calls":
			tables = append(tables, a.rankTable(r), a.timelineTable())
		case drawing != DrawNothing && all == 1 && ranks[0].events == a.events():
			same = append(same, []table.Value{table.Text(string(r.column)), table.Text(ranks[0].value)})
		default:
			others = append(others, a.rankTable(r))
		}
	}
	if len(same) > 0 {
		tables = append(tables, &table.Table{Name: "same", Title: "The same in all calls", Columns: makeColumns("what", "value"), Rows: table.All(same)})
	}
	tables = append(tables, others...)
	return slices.DeleteFunc(tables, func(t *table.Table) bool { return t == nil })
}

// events returns the number of all calls that were asked for.
func (a *Answer) events() int64 {
	var events int64
	for _, k := range a.tallyOf(partOfSubjects).ranks {
		events += k.events
	}
	return events
}

// rankTable returns a ranking.
func (a *Answer) rankTable(r ranking) *table.Table {
	columns := []string{string(r.column), "events", "errors", "first", "last"}
	if r.name == "calls" {
		columns = append(columns, "effect")
	}
	ranks, all := a.ranksOf(r.name)
	var rows [][]table.Value
	for _, rank := range ranks {
		cells := rank.cells()
		if r.name == "calls" {
			cells = append(cells, table.Text(rank.effect()))
		}
		rows = append(rows, cells)
	}
	return &table.Table{Name: r.name, Title: r.title, Columns: makeColumns(columns...), Rows: table.All(rows), Notes: noteShown(r.name, len(ranks), all)}
}

// noteShown returns the note that a list is not whole.
func noteShown(name string, shown, all int) []string {
	if shown == all {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s of %s are shown", spellName(name), humanize.Thousands(int64(shown)), humanize.Thousands(int64(all)))}
}

// spellName returns the name of a table in words.
func spellName(name string) string {
	switch name {
	case "userAgents":
		return "user agents"
	case "keys":
		return "access keys"
	}
	return name
}

// timelineTable returns the calls that change something or were refused, in the order
// in which they began, or nothing if there are none.
func (a *Answer) timelineTable() *table.Table {
	ranks, all := a.ranksOf(partOfTimeline)
	if all == 0 {
		return nil
	}
	slices.SortStableFunc(ranks, func(a, b rank) int { return strings.Compare(a.first, b.first) })
	answer := &table.Table{
		Name: partOfTimeline, Title: "Writes and refusals in time", Notes: noteShown(partOfTimeline, len(ranks), all),
		Columns: makeColumns("first", "call", "error", "on", "events", "last"),
	}
	var rows [][]table.Value
	for _, r := range ranks {
		rows = append(rows, []table.Value{
			table.OptionalText(r.first), table.Text(r.value), table.OptionalText(r.error), table.OptionalText(r.targets()), table.Int(r.events), table.OptionalText(r.last),
		})
	}
	answer.Columns[5].Detail, answer.Columns[5].Unasked = true, true
	answer.Rows = table.All(rows)
	return answer
}
