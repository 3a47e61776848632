package rewrite

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// noteTables keeps the names of the tables that are taken as the logs.
func (t *transformer) noteTables(from []syntax.Relation) {
	for _, relation := range from {
		t.noteTable(relation)
	}
}

func (t *transformer) noteTable(relation syntax.Relation) {
	switch n := relation.(type) {
	case *syntax.Join:
		t.noteTable(n.Left)
		t.noteTable(n.Right)
	case *syntax.ParenRelation:
		t.noteTable(n.Relation)
	case *syntax.Sampled:
		t.noteTable(n.Relation)
	case *syntax.Table:
		if known := t.relationOf(n); known != nil && known.Scan {
			t.noteName(n)
		}
	}
}

// noteName keeps a table's name as written, once.
func (t *transformer) noteName(n *syntax.Table) {
	name := strings.TrimSpace(syntax.Print(&syntax.Table{Path: n.Path}))
	if len(n.Path) > 1 && slices.Contains([]string{"information_schema", "pg_catalog"}, n.Path[len(n.Path)-2].Key()) {
		t.failAt(n.Start(), "%s is not there: a query can read the logs and nothing else", strings.ToLower(name))
	}
	if !slices.Contains(t.out.Names, name) {
		t.out.Names = append(t.out.Names, name)
	}
}

// relationOf returns what a part of the block's FROM clause is.
func (t *transformer) relationOf(n syntax.Relation) *resolve.Relation {
	for _, relation := range t.block.relations {
		if relation.Node == n {
			return relation
		}
	}
	return nil
}

// from rewrites a FROM clause.
func (t *transformer) from(s *syntax.Select) {
	for i := range s.From {
		t.relation(&s.From[i])
	}
	if t.block.flat != nil {
		s.From = []syntax.Relation{t.writeFlat(t.block.flat)}
	}
}

// relation rewrites a part of a FROM clause.
func (t *transformer) relation(relation *syntax.Relation) {
	switch n := (*relation).(type) {
	case *syntax.Table:
		t.table(n)
	case *syntax.Derived:
		t.query(n.Query)
		quoteAlias(n.Alias)
	case *syntax.Unnest:
		for i := range n.Arguments {
			t.rewrite(&n.Arguments[i])
		}
		quoteAlias(n.Alias)
		if t.block.flat == nil {
			*relation = t.unnest(n)
		}
	case *syntax.ParenRelation:
		t.relation(&n.Relation)
		quoteAlias(n.Alias)
	case *syntax.Sampled:
		t.relation(&n.Relation)
		t.rewrite(&n.Percentage)
		n.Percentage = verbatim(n, []string{"", "%"}, n.Percentage)
	case *syntax.Join:
		t.relation(&n.Left)
		t.relation(&n.Right)
		t.rewrite(&n.On)
		quoteNames(n.Using)
	}
}

func quoteAlias(a *syntax.Alias) {
	if a != nil {
		quoteName(&a.Name)
		quoteNames(a.Columns)
	}
}

// table names the view that a table of the logs is, under the name that the query
// knows it by.
func (t *transformer) table(n *syntax.Table) {
	known := t.relationOf(n)
	if known == nil || !known.Scan {
		quoteNames(n.Path)
		quoteAlias(n.Alias)
		return
	}
	view := t.logs.View(t.block.wide)
	pos := n.Path[0].Pos
	if n.Alias == nil && known.Name != view {
		n.Alias = &syntax.Alias{Name: syntax.Name{Pos: pos, Text: known.Name, Quoted: true}}
	} else {
		quoteAlias(n.Alias)
	}
	n.Path = []syntax.Name{{Pos: pos, Text: view}}
	if t.known[view] || t.commons[view] { // the query gives that name to something else
		n.Path = append([]syntax.Name{{Pos: pos, Text: "main"}}, n.Path...)
	}
}
