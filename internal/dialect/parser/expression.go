package parser

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// parseExpressions reads expressions with commas between.
func (p *parser) parseExpressions() []syntax.Expression {
	var list []syntax.Expression
	for p.err == nil {
		list = append(list, p.parseExpression())
		if !p.acceptOperator(",") {
			break
		}
	}
	return list
}

// parseExpression reads an expression: OR binds least, then AND, NOT, a
// comparison, ||, + and -, * / and %, signs, AT TIME ZONE.
func (p *parser) parseExpression() syntax.Expression {
	if !p.enter() {
		return &syntax.NullLiteral{}
	}
	defer p.leave()
	left := p.parseConjunction()
	for t := p.peek(); p.accept("OR"); t = p.peek() {
		left = &syntax.Binary{Pos: syntax.Pos(t.Offset), Operator: "or", Left: left, Right: p.parseConjunction()}
	}
	return left
}

func (p *parser) parseConjunction() syntax.Expression {
	left := p.parseNegation()
	for t := p.peek(); p.accept("AND"); t = p.peek() {
		left = &syntax.Binary{Pos: syntax.Pos(t.Offset), Operator: "and", Left: left, Right: p.parseNegation()}
	}
	return left
}

func (p *parser) parseNegation() syntax.Expression {
	t := p.peek()
	if !p.accept("NOT") {
		return p.parsePredicate()
	}
	if !p.enter() {
		return &syntax.NullLiteral{}
	}
	defer p.leave()
	return &syntax.Not{Pos: syntax.Pos(t.Offset), Operand: p.parseNegation()}
}

// parsePredicate reads a value and one comparison of it, if there.
func (p *parser) parsePredicate() syntax.Expression {
	left := p.parseValue()
	t := p.peek()
	pos := syntax.Pos(t.Offset)
	if isComparison(t) {
		return p.parseComparison(left)
	}
	if p.accept("IS") {
		negated := p.accept("NOT")
		if p.accept("DISTINCT") {
			p.expect("FROM")
			return &syntax.IsDistinct{Pos: pos, Negated: negated, Left: left, Right: p.parseValue()}
		}
		if p.peek().IsOneOf("TRUE", "FALSE") {
			p.fail(p.peek(), "Athena has no IS %s: write = %s", strings.ToUpper(p.peek().Text), strings.ToUpper(p.peek().Text))
		}
		p.expect("NULL")
		return &syntax.IsNull{Pos: pos, Negated: negated, Operand: left}
	}
	negated := p.peekAt(1).IsOneOf("BETWEEN", "IN", "LIKE") && p.accept("NOT")
	switch {
	case p.accept("BETWEEN"):
		b := &syntax.Between{Pos: pos, Negated: negated, Operand: left, Low: p.parseValue()}
		p.expect("AND")
		b.High = p.parseValue()
		return b
	case p.accept("IN"):
		return p.parseIn(&syntax.In{Pos: pos, Negated: negated, Operand: left})
	case p.accept("LIKE"):
		l := &syntax.Like{Pos: pos, Negated: negated, Operand: left, Pattern: p.parseValue()}
		if p.accept("ESCAPE") {
			l.Escape = p.parseValue()
		}
		return l
	}
	return left
}

func isComparison(t syntax.Token) bool {
	if t.Kind != syntax.Operator {
		return false
	}
	switch t.Text {
	case "=", "<>", "!=", "<", ">", "<=", ">=":
		return true
	}
	return false
}

// parseComparison reads an operator and its right side.
func (p *parser) parseComparison(left syntax.Expression) syntax.Expression {
	t := p.next()
	if next := p.peek(); next.IsOneOf("ALL", "ANY", "SOME") && p.peekAt(1).IsOperator("(") && p.isQueryAt(p.at+1) {
		p.next()
		return &syntax.Quantified{Pos: syntax.Pos(t.Offset), Operator: t.Text, Quantifier: strings.ToLower(next.Text), Left: left, Query: p.parseBracketedQuery()}
	}
	return &syntax.Binary{Pos: syntax.Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseValue()}
}

