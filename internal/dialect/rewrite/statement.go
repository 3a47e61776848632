package rewrite

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// statement rewrites a whole statement and returns the tokens that the engine gets.
// What is no query of the logs, or would reach outside, is refused with a reason.
func (t *transformer) statement(statement syntax.Statement) []syntax.Token {
	switch s := statement.(type) {
	case *syntax.Query:
		t.shown, _ = s.Body.(*syntax.Select)
		return t.wholeQuery(s)
	case *syntax.Explain:
		q, _ := s.Statement.(*syntax.Query)
		if err := s.CheckAnalyze(); err != nil {
			t.failAt(err.Offset, "%s", err.Message)
		}
		return headed(s, "EXPLAIN", t.wholeQuery(q))
	case *syntax.Create:
		return t.create(s)
	case *syntax.Insert:
		return t.insert(s)
	case *syntax.Drop:
		name := s.Name[len(s.Name)-1]
		if !t.known[name.Key()] {
			t.failAt(s.Name[0].Start(), "%s was not made in this run: there is nothing to drop", name.Key())
		}
		return headed(s, "DROP "+tableOrView(s.View)+" "+sqltext.Identifier(name.Key()), nil)
	case *syntax.Describe:
		return headed(s, "DESCRIBE "+t.describedName(s.Table), nil)
	case *syntax.ShowTables:
		return headed(s, "SELECT '"+schema.LogsView+"' AS tab_name UNION ALL SELECT '"+schema.LakeView+"'", nil)
	}
	return nil
}

// wholeQuery rewrites a query that depends on no other.
func (t *transformer) wholeQuery(q *syntax.Query) []syntax.Token {
	t.plan(q)
	t.query(q)
	return syntax.PrintTokens(q, 3*len(t.info.Types))
}

// headed puts text in front of a statement's tokens.
func headed(at syntax.Node, head string, tokens []syntax.Token) []syntax.Token {
	if len(tokens) > 0 {
		tokens[0].Space = true
	}
	return slices.Insert(tokens, 0, syntax.Token{Kind: syntax.Word, Text: head, Offset: at.Start()})
}

func tableOrView(view bool) string {
	if view {
		return "VIEW"
	}
	return "TABLE"
}

// create rewrites CREATE TABLE name [WITH (…)] AS query and CREATE VIEW. The
// table lives as long as the run.
func (t *transformer) create(s *syntax.Create) []syntax.Token {
	kind := tableOrView(s.View)
	head := "CREATE OR REPLACE TEMP " + kind
	if s.IfNotExists {
		head = "CREATE TEMP " + kind + " IF NOT EXISTS"
	}
	if len(s.Columns) > 0 {
		t.failAt(s.Columns[0].Start(), "AS and a query are expected here; the query's own names are the columns'")
	}
	t.out.Creates, t.out.View = s.Name[len(s.Name)-1].Key(), s.View
	return headed(s, head+" "+sqltext.Identifier(t.out.Creates)+" AS", t.wholeQuery(s.Query))
}

// insert rewrites INSERT INTO name query, for a table made in this run.
func (t *transformer) insert(s *syntax.Insert) []syntax.Token {
	name := s.Name[len(s.Name)-1].Key()
	if !t.known[name] {
		t.failAt(s.Name[0].Start(), "there is no table %s to insert into: CREATE TABLE %s AS SELECT … makes one for this run", name, name)
	}
	head := "INSERT INTO " + sqltext.Identifier(name)
	if len(s.Columns) > 0 {
		columns := make([]string, len(s.Columns))
		for i, c := range s.Columns {
			columns[i] = sqltext.Identifier(c.Text)
		}
		head += " (" + strings.Join(columns, ", ") + ")"
	}
	return headed(s, head, t.wholeQuery(s.Query))
}

// describedName returns the engine's name for a table that DESCRIBE names.
func (t *transformer) describedName(n *syntax.Table) string {
	name := n.Path[len(n.Path)-1].Key()
	if len(n.Path) == 1 && t.known[name] {
		return sqltext.Identifier(name)
	}
	t.noteName(n)
	return t.logs.View(false)
}
