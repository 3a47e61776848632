package who

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/table"
)

// Ambiguous returns what the name can mean if the logs have several things by that
// name, and nothing otherwise.
func (a *Answer) Ambiguous() []string {
	if len(a.ranks[partOfSubjects]) < 2 && bits.OnesCount64(uint64(a.taken)) < 2 || len(a.who.subjects) < 2 {
		return nil
	}
	var kinds []string
	for _, s := range a.who.subjects {
		if len(a.ranks[partOfSubjects+s.As]) > 0 || a.taken&int64(s.Bit) != 0 {
			kinds = append(kinds, s.As)
		}
	}
	if len(kinds) < 2 {
		return nil
	}
	return kinds
}

// Found reports whether the logs have anything by that name.
func (a *Answer) Found() bool { return a.begun }

// NotFound returns what was looked for without success.
func (a *Answer) NotFound() string {
	note := fmt.Sprintf("nothing in these logs matches %q as %s; * and ? are wildcards", a.who.options.What, listKinds(a.who.subjects))
	if len(a.who.subjects) > 1 {
		note += ", and --as " + asSourceIdentity + " looks for a sourceIdentity"
	}
	return note
}

// Tables returns the answer: the subject, the tree of where it came from and what
// it started, and what it called. For a whole source it is the tree.
func (a *Answer) Tables(drawing Drawing) []*table.Table {
	trees := a.treeTables(drawing)
	if a.who.options.What == "" {
		trees[0].Title = ""
		return trees
	}
	tables := []*table.Table{a.subjectTable()}
	if a.Ambiguous() != nil {
		return tables
	}
	tables = append(tables, trees...)
	for _, r := range allRankings() {
		if len(a.ranks[r.name]) > 0 {
			tables = append(tables, a.rankTable(r))
		}
	}
	return tables
}

// subjectTable returns what the name was taken as.
func (a *Answer) subjectTable() *table.Table {
	answer := &table.Table{
		Name: "subject", Title: "Matched",
		Columns: makeColumns("as", "name", "events", "errors", "first", "last"),
	}
	var rows [][]table.Value
	for _, s := range a.who.subjects {
		ranks := a.ranks[partOfSubjects+s.As]
		for _, r := range sortedRanks(ranks) {
			rows = append(rows, append([]table.Value{table.Text(s.As)}, r.cells()...))
		}
		if len(ranks) == 0 && a.taken&int64(s.Bit) != 0 {
			rows = append(rows, []table.Value{table.Text(s.As), table.Text(a.who.options.What), table.Int(0), table.Int(0), {}, {}})
			answer.Notes = append(answer.Notes, fmt.Sprintf("these logs have no calls by this %s, only events that issued keys to it", s.As))
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

// rankTable returns a ranking.
func (a *Answer) rankTable(r ranking) *table.Table {
	answer := &table.Table{
		Name: r.name, Title: r.title,
		Columns: makeColumns(string(r.column), "events", "errors", "first", "last"),
	}
	var rows [][]table.Value
	var groups int64
	for _, rank := range sortedRanks(a.ranks[r.name]) {
		rows = append(rows, rank.cells())
		groups = rank.groups
	}
	if more := groups - int64(len(rows)); more > 0 {
		answer.Notes = append(answer.Notes, fmt.Sprintf("%s: %s of %s are shown", strings.ToLower(r.title), humanize.Thousands(int64(len(rows))), humanize.Thousands(groups)))
	}
	answer.Rows = table.All(rows)
	return answer
}

// sortedRanks sorts a ranking.
func sortedRanks(ranks []rank) []rank {
	slices.SortFunc(ranks, func(a, b rank) int {
		if a.events != b.events {
			return int(max(-1, min(1, b.events-a.events)))
		}
		return strings.Compare(a.value, b.value)
	})
	return ranks
}

func (r *rank) cells() []table.Value {
	return []table.Value{table.Text(r.value), table.Int(r.events), table.Int(r.errors), textOrNull(r.first), textOrNull(r.last)}
}

// treeTables returns the tree: drawn for people, with a table of its evidence, and
// otherwise as one table with a depth, where 0 is an origin.
func (a *Answer) treeTables(drawing Drawing) []*table.Table {
	var tables []*table.Table
	if drawing == DrawNothing {
		tables = []*table.Table{a.dataTree()}
	} else {
		tables = a.drawnTree(drawing)
	}
	tree := tables[0]
	tree.Name, tree.Title = "tree", "Where it came from, and what it started (* marks what you asked for)"
	if n := a.cut["session"]; n > 0 {
		tree.Notes = append(tree.Notes, fmt.Sprintf("%s kinds of sessions with the fewest events are left out", humanize.Thousands(n)))
	}
	if n := a.cut["grant"]; n > 0 {
		tree.Notes = append(tree.Notes, fmt.Sprintf("%s events that issued keys are left out, so some chains end too early", humanize.Thousands(n)))
	}
	return tables
}

func (a *Answer) dataTree() *table.Table {
	var rows [][]table.Value
	for place, node := range a.tree.All(a.who.options.Limit) {
		rows = append(rows, nodeCells(place, node))
	}
	return &table.Table{
		Columns: makeColumns("depth", "kind", "name", "account", "how", "evidence", "asked", "key", "sessions",
			"events", "errors", "first", "last", "services", "eventTime", "eventID", "file", "record", "note"),
		Rows: table.All(rows),
	}
}

func nodeCells(place identity.Place, n *identity.Node) []table.Value {
	record := table.Value{}
	if n.Event.Record > 0 {
		record = table.Int(n.Event.Record)
	}
	return []table.Value{
		table.Int(int64(place.Depth)), table.Text(string(n.Kind)), table.Text(n.Name), textOrNull(n.Account),
		textOrNull(n.How), textOrNull(string(n.Evidence)), table.Bool(n.Matched), textOrNull(n.Key), table.Int(n.Sessions),
		table.Int(n.Events), table.Int(n.Errors), textOrNull(n.First), textOrNull(n.Last), textOrNull(topServices(n)),
		textOrNull(n.Event.Time), textOrNull(n.Event.ID), textOrNull(n.Event.File), record, textOrNull(n.Note),
	}
}

// mostServices is the maximum number of services that a node names.
const mostServices = 3

// topServices returns the services that a node called most, with the numbers of
// events.
func topServices(n *identity.Node) string {
	var names []string
	for name := range n.Services {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if n.Services[a] != n.Services[b] {
			return int(max(-1, min(1, n.Services[b]-n.Services[a])))
		}
		return strings.Compare(a, b)
	})
	var told []string
	for _, name := range names[:min(mostServices, len(names))] {
		told = append(told, name+" "+strconv.FormatInt(n.Services[name], 10))
	}
	if more := len(names) - mostServices; more > 0 {
		told = append(told, "+"+strconv.Itoa(more))
	}
	return strings.Join(told, ", ")
}

func makeColumns(names ...string) []table.Column {
	var columns []table.Column
	for _, name := range names {
		columns = append(columns, table.Column{Name: name})
	}
	return columns
}

func textOrNull(text string) table.Value {
	if text == "" {
		return table.Value{}
	}
	return table.Text(text)
}