// parseIn reads (query) or (list).
func (p *parser) parseIn(in *syntax.In) syntax.Expression {
	if p.peek().IsOperator("(") && p.isQueryAt(p.at) {
		in.Query = p.parseBracketedQuery()
		return in
	}
	p.expectOperator("(")
	in.List = p.parseExpressions()
	if p.peek().Kind == syntax.String && p.tokens[p.at-1].Kind == syntax.String {
		p.failUnexpected()
	}
	p.expectOperator(")")
	return in
}

// parseValue reads a value: all that binds more tightly than a comparison.
func (p *parser) parseValue() syntax.Expression {
	left := p.parseSum()
	for t := p.peek(); p.acceptOperator("||"); t = p.peek() {
		left = &syntax.Binary{Pos: syntax.Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseSum()}
	}
	return left
}

func (p *parser) parseSum() syntax.Expression {
	left := p.parseProduct()
	for t := p.peek(); t.IsOperator("+") || t.IsOperator("-"); t = p.peek() {
		p.next()
		left = &syntax.Binary{Pos: syntax.Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseProduct()}
	}
	return left
}

func (p *parser) parseProduct() syntax.Expression {
	left := p.parseSigned()
	for t := p.peek(); t.IsOperator("*") || t.IsOperator("/") || t.IsOperator("%"); t = p.peek() {
		p.next()
		left = &syntax.Binary{Pos: syntax.Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseSigned()}
	}
	return left
}

func (p *parser) parseSigned() syntax.Expression {
	t := p.peek()
	if !t.IsOperator("-") && !t.IsOperator("+") {
		return p.parseZoned()
	}
	if !p.enter() {
		return &syntax.NullLiteral{}
	}
	defer p.leave()
	p.next()
	return &syntax.Unary{Pos: syntax.Pos(t.Offset), Operator: t.Text, Operand: p.parseSigned()}
}

// parseZoned reads an operand and AT TIME ZONE behind it.
func (p *parser) parseZoned() syntax.Expression {
	operand := p.parseOperand()
	for t := p.peek(); p.accept("AT", "TIME", "ZONE"); t = p.peek() {
		if k := p.peek(); k.Kind != syntax.String && !k.IsWord("INTERVAL") && !isPlaceholder(k) {
			p.failExpecting("a time zone such as 'Europe/Berlin'")
		}
		zone := p.peek()
		z := &syntax.AtTimeZone{Pos: syntax.Pos(t.Offset), Operand: operand, Zone: p.parsePrimary()}
		if _, isName := z.Zone.(*syntax.Reference); isName {
			p.fail(zone, "an interval is written INTERVAL '7' DAY")
		}
		operand = z
	}
	return operand
}

// parseOperand reads a primary expression with its subscripts and fields.
func (p *parser) parseOperand() syntax.Expression {
	base := p.parsePrimary()
	for p.err == nil {
		t := p.peek()
		switch {
		case t.IsOperator("["):
			p.next()
			base = &syntax.Subscript{Pos: syntax.Pos(t.Offset), Base: base, Index: p.parseValue()}
			p.expectOperator("]")
		case t.IsOperator(".") && !p.peekAt(1).IsOperator("*"):
			if _, isNumber := base.(*syntax.NumberLiteral); isNumber {
				p.fail(t, "a number has no fields")
				return base
			}
			p.next()
			if whole := syntax.Unwrap(base); syntax.IsName(whole) { // (a).b is a.b
				base = whole
			}
			base = &syntax.Field{Base: base, Name: p.parseName("a field's name")}
			if p.peek().IsOperator("(") {
				p.fail(p.tokens[p.at-1], "a function's name has no dot before it")
			}
		default:
			return base
		}
	}
	return base
}
