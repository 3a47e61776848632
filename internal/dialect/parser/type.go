package parser

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// parseType reads a type: https://trino.io/docs/current/language/types.html
func (p *parser) parseType() *syntax.Type {
	t := p.peek()
	typ := &syntax.Type{Pos: syntax.Pos(t.Offset)}
	if !p.enter() {
		return typ
	}
	defer p.leave()
	if !t.IsName() {
		p.failExpecting("a type")
		return typ
	}
	p.next()
	typ.Name = nameOf(t).Key()
	switch {
	case typ.Name == "row" && p.peek().IsOperator("("):
		p.parseFields(typ)
	case (typ.Name == "array" || typ.Name == "map") && p.peek().IsOperator("<"):
		p.parseAngles(typ)
	case typ.Name == "double" && p.accept("PRECISION"):
	case typ.Name == "interval" && isIntervalField(p.peek().Text):
		typ.Name += " " + strings.ToLower(p.next().Text)
		p.expect("TO")
		typ.Name += " to " + strings.ToLower(p.next().Text)
	case p.peek().IsOperator("("):
		p.parseTypeParameters(typ)
	}
	if typ.Name == "timestamp" || typ.Name == "time" {
		typ.Zone = p.parseZone()
	}
	for p.peek().IsWord("ARRAY") && !p.peekAt(1).IsOperator("(") && !p.peekAt(1).IsOperator("<") {
		p.next()
		typ = &syntax.Type{Pos: typ.Pos, Name: "array", Parameters: []*syntax.Type{typ}}
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
func (p *parser) parseTypeParameters(typ *syntax.Type) {
	p.next()
	for p.err == nil {
		if t := p.peek(); t.Kind == syntax.Number {
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
func (p *parser) parseAngles(typ *syntax.Type) {
	p.next()
	typ.Parameters = append(typ.Parameters, p.parseType())
	if typ.Name == "map" {
		p.expectOperator(",")
		typ.Parameters = append(typ.Parameters, p.parseType())
	}
	p.expectOperator(">")
}

// parseFields reads the fields of a row: (name type, …), the names optional.
func (p *parser) parseFields(typ *syntax.Type) {
	p.next()
	for p.err == nil {
		f := syntax.TypeField{}
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
	if !t.IsName() || !next.IsName() {
		return false
	}
	if t.Kind == syntax.QuotedName {
		return true
	}
	return !(t.IsWord("DOUBLE") && next.IsWord("PRECISION")) &&
		!(t.IsWord("INTERVAL") && isIntervalField(next.Text) && p.peekAt(2).IsWord("TO")) &&
		!(t.IsOneOf("TIMESTAMP", "TIME") && next.IsWord("WITHOUT"))
}
