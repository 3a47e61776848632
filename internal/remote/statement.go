package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/remote/client"
)

// logsName is the name of the logs in statements as they are sent.
const logsName = "trailq_logs"

// logsTable is what reports call the logs.
const logsTable = "cloudtrail_logs"

// request is a statement that has been understood.
type request struct {
	text   string // the user's
	parsed syntax.Statement
	query  *syntax.Query // nil for a statement that is none
	// creates is the table that it makes here; empty for none.
	creates string
	logs    []*syntax.Table // that mean the logs
	local   bool            // tables that are kept here are among its tables
	// keepsRows says that the engine's UNNEST does what Athena's does.
	keepsRows bool
	// names are the tables' names that were taken as the logs, without the table's own.
	names []string
	star  bool // it asks for all columns of the logs
	// mentioned are all names in it, in lower case.
	mentioned []string
	final     []syntax.Token // as it was sent
	ours      int            // how many tokens at its beginning make our table
}

// parseRequest parses a statement and finds out which tables it reads. known are those
// that are kept here.
func (e *Engine) parseRequest(ctx context.Context, text string, known []string) (*request, error) {
	parsed, err := parser.Parse(text)
	if err != nil {
		return nil, err
	}
	r := &request{text: text, parsed: parsed}
	root := parsed
	if rows, ok := e.table.client.(interface{ KeepsRows() bool }); ok {
		r.keepsRows = rows.KeepsRows()
	}
	switch s := parsed.(type) {
	case *syntax.Query:
		r.query = s
	case *syntax.Explain:
		if err := s.CheckAnalyze(); err != nil {
			return nil, err
		}
		// The walks below do not see the statement itself, only its parts.
		r.query, _ = s.Statement.(*syntax.Query)
		root = s.Statement
	case *syntax.Describe:
		return r, e.placeTable(ctx, r, s.Table, known)
	case *syntax.Create:
		r.query = s.Query
		if !s.View && len(s.Name) == 1 {
			r.creates = s.Name[0].Key()
		}
	}
	defined := make(map[string]bool)
	syntax.Walk(root, func(n syntax.Node) bool {
		if q, isQuery := n.(*syntax.Query); isQuery && q.With != nil {
			for _, table := range q.With.Tables {
				defined[table.Name.Key()] = true
			}
		}
		return true
	})
	var failure error
	syntax.Walk(root, func(n syntax.Node) bool {
		if table, isTable := n.(*syntax.Table); isTable && failure == nil {
			if len(table.Path) > 1 || !defined[table.Path[0].Key()] {
				failure = e.placeTable(ctx, r, table, known)
			}
		}
		return true
	})
	if failure != nil {
		return nil, failure
	}
	r.star = slices.ContainsFunc(selectsOf(root), r.selectsAll)
	r.mentioned = namesIn(syntax.PrintTokens(parsed, 16))
	return r, nil
}

// placeTable finds out where a table of a statement is: here, elsewhere, or the logs.
func (e *Engine) placeTable(ctx context.Context, r *request, table *syntax.Table, known []string) error {
	last := table.Path[len(table.Path)-1].Key()
	own := e.table.table.Name
	switch {
	case len(table.Path) == 1 && slices.Contains(known, last):
		r.local = true
		return nil
	case last == logsTable, last == strings.ToLower(own.Table):
		r.logs = append(r.logs, table)
		return nil
	}
	name := catalog.Name{Catalog: own.Catalog, Schema: own.Schema, Table: last}
	if n := len(table.Path); n > 1 {
		name.Schema = table.Path[n-2].Key()
		if n > 2 {
			name.Catalog = table.Path[n-3].Key()
		}
	}
	_, err := e.table.client.Describe(ctx, name)
	switch {
	case err == nil:
		return nil // it is asked as it is
	case errors.Is(err, client.ErrNoTable):
		r.logs = append(r.logs, table)
		if text := printPath(table.Path); !slices.Contains(r.names, text) {
			r.names = append(r.names, text)
		}
		return nil
	}
	return err
}

func printPath(path []syntax.Name) string {
	var parts []string
	for _, name := range path {
		parts = append(parts, name.Text)
	}
	return strings.Join(parts, ".")
}

// selectsOf returns every SELECT of a statement.
func selectsOf(parsed syntax.Statement) (found []*syntax.Select) {
	syntax.Walk(parsed, func(n syntax.Node) bool {
		if q, isQuery := n.(*syntax.Query); isQuery {
			found = append(found, selectsIn(q.Body)...)
		}
		return true
	})
	return found
}

