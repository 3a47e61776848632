package parser

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// isQueryAt reports whether a query begins at a token, within brackets or not.
func (p *parser) isQueryAt(i int) bool {
	t := p.tokens[i]
	if t.IsOperator("(") {
		if !p.isQueryAt(i + 1) {
			return false
		}
		if !p.tokens[i+1].IsOperator("(") {
			return true
		}
		after := p.tokens[p.closing[i+1]+1]
		return after.IsOperator(")") || after.IsOneOf("UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH")
	}
	return t.IsOneOf("SELECT", "WITH", "VALUES") || t.IsWord("TABLE") && !p.tokens[min(i+1, len(p.tokens)-1)].IsOperator("(")
}

// parseQuery reads a query with what surrounds its body.
func (p *parser) parseQuery() *syntax.Query {
	q := &syntax.Query{Pos: p.pos()}
	if !p.enter() {
		return q
	}
	defer p.leave()
	if p.peek().IsWord("WITH") {
		q.With = p.parseWith()
	}
	q.Body = p.parseBody()
	if p.accept("ORDER") {
		p.expect("BY")
		q.OrderBy = p.parseSortItems()
	}
	if p.accept("OFFSET") {
		q.Offset = p.parseCount()
		if !p.accept("ROWS") {
			p.accept("ROW")
		}
	}
	q.Limit = p.parseLimit()
	if q.Limit != nil && p.peek().IsWord("OFFSET") {
		p.fail(p.peek(), "OFFSET stands before LIMIT")
	}
	return q
}

// parseWith reads WITH [RECURSIVE] name [(columns)] AS (query), ….
func (p *parser) parseWith() *syntax.With {
	w := &syntax.With{Pos: syntax.Pos(p.next().Offset), Recursive: p.accept("RECURSIVE")}
	for p.err == nil {
		c := &syntax.CommonTable{Name: p.parseName("a table's name")}
		if p.peek().IsOperator("(") {
			c.Columns = p.parseNames("a column's name")
		}
		p.expect("AS")
		c.Query = p.parseBracketedQuery()
		w.Tables = append(w.Tables, c)
		if !p.acceptOperator(",") {
			break
		}
	}
	return w
}

// parseBracketedQuery reads (query).
func (p *parser) parseBracketedQuery() *syntax.Query {
	p.expectOperator("(")
	q := p.parseQuery()
	p.expectOperator(")")
	return q
}

// parseBody reads queries with UNION and EXCEPT between; INTERSECT binds more
// tightly.
func (p *parser) parseBody() syntax.Body {
	left := p.parseIntersection()
	for p.peek().IsOneOf("UNION", "EXCEPT") {
		left = p.parseSetOperation(left, p.parseIntersection)
	}
	return left
}

func (p *parser) parseIntersection() syntax.Body {
	left := p.parseBodyPrimary()
	for p.peek().IsWord("INTERSECT") {
		left = p.parseSetOperation(left, p.parseBodyPrimary)
	}
	return left
}

func (p *parser) parseSetOperation(left syntax.Body, parseRight func() syntax.Body) syntax.Body {
	t := p.next()
	s := &syntax.SetOperation{Pos: syntax.Pos(t.Offset), Operator: strings.ToLower(t.Text), Left: left}
	s.Quantifier = p.parseQuantifier()
	s.Right = parseRight()
	return s
}

// parseQuantifier reads ALL or DISTINCT, if there.
func (p *parser) parseQuantifier() string {
	if p.peek().IsOneOf("ALL", "DISTINCT") {
		return strings.ToLower(p.next().Text)
	}
	return ""
}

