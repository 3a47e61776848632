package rewrite

import (
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// query rewrites a query: WITH, its body, and what orders and bounds it.
func (t *transformer) query(q *syntax.Query) {
	if q.With != nil {
		for _, table := range q.With.Tables {
			t.query(table.Query)
			quoteName(&table.Name)
			quoteNames(table.Columns)
		}
	}
	t.body(q.Body, q)
	t.rewrite(&q.Offset)
	t.limit(q.Limit)
}

// body rewrites a query's body; of a SELECT, the query's ORDER BY is a part.
func (t *transformer) body(body syntax.Body, q *syntax.Query) {
	switch b := body.(type) {
	case *syntax.Select:
		t.selectBody(b, q.OrderBy)
	case *syntax.SetOperation:
		t.body(b.Left, &syntax.Query{})
		t.body(b.Right, &syntax.Query{})
		t.sortItems(q.OrderBy)
	case *syntax.ParenBody:
		t.query(b.Query)
		t.sortItems(q.OrderBy)
	case *syntax.Values:
		t.values(b)
		t.sortItems(q.OrderBy)
	}
}

// selectBody rewrites one SELECT with its clauses.
func (t *transformer) selectBody(s *syntax.Select, orderBy []syntax.SortItem) {
	outer := t.block
	t.block = t.blocks[s]
	defer func() { t.block = outer }()
	t.noteTables(s.From)
	t.selectList(s)
	t.from(s)
	t.rewrite(&s.Where)
	t.groupBy(s.GroupBy)
	t.rewrite(&s.Having)
	for i := range s.Windows {
		quoteName(&s.Windows[i].Name)
		t.window(s.Windows[i].Window)
	}
	t.sortItems(orderBy)
}

// sortItems rewrites what a query is ordered by.
func (t *transformer) sortItems(items []syntax.SortItem) {
	for i := range items {
		if !syntax.IsName(items[i].Expression) {
			t.replaceOutputs(&items[i].Expression)
		}
		t.rewrite(&items[i].Expression)
	}
}

// replaceOutputs replaces, within an expression of ORDER BY, the names that the
// SELECT list has for columns which the engine knows by another name.
func (t *transformer) replaceOutputs(e *syntax.Expression) {
	if t.block.node == nil {
		return
	}
	v := &syntax.Visitor{Query: func(*syntax.Query) {}}
	v.Expression = func(part *syntax.Expression) {
		name, isReference := (*part).(*syntax.Reference)
		if !isReference || t.info.Columns[name] != nil {
			v.VisitParts(*part)
			return
		}
		for _, item := range t.block.node.Items {
			if item.Alias != nil && item.Alias.Key() == name.Key() && t.renamed[item.Expression] {
				*part = item.Expression
			}
		}
	}
	v.Expression(e)
}

// window rewrites what a window is made of.
func (t *transformer) window(w *syntax.Window) {
	if w.Name != nil {
		quoteName(w.Name)
	}
	v := &syntax.Visitor{Expression: t.rewrite, Query: t.query}
	v.VisitParts(w)
}

// values writes VALUES a, b and VALUES ROW(a), ROW(b) as VALUES (a), (b).
func (t *transformer) values(b *syntax.Values) {
	for i := range b.Rows {
		t.rewrite(&b.Rows[i])
		switch row := b.Rows[i].(type) {
		case *syntax.Row:
			row.Keyword = false
		case *syntax.Paren, *syntax.Subquery:
		default:
			b.Rows[i] = &syntax.Paren{Pos: syntax.Pos(row.Start()), Inner: row}
		}
	}
}

// limit writes FETCH FIRST n ROWS ONLY as LIMIT n.
func (t *transformer) limit(l *syntax.Limit) {
	if l == nil {
		return
	}
	t.rewrite(&l.Count)
	if !l.Fetch {
		return
	}
	if l.WithTies {
		t.failAt(l.Start(), "WITH TIES is not available: rank() OVER (ORDER BY …) in a subquery tells which rows tie")
	}
	l.Fetch = false
	if l.Count == nil {
		l.Count = syntax.NewInteger(l, 1)
	}
}
