package parser

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// parseCall reads name(arguments) with all that can follow it.
func (p *parser) parseCall() syntax.Expression {
	c := &syntax.Call{Pos: p.pos(), Name: []syntax.Name{nameOf(p.next())}}
	for p.acceptOperator(".") {
		c.Name = append(c.Name, p.parseName("a function's name"))
	}
	p.expectOperator("(")
	p.parseArguments(c)
	if p.accept("ON", "OVERFLOW") && !p.accept("ERROR") {
		p.fail(p.peek(), "ON OVERFLOW %s is not available", p.peek().Text)
	}
	p.expectOperator(")")
	if p.peek().IsWord("WITHIN") && p.peekAt(1).IsWord("GROUP") {
		p.at += 2
		p.expectOperator("(")
		p.expect("ORDER")
		p.expect("BY")
		c.WithinGroup = p.parseSortItems()
		p.expectOperator(")")
	}
	if p.peek().IsWord("FILTER") && p.peekAt(1).IsOperator("(") {
		p.at += 2
		p.expect("WHERE")
		c.Filter = p.parseExpression()
		p.expectOperator(")")
	}
	if p.peek().IsOneOf("IGNORE", "RESPECT") && p.peekAt(1).IsWord("NULLS") {
		c.Nulls = strings.ToLower(p.next().Text)
		p.next()
	}
	if next := p.peekAt(1); p.peek().IsWord("OVER") && (next.IsOperator("(") || next.IsName()) {
		p.next()
		c.Over = p.parseWindow()
	}
	return c
}

// parseArguments reads what stands in a call's brackets.
func (p *parser) parseArguments(c *syntax.Call) {
	if p.peek().IsOperator("*") {
		c.Star = true
		p.next()
		return
	}
	if !p.accept("ALL") {
		c.Distinct = p.accept("DISTINCT")
	}
	if !p.peek().IsOperator(")") {
		c.Arguments = p.parseExpressions()
	}
	if t := p.peek(); t.Kind == syntax.String && p.tokens[p.at-1].Kind == syntax.String {
		p.failUnexpected()
	}
	if p.accept("ORDER", "BY") {
		c.OrderBy = p.parseSortItems()
	}
}

// parseWindow reads a window in brackets, or its name.
func (p *parser) parseWindow() *syntax.Window {
	w := &syntax.Window{Pos: p.pos()}
	if !p.acceptOperator("(") {
		name := p.parseName("a window's name")
		w.Name = &name
		return w
	}
	if t := p.peek(); t.IsName() && !(t.IsOneOf("PARTITION", "ROWS", "RANGE", "GROUPS") && !p.peekAt(1).IsOperator(")")) {
		p.fail(t, "a window that is made of another is not available")
	}
	if p.accept("PARTITION", "BY") {
		w.PartitionBy = p.parseExpressions()
	}
	if p.accept("ORDER", "BY") {
		w.OrderBy = p.parseSortItems()
	}
	if p.peek().IsOneOf("ROWS", "RANGE", "GROUPS") {
		w.Frame = p.parseFrame()
	}
	p.expectOperator(")")
	return w
}

// parseFrame reads ROWS BETWEEN … AND …, or ROWS ….
func (p *parser) parseFrame() *syntax.Frame {
	t := p.next()
	f := &syntax.Frame{Pos: syntax.Pos(t.Offset), Unit: strings.ToLower(t.Text)}
	if !p.accept("BETWEEN") {
		f.From = p.parseFrameBound()
		return f
	}
	f.From = p.parseFrameBound()
	p.expect("AND")
	f.To = p.parseFrameBound()
	return f
}

func (p *parser) parseFrameBound() *syntax.FrameBound {
	b := &syntax.FrameBound{Pos: p.pos()}
	if p.accept("CURRENT", "ROW") {
		b.Direction = "current row"
		return b
	}
	if !p.accept("UNBOUNDED") {
		b.Value = p.parseValue()
	}
	if !p.peek().IsOneOf("PRECEDING", "FOLLOWING") {
		p.failExpecting("PRECEDING or FOLLOWING")
		return b
	}
	b.Direction = strings.ToLower(p.next().Text)
	return b
}

// parseJSONCall reads JSON_VALUE(input, 'path' …) and its like.
func (p *parser) parseJSONCall(pos syntax.Pos) syntax.Expression {
	c := &syntax.JSONCall{Pos: pos, Name: strings.ToLower(p.next().Text)}
	p.next()
	c.Input = p.parseExpression()
	if p.accept("FORMAT") {
		p.expect("JSON")
	}
	p.expectOperator(",")
	c.Path = p.parseString()
	if p.accept("PASSING") {
		for p.err == nil {
			value := p.parseExpression()
			p.expect("AS")
			c.Passing = append(c.Passing, syntax.Passing{Value: value, Name: p.parseName("a name")})
			if !p.acceptOperator(",") {
				break
			}
		}
	}
	if p.accept("RETURNING") {
		c.Returning = p.parseType()
	}
	for p.err == nil && !p.peek().IsOperator(")") {
		c.Clauses = append(c.Clauses, p.parseJSONClause())
	}
	p.expectOperator(")")
	return c
}

// jsonClauses are the clauses behind a JSON path.
func jsonClauses() []string {
	return []string{
		"true on error", "false on error", "unknown on error", "error on error", "null on error",
		"error on empty", "null on empty", "empty array on empty", "empty array on error",
		"empty object on empty", "empty object on error",
		"without wrapper", "without array wrapper", "with wrapper", "with array wrapper",
		"with conditional wrapper", "with conditional array wrapper",
		"with unconditional wrapper", "with unconditional array wrapper",
		"keep quotes on scalar string", "keep quotes", "omit quotes on scalar string", "omit quotes",
	}
}

func (p *parser) parseJSONClause() syntax.JSONClause {
	c := syntax.JSONClause{Pos: p.pos()}
	if p.accept("DEFAULT") {
		c.Default = p.parseExpression()
		for _, words := range []string{"on empty", "on error"} {
			if p.accept(strings.Fields(strings.ToUpper(words))...) {
				c.Words = words
				return c
			}
		}
		p.failExpecting("ON EMPTY or ON ERROR")
		return c
	}
	for _, words := range jsonClauses() {
		if p.accept(strings.Fields(strings.ToUpper(words))...) {
			c.Words = words
			return c
		}
	}
	p.failExpecting(")")
	return c
}