func (p *parser) parseBodyPrimary() syntax.Body {
	t := p.peek()
	switch {
	case t.IsWord("SELECT"):
		return p.parseSelect()
	case t.IsWord("VALUES"):
		p.next()
		return &syntax.Values{Pos: syntax.Pos(t.Offset), Rows: p.parseExpressions()}
	case t.IsWord("TABLE"):
		p.next()
		return &syntax.TableBody{Pos: syntax.Pos(t.Offset), Table: p.parseTableName()}
	case t.IsOperator("("):
		return &syntax.ParenBody{Pos: syntax.Pos(t.Offset), Query: p.parseBracketedQuery()}
	}
	p.failExpecting("a query")
	return &syntax.Select{Pos: syntax.Pos(t.Offset)}
}

// parseSelect reads one SELECT.
func (p *parser) parseSelect() *syntax.Select {
	s := &syntax.Select{Pos: syntax.Pos(p.next().Offset)}
	s.Quantifier = p.parseQuantifier()
	for p.err == nil {
		s.Items = append(s.Items, p.parseSelectItem())
		if !p.acceptOperator(",") {
			break
		}
	}
	if p.accept("FROM") {
		s.From = p.parseFrom()
	}
	if p.accept("WHERE") {
		s.Where = p.parseExpression()
	}
	if t := p.peek(); p.accept("GROUP") {
		p.expect("BY")
		s.GroupBy = p.parseGroupBy(t)
	}
	if p.accept("HAVING") {
		s.Having = p.parseExpression()
	}
	if p.peek().IsWord("WINDOW") && p.peekAt(1).IsName() && p.peekAt(2).IsWord("AS") {
		p.next()
		s.Windows = p.parseNamedWindows()
	}
	return s
}

// parseFrom reads relations with commas between.
func (p *parser) parseFrom() []syntax.Relation {
	var relations []syntax.Relation
	for p.err == nil {
		relations = append(relations, p.parseRelation())
		if !p.acceptOperator(",") {
			break
		}
	}
	if t := p.peek(); t.IsOneOf("AND", "OR") {
		p.fail(t, "%s is not expected here, after a table: WHERE is missing", t.Text)
	}
	return relations
}

// parseSelectItem reads an expression with its alias, *, or t.*.
func (p *parser) parseSelectItem() *syntax.SelectItem {
	item := &syntax.SelectItem{Pos: p.pos()}
	if p.acceptOperator("*") {
		item.Star = true
		return item
	}
	if t := p.peek(); t.IsOneOf("FROM", "WHERE") || t.Kind == syntax.End {
		p.failExpecting("an expression")
		return item
	}
	item.Expression = p.parseExpression()
	if p.peek().IsOperator(".") && p.peekAt(1).IsOperator("*") {
		p.next()
		p.next()
		item.Star = true
		if p.accept("AS") {
			item.Columns = p.parseNames("a column's name")
		}
		return item
	}
	if p.accept("AS") || p.isAlias() {
		name := p.parseName("a name")
		item.Alias = &name
	}
	return item
}

// isAlias reports whether a name comes that AS can be left out of. Words that
// are no keyword elsewhere can begin a clause.
func (p *parser) isAlias() bool {
	t, next := p.peek(), p.peekAt(1)
	switch {
	case !t.IsName():
		return false
	case t.Kind == syntax.QuotedName:
		return true
	case t.IsOneOf("LIMIT", "OFFSET"):
		return next.Kind != syntax.Number && !next.IsWord("ALL") && !next.IsOperator("?") && !isPlaceholder(next)
	case t.IsWord("FETCH"):
		return !next.IsOneOf("FIRST", "NEXT")
	case t.IsWord("WINDOW"):
		return !p.peekAt(2).IsWord("AS")
	case t.IsWord("TABLESAMPLE"):
		return !next.IsOneOf("BERNOULLI", "SYSTEM")
	case t.IsWord("MATCH_RECOGNIZE"):
		return !next.IsOperator("(")
	}
	return true
}

