package syntax

import "strings"

// parseType reads a type: https://trino.io/docs/current/language/types.html
func (p *parser) parseType() *Type {
	t := p.peek()
	typ := &Type{Pos: Pos(t.Offset)}
	if !p.enter() {
		return typ
	}
	defer p.leave()
	if !t.isName() {
		p.failExpecting("a type")
		return typ
	}
	p.next()
	typ.Name = nameOf(t).Key()
	switch {
	case typ.Name == "row" && p.peek().isOperator("("):
		p.parseFields(typ)
	case (typ.Name == "array" || typ.Name == "map") && p.peek().isOperator("<"):
		p.parseAngles(typ)
	case typ.Name == "double" && p.accept("PRECISION"):
	case typ.Name == "interval" && isIntervalField(p.peek().Text):
		typ.Name += " " + strings.ToLower(p.next().Text)
		p.expect("TO")
		typ.Name += " to " + strings.ToLower(p.next().Text)
	case p.peek().isOperator("("):
		p.parseTypeParameters(typ)
	}
	if typ.Name == "timestamp" || typ.Name == "time" {
		typ.Zone = p.parseZone()
	}
	for p.peek().isWord("ARRAY") && !p.peekAt(1).isOperator("(") && !p.peekAt(1).isOperator("<") {
		p.next()
		typ = &Type{Pos: typ.Pos, Name: "array", Parameters: []*Type{typ}}
	}
	return typ
}

func (p *parser) parseZone() string {
	switch {
	case p.accept("WITH", "TIME", "ZONE"):
		return "with"
	case p.accept("WITHOUT", "TIME", "ZONE"):
		return "without"
	}
	return ""
}

// parseTypeParameters reads (types) or (numbers).
func (p *parser) parseTypeParameters(typ *Type) {
	p.next()
	for p.err == nil {
		if t := p.peek(); t.Kind == Number {
			typ.Sizes = append(typ.Sizes, p.next().Text)
		} else {
			typ.Parameters = append(typ.Parameters, p.parseType())
		}
		if !p.acceptOperator(",") {
			break
		}
	}
	p.expectOperator(")")
}

// parseAngles reads array<type> and map<key, value>.
func (p *parser) parseAngles(typ *Type) {
	p.next()
	typ.Parameters = append(typ.Parameters, p.parseType())
	if typ.Name == "map" {
		p.expectOperator(",")
		typ.Parameters = append(typ.Parameters, p.parseType())
	}
	p.expectOperator(">")
}

// parseFields reads the fields of a row: (name type, …), the names optional.
func (p *parser) parseFields(typ *Type) {
	p.next()
	for p.err == nil {
		f := TypeField{}
		if p.isFieldName() {
			f.Name = nameOf(p.next())
		}
		f.Type = p.parseType()
		typ.Fields = append(typ.Fields, f)
		if !p.acceptOperator(",") {
			break
		}
	}
	p.expectOperator(")")
}

// isFieldName reports whether a field's name comes, and then its type.
func (p *parser) isFieldName() bool {
	t, next := p.peek(), p.peekAt(1)
	if !t.isName() || !next.isName() {
		return false
	}
	if t.Kind == QuotedName {
		return true
	}
	return !(t.isWord("DOUBLE") && next.isWord("PRECISION")) &&
		!(t.isWord("INTERVAL") && isIntervalField(next.Text) && p.peekAt(2).isWord("TO")) &&
		!(t.isOneOf("TIMESTAMP", "TIME") && next.isWord("WITHOUT"))
}