// selectsIn returns the SELECTs that a query is made of, without those of subqueries.
func selectsIn(body syntax.Body) []*syntax.Select {
	switch b := body.(type) {
	case *syntax.Select:
		return []*syntax.Select{b}
	case *syntax.SetOperation:
		return append(selectsIn(b.Left), selectsIn(b.Right)...)
	}
	return nil
}

// selectsAll reports whether a SELECT has a star and reads the logs.
func (r *request) selectsAll(s *syntax.Select) bool {
	if !slices.ContainsFunc(s.Items, func(item *syntax.SelectItem) bool { return item.Star }) {
		return false
	}
	return slices.ContainsFunc(s.From, r.readsLogs)
}

// readsLogs reports whether a relation is the logs, or joins them.
func (r *request) readsLogs(relation syntax.Relation) bool {
	switch one := relation.(type) {
	case *syntax.Table:
		return slices.Contains(r.logs, one)
	case *syntax.Join:
		return r.readsLogs(one.Left) || r.readsLogs(one.Right)
	case *syntax.ParenRelation:
		return r.readsLogs(one.Relation)
	case *syntax.Sampled:
		return r.readsLogs(one.Relation)
	}
	return false
}

// namesIn returns the names among tokens, in lower case.
func namesIn(tokens []syntax.Token) []string {
	found := make(map[string]bool)
	for _, t := range tokens {
		switch t.Kind {
		case syntax.Word:
			found[strings.ToLower(t.Text)] = true
		case syntax.QuotedName:
			found[strings.ToLower(strings.ReplaceAll(t.Text[1:len(t.Text)-1], `""`, `"`))] = true
		}
	}
	var names []string
	for name := range found {
		names = append(names, name)
	}
	return names
}

// namesInSQL returns the names in a piece of SQL of ours.
func namesInSQL(sql string) []string {
	tokens, err := syntax.Tokenize(sql)
	if err != nil {
		return nil
	}
	return namesIn(tokens)
}

// send puts our table in front of the statement and returns its text, for the engine.
func (r *request) send(view *catalog.View, name catalog.Name) (string, error) {
	if _, describes := r.parsed.(*syntax.Describe); describes {
		return "DESCRIBE " + name.String(), nil
	}
	if !r.keepsRows {
		KeepRows(r.parsed)
	}
	if len(r.logs) > 0 {
		common, length, err := commonTable(view.SQL)
		if err != nil {
			return "", err
		}
		if r.query == nil {
			return "", errors.New("only a query can be asked here")
		}
		for _, table := range r.logs {
			if table.Alias == nil {
				name := table.Path[len(table.Path)-1]
				name.Quoted = true // it can be a word of SQL, such as the TABLE of a published query
				table.Alias = &syntax.Alias{Name: name}
			}
			table.Path = []syntax.Name{{Pos: table.Pos, Text: logsName}}
		}
		if r.query.With == nil {
			r.query.With = &syntax.With{}
		}
		r.ours = length
		r.query.With.Tables = append([]*syntax.CommonTable{common}, r.query.With.Tables...)
	}
	var root syntax.Node = r.parsed
	if r.creates != "" {
		root = r.query
	}
	r.final = syntax.PrintTokens(root, 16)
	return syntax.Print(root), nil
}

// commonTable returns the table expression that makes our table, and how many tokens it
// takes.
func commonTable(sql string) (*syntax.CommonTable, int, error) {
	parsed, err := parser.Parse("WITH " + logsName + " AS (" + sql + ") SELECT 1")
	if err != nil {
		return nil, 0, fmt.Errorf("making our table: %w", err)
	}
	return parsed.(*syntax.Query).With.Tables[0], len(syntax.PrintTokens(parsed, 16)) - 2, nil
}

// KeepRows lets UNNEST of an array of rows give one column, as on Athena, where the
// statement names as many columns as there are arrays. Trino makes a column of each field.
// https://trino.io/docs/current/sql/select.html#unnest
func KeepRows(parsed syntax.Statement) {
	syntax.Walk(parsed, func(n syntax.Node) bool {
		u, isUnnest := n.(*syntax.Unnest)
		if !isUnnest || u.Alias == nil {
			return true
		}
		columns := len(u.Alias.Columns)
		if u.Ordinality {
			columns--
		}
		if columns != len(u.Arguments) {
			return true
		}
		for i, argument := range u.Arguments {
			u.Arguments[i] = wrapElements(argument)
		}
		return true
	})
}

// wrapElements returns transform(array, e -> ROW(e)).
func wrapElements(array syntax.Expression) syntax.Expression {
	parsed, err := parser.Parse("SELECT transform(NULL, trailq_element -> ROW(trailq_element))")
	if err != nil {
		return array
	}
	call := selectsOf(parsed)[0].Items[0].Expression.(*syntax.Call)
	call.Arguments[0] = array
	return call
}
