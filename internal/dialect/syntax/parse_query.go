package syntax

import "strings"

// isQueryAt reports whether a query begins at a token, within brackets or not.
func (p *parser) isQueryAt(i int) bool {
	t := p.tokens[i]
	if t.isOperator("(") {
		if !p.isQueryAt(i + 1) {
			return false
		}
		if !p.tokens[i+1].isOperator("(") {
			return true
		}
		after := p.tokens[p.closing[i+1]+1]
		return after.isOperator(")") || after.isOneOf("UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH")
	}
	return t.isOneOf("SELECT", "WITH", "VALUES") || t.isWord("TABLE") && !p.tokens[min(i+1, len(p.tokens)-1)].isOperator("(")
}

// parseQuery reads a query with what surrounds its body.
func (p *parser) parseQuery() *Query {
	q := &Query{Pos: p.pos()}
	if !p.enter() {
		return q
	}
	defer p.leave()
	if p.peek().isWord("WITH") {
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
	if q.Limit != nil && p.peek().isWord("OFFSET") {
		p.fail(p.peek(), "OFFSET stands before LIMIT")
	}
	return q
}

// parseWith reads WITH [RECURSIVE] name [(columns)] AS (query), ….
func (p *parser) parseWith() *With {
	w := &With{Pos: Pos(p.next().Offset), Recursive: p.accept("RECURSIVE")}
	for p.err == nil {
		c := &CommonTable{Name: p.parseName("a table's name")}
		if p.peek().isOperator("(") {
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
func (p *parser) parseBracketedQuery() *Query {
	p.expectOperator("(")
	q := p.parseQuery()
	p.expectOperator(")")
	return q
}

// parseBody reads queries with UNION and EXCEPT between; INTERSECT binds more
// tightly.
func (p *parser) parseBody() Body {
	left := p.parseIntersection()
	for p.peek().isOneOf("UNION", "EXCEPT") {
		left = p.parseSetOperation(left, p.parseIntersection)
	}
	return left
}

func (p *parser) parseIntersection() Body {
	left := p.parseBodyPrimary()
	for p.peek().isWord("INTERSECT") {
		left = p.parseSetOperation(left, p.parseBodyPrimary)
	}
	return left
}

func (p *parser) parseSetOperation(left Body, parseRight func() Body) Body {
	t := p.next()
	s := &SetOperation{Pos: Pos(t.Offset), Operator: strings.ToLower(t.Text), Left: left}
	s.Quantifier = p.parseQuantifier()
	s.Right = parseRight()
	return s
}

// parseQuantifier reads ALL or DISTINCT, if there.
func (p *parser) parseQuantifier() string {
	if p.peek().isOneOf("ALL", "DISTINCT") {
		return strings.ToLower(p.next().Text)
	}
	return ""
}

func (p *parser) parseBodyPrimary() Body {
	t := p.peek()
	switch {
	case t.isWord("SELECT"):
		return p.parseSelect()
	case t.isWord("VALUES"):
		p.next()
		return &Values{Pos: Pos(t.Offset), Rows: p.parseExpressions()}
	case t.isWord("TABLE"):
		p.next()
		return &TableBody{Pos: Pos(t.Offset), Table: p.parseTableName()}
	case t.isOperator("("):
		return &ParenBody{Pos: Pos(t.Offset), Query: p.parseBracketedQuery()}
	}
	p.failExpecting("a query")
	return &Select{Pos: Pos(t.Offset)}
}

// parseSelect reads one SELECT.
func (p *parser) parseSelect() *Select {
	s := &Select{Pos: Pos(p.next().Offset)}
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
	if p.peek().isWord("WINDOW") && p.peekAt(1).isName() && p.peekAt(2).isWord("AS") {
		p.next()
		s.Windows = p.parseNamedWindows()
	}
	return s
}

// parseFrom reads relations with commas between.
func (p *parser) parseFrom() []Relation {
	var relations []Relation
	for p.err == nil {
		relations = append(relations, p.parseRelation())
		if !p.acceptOperator(",") {
			break
		}
	}
	if t := p.peek(); t.isOneOf("AND", "OR") {
		p.fail(t, "%s is not expected here, after a table: WHERE is missing", t.Text)
	}
	return relations
}

// parseSelectItem reads an expression with its alias, *, or t.*.
func (p *parser) parseSelectItem() *SelectItem {
	item := &SelectItem{Pos: p.pos()}
	if p.acceptOperator("*") {
		item.Star = true
		return item
	}
	if t := p.peek(); t.isOneOf("FROM", "WHERE") || t.Kind == End {
		p.failExpecting("an expression")
		return item
	}
	item.Expression = p.parseExpression()
	if p.peek().isOperator(".") && p.peekAt(1).isOperator("*") {
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
	case !t.isName():
		return false
	case t.Kind == QuotedName:
		return true
	case t.isOneOf("LIMIT", "OFFSET"):
		return next.Kind != Number && !next.isWord("ALL") && !next.isOperator("?") && !isPlaceholder(next)
	case t.isWord("FETCH"):
		return !next.isOneOf("FIRST", "NEXT")
	case t.isWord("WINDOW"):
		return !p.peekAt(2).isWord("AS")
	case t.isWord("TABLESAMPLE"):
		return !next.isOneOf("BERNOULLI", "SYSTEM")
	case t.isWord("MATCH_RECOGNIZE"):
		return !next.isOperator("(")
	}
	return true
}

// parseGroupBy reads what follows GROUP BY.
func (p *parser) parseGroupBy(first Token) *GroupBy {
	g := &GroupBy{Pos: Pos(first.Offset), Quantifier: p.parseQuantifier()}
	for p.err == nil {
		g.Elements = append(g.Elements, p.parseGroupElement())
		if !p.acceptOperator(",") {
			break
		}
	}
	return g
}

func (p *parser) parseGroupElement() GroupElement {
	e := GroupElement{Pos: p.pos()}
	switch {
	case p.accept("GROUPING", "SETS"):
		e.Kind = "grouping sets"
	case p.peek().isOneOf("ROLLUP", "CUBE"):
		e.Kind = strings.ToLower(p.next().Text)
	default:
		e.Items = []Expression{p.parseGroupingSet()}
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
func (p *parser) parseGroupingSet() Expression {
	if p.peek().isOperator("(") && p.peekAt(1).isOperator(")") {
		t := p.next()
		p.next()
		return &Row{Pos: Pos(t.Offset)}
	}
	return p.parseExpression()
}

// parseNamedWindows reads name AS (window), ….
func (p *parser) parseNamedWindows() []NamedWindow {
	var windows []NamedWindow
	for p.err == nil {
		w := NamedWindow{Name: p.parseName("a window's name")}
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
func (p *parser) parseSortItems() []SortItem {
	var items []SortItem
	for p.err == nil {
		item := SortItem{Expression: p.parseExpression()}
		if p.peek().isOneOf("ASC", "DESC") {
			item.Order = strings.ToLower(p.next().Text)
		}
		if p.peek().isWord("NULLS") && p.peekAt(1).isOneOf("FIRST", "LAST") {
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
func (p *parser) parseLimit() *Limit {
	t := p.peek()
	switch {
	case p.accept("LIMIT"):
		l := &Limit{Pos: Pos(t.Offset)}
		if !p.accept("ALL") {
			l.Count = p.parseCount()
		}
		return l
	case p.accept("FETCH", "FIRST"), p.accept("FETCH", "NEXT"):
		l := &Limit{Pos: Pos(t.Offset), Fetch: true}
		if !p.peek().isOneOf("ROW", "ROWS") {
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
func (p *parser) parseCount() Expression {
	t := p.peek()
	switch {
	case t.Kind == Number && strings.Trim(t.Text, "0123456789") == "":
		p.next()
		return &NumberLiteral{Pos: Pos(t.Offset), Text: t.Text}
	case p.acceptOperator("?"):
		return &Parameter{Pos: Pos(t.Offset)}
	}
	p.failExpecting("a number of rows")
	return nil
}
