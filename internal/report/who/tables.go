package who

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/table"
)

// Kinds returns what the name is in the logs: a user, a session and so on.
func (a *Answer) Kinds() []string {
	var kinds []string
	for _, s := range a.who.subjects {
		if a.rankings[partOfSubjects+s.As] != nil || a.taken&s.Bit != 0 {
			kinds = append(kinds, s.As)
		}
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
		for _, evidence := range trees[1:] {
			evidence.Detail = true
		}
		return trees
	}
	tables := append([]*table.Table{a.subjectTable()}, trees...)
	tables = append(tables, a.callTables(drawing)...)
	for _, one := range tables {
		one.Brief, one.Detail = briefRows(one.Name), briefRows(one.Name) == 0
	}
	return tables
}

// briefRows returns how many rows of a table people see without details, zero for none:
// all tables together fit a screen.
func briefRows(name string) int {
	switch name {
	case "subject":
		return 3
	case "tree", partOfTimeline:
		return 8
	}
	return 0
}

// subjectTable returns what the name was taken as.
func (a *Answer) subjectTable() *table.Table {
	answer := &table.Table{
		Name: "subject", Title: "Matched",
		Columns: makeColumns("as", "name", "events", "errors", "first", "last"),
	}
	var rows [][]table.Value
	for _, s := range a.who.subjects {
		ranks, all := a.ranksOf(partOfSubjects + s.As)
		answer.Notes = append(answer.Notes, noteShown("names of this "+s.As, len(ranks), all)...)
		for _, r := range ranks {
			rows = append(rows, append([]table.Value{table.Text(s.As)}, r.cells()...))
		}
		if all == 0 && a.taken&s.Bit != 0 {
			rows = append(rows, []table.Value{table.Text(s.As), table.Text(a.who.options.What), table.Int(0), table.Int(0), {}, {}})
			answer.Notes = append(answer.Notes, fmt.Sprintf("these logs have no calls by this %s, only events that issued keys to it", s.As))
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

func (k *rank) cells() []table.Value {
	return []table.Value{table.Text(k.value), table.Int(k.events), table.Int(k.errors), table.OptionalText(k.first), table.OptionalText(k.last)}
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
		table.Int(int64(place.Depth)), table.Text(string(n.Kind)), table.Text(n.Name), table.OptionalText(n.Account),
		table.OptionalText(n.How), table.OptionalText(string(n.Evidence)), table.Bool(n.Matched), table.OptionalText(n.Key), table.Int(n.Sessions),
		table.Int(n.Events), table.Int(n.Errors), table.OptionalText(n.First), table.OptionalText(n.Last), table.OptionalText(topServices(n)),
		table.OptionalText(n.Event.Time), table.OptionalText(n.Event.ID), table.OptionalText(n.Event.File), record, table.OptionalText(noteOf(n)),
	}
}

// noteOf returns what there is to say about a step, with the id behind a name of IAM
// Identity Center.
func noteOf(n *identity.Node) string {
	if n.UserID == "" || n.UserID == n.Name {
		return n.Note
	}
	return strings.TrimSuffix("Identity Center user "+n.UserID+"; "+n.Note, "; ")
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
		column := table.Column{Name: name}
		if name == "first" || name == "last" || name == "eventTime" {
			column.Unit = table.UnitTime
		}
		columns = append(columns, column)
	}
	return columns
}
