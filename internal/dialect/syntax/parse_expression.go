package syntax

import "strings"

// parseExpressions reads expressions with commas between.
func (p *parser) parseExpressions() []Expression {
	var list []Expression
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
func (p *parser) parseExpression() Expression {
	if !p.enter() {
		return &NullLiteral{}
	}
	defer p.leave()
	left := p.parseConjunction()
	for t := p.peek(); p.accept("OR"); t = p.peek() {
		left = &Binary{Pos: Pos(t.Offset), Operator: "or", Left: left, Right: p.parseConjunction()}
	}
	return left
}

func (p *parser) parseConjunction() Expression {
	left := p.parseNegation()
	for t := p.peek(); p.accept("AND"); t = p.peek() {
		left = &Binary{Pos: Pos(t.Offset), Operator: "and", Left: left, Right: p.parseNegation()}
	}
	return left
}

func (p *parser) parseNegation() Expression {
	t := p.peek()
	if !p.accept("NOT") {
		return p.parsePredicate()
	}
	if !p.enter() {
		return &NullLiteral{}
	}
	defer p.leave()
	return &Not{Pos: Pos(t.Offset), Operand: p.parseNegation()}
}

// parsePredicate reads a value and one comparison of it, if there.
func (p *parser) parsePredicate() Expression {
	left := p.parseValue()
	t := p.peek()
	pos := Pos(t.Offset)
	if isComparison(t) {
		return p.parseComparison(left)
	}
	if p.accept("IS") {
		negated := p.accept("NOT")
		if p.accept("DISTINCT") {
			p.expect("FROM")
			return &IsDistinct{Pos: pos, Negated: negated, Left: left, Right: p.parseValue()}
		}
		if p.peek().isOneOf("TRUE", "FALSE") {
			p.fail(p.peek(), "Athena has no IS %s: write = %s", strings.ToUpper(p.peek().Text), strings.ToUpper(p.peek().Text))
		}
		p.expect("NULL")
		return &IsNull{Pos: pos, Negated: negated, Operand: left}
	}
	negated := p.peekAt(1).isOneOf("BETWEEN", "IN", "LIKE") && p.accept("NOT")
	switch {
	case p.accept("BETWEEN"):
		b := &Between{Pos: pos, Negated: negated, Operand: left, Low: p.parseValue()}
		p.expect("AND")
		b.High = p.parseValue()
		return b
	case p.accept("IN"):
		return p.parseIn(&In{Pos: pos, Negated: negated, Operand: left})
	case p.accept("LIKE"):
		l := &Like{Pos: pos, Negated: negated, Operand: left, Pattern: p.parseValue()}
		if p.accept("ESCAPE") {
			l.Escape = p.parseValue()
		}
		return l
	}
	return left
}

func isComparison(t Token) bool {
	if t.Kind != Operator {
		return false
	}
	switch t.Text {
	case "=", "<>", "!=", "<", ">", "<=", ">=":
		return true
	}
	return false
}

// parseComparison reads an operator and its right side.
func (p *parser) parseComparison(left Expression) Expression {
	t := p.next()
	if next := p.peek(); next.isOneOf("ALL", "ANY", "SOME") && p.peekAt(1).isOperator("(") && p.isQueryAt(p.at+1) {
		p.next()
		return &Quantified{Pos: Pos(t.Offset), Operator: t.Text, Quantifier: strings.ToLower(next.Text), Left: left, Query: p.parseBracketedQuery()}
	}
	return &Binary{Pos: Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseValue()}
}

// parseIn reads (query) or (list).
func (p *parser) parseIn(in *In) Expression {
	if p.peek().isOperator("(") && p.isQueryAt(p.at) {
		in.Query = p.parseBracketedQuery()
		return in
	}
	p.expectOperator("(")
	in.List = p.parseExpressions()
	if p.peek().Kind == String && p.tokens[p.at-1].Kind == String {
		p.failUnexpected()
	}
	p.expectOperator(")")
	return in
}

// parseValue reads a value: all that binds more tightly than a comparison.
func (p *parser) parseValue() Expression {
	left := p.parseSum()
	for t := p.peek(); p.acceptOperator("||"); t = p.peek() {
		left = &Binary{Pos: Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseSum()}
	}
	return left
}

func (p *parser) parseSum() Expression {
	left := p.parseProduct()
	for t := p.peek(); t.isOperator("+") || t.isOperator("-"); t = p.peek() {
		p.next()
		left = &Binary{Pos: Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseProduct()}
	}
	return left
}

func (p *parser) parseProduct() Expression {
	left := p.parseSigned()
	for t := p.peek(); t.isOperator("*") || t.isOperator("/") || t.isOperator("%"); t = p.peek() {
		p.next()
		left = &Binary{Pos: Pos(t.Offset), Operator: t.Text, Left: left, Right: p.parseSigned()}
	}
	return left
}

func (p *parser) parseSigned() Expression {
	t := p.peek()
	if !t.isOperator("-") && !t.isOperator("+") {
		return p.parseZoned()
	}
	if !p.enter() {
		return &NullLiteral{}
	}
	defer p.leave()
	p.next()
	return &Unary{Pos: Pos(t.Offset), Operator: t.Text, Operand: p.parseSigned()}
}

// parseZoned reads an operand and AT TIME ZONE behind it.
func (p *parser) parseZoned() Expression {
	operand := p.parseOperand()
	for t := p.peek(); p.accept("AT", "TIME", "ZONE"); t = p.peek() {
		if k := p.peek(); k.Kind != String && !k.isWord("INTERVAL") && !isPlaceholder(k) {
			p.failExpecting("a time zone such as 'Europe/Berlin'")
		}
		zone := p.peek()
		z := &AtTimeZone{Pos: Pos(t.Offset), Operand: operand, Zone: p.parsePrimary()}
		if _, isName := z.Zone.(*Reference); isName {
			p.fail(zone, "an interval is written INTERVAL '7' DAY")
		}
		operand = z
	}
	return operand
}

// parseOperand reads a primary expression with its subscripts and fields.
func (p *parser) parseOperand() Expression {
	base := p.parsePrimary()
	for p.err == nil {
		t := p.peek()
		switch {
		case t.isOperator("["):
			p.next()
			base = &Subscript{Pos: Pos(t.Offset), Base: base, Index: p.parseValue()}
			p.expectOperator("]")
		case t.isOperator(".") && !p.peekAt(1).isOperator("*"):
			if _, isNumber := base.(*NumberLiteral); isNumber {
				p.fail(t, "a number has no fields")
				return base
			}
			p.next()
			base = &Field{Base: base, Name: p.parseName("a field's name")}
			if p.peek().isOperator("(") {
				p.fail(p.tokens[p.at-1], "a function's name has no dot before it")
			}
		default:
			return base
		}
	}
	return base
}