// parseGroupBy reads what follows GROUP BY.
func (p *parser) parseGroupBy(first syntax.Token) *syntax.GroupBy {
	g := &syntax.GroupBy{Pos: syntax.Pos(first.Offset), Quantifier: p.parseQuantifier()}
	for p.err == nil {
		g.Elements = append(g.Elements, p.parseGroupElement())
		if !p.acceptOperator(",") {
			break
		}
	}
	return g
}

func (p *parser) parseGroupElement() syntax.GroupElement {
	e := syntax.GroupElement{Pos: p.pos()}
	switch {
	case p.accept("GROUPING", "SETS"):
		e.Kind = "grouping sets"
	case p.peek().IsOneOf("ROLLUP", "CUBE"):
		e.Kind = strings.ToLower(p.next().Text)
	default:
		e.Items = []syntax.Expression{p.parseGroupingSet()}
		return e
	}
	p.expectOperator("(")
	if p.acceptOperator(")") {
		return e
	}
	for p.err == nil {
		e.Items = append(e.Items, p.parseGroupingSet())
		if !p.acceptOperator(",") {
			break
		}
	}
	p.expectOperator(")")
	return e
}

// parseGroupingSet reads an expression, or several in brackets, or ().
func (p *parser) parseGroupingSet() syntax.Expression {
	if p.peek().IsOperator("(") && p.peekAt(1).IsOperator(")") {
		t := p.next()
		p.next()
		return &syntax.Row{Pos: syntax.Pos(t.Offset)}
	}
	return p.parseExpression()
}

// parseNamedWindows reads name AS (window), ….
func (p *parser) parseNamedWindows() []syntax.NamedWindow {
	var windows []syntax.NamedWindow
	for p.err == nil {
		w := syntax.NamedWindow{Name: p.parseName("a window's name")}
		p.expect("AS")
		w.Window = p.parseWindow()
		windows = append(windows, w)
		if !p.acceptOperator(",") {
			break
		}
	}
	return windows
}

// parseSortItems reads the items of ORDER BY.
func (p *parser) parseSortItems() []syntax.SortItem {
	var items []syntax.SortItem
	for p.err == nil {
		item := syntax.SortItem{Expression: p.parseExpression()}
		if p.peek().IsOneOf("ASC", "DESC") {
			item.Order = strings.ToLower(p.next().Text)
		}
		if p.peek().IsWord("NULLS") && p.peekAt(1).IsOneOf("FIRST", "LAST") {
			p.next()
			item.Nulls = strings.ToLower(p.next().Text)
		}
		items = append(items, item)
		if !p.acceptOperator(",") {
			break
		}
	}
	return items
}

// parseLimit reads LIMIT and FETCH FIRST, if there.
func (p *parser) parseLimit() *syntax.Limit {
	t := p.peek()
	switch {
	case p.accept("LIMIT"):
		l := &syntax.Limit{Pos: syntax.Pos(t.Offset)}
		if !p.accept("ALL") {
			l.Count = p.parseCount()
		}
		return l
	case p.accept("FETCH", "FIRST"), p.accept("FETCH", "NEXT"):
		l := &syntax.Limit{Pos: syntax.Pos(t.Offset), Fetch: true}
		if !p.peek().IsOneOf("ROW", "ROWS") {
			l.Count = p.parseCount()
		}
		if !p.accept("ROWS") {
			p.expect("ROW")
		}
		if l.WithTies = p.accept("WITH", "TIES"); !l.WithTies {
			p.expect("ONLY")
		}
		return l
	}
	return nil
}

// parseCount reads a number of rows.
func (p *parser) parseCount() syntax.Expression {
	t := p.peek()
	switch {
	case t.Kind == syntax.Number && strings.Trim(t.Text, "0123456789") == "":
		p.next()
		return &syntax.NumberLiteral{Pos: syntax.Pos(t.Offset), Text: t.Text}
	case p.acceptOperator("?"):
		return &syntax.Parameter{Pos: syntax.Pos(t.Offset)}
	}
	p.failExpecting("a number of rows")
	return nil
}
