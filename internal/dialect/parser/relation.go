package parser

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// parseRelation reads tables with joins between.
func (p *parser) parseRelation() syntax.Relation {
	if !p.enter() {
		return &syntax.Table{Pos: p.pos()}
	}
	defer p.leave()
	left := p.parseSampled()
	for p.err == nil {
		j := &syntax.Join{Pos: p.pos(), Left: left}
		switch {
		case p.accept("CROSS", "JOIN"):
			j.Kind = "cross"
			j.Right = p.parseSampled()
		case p.accept("NATURAL"):
			j.Natural = true
			j.Kind = p.parseJoinKind()
			j.Right = p.parseSampled()
		case p.peek().IsOneOf("JOIN", "INNER", "LEFT", "RIGHT", "FULL"):
			j.Kind = p.parseJoinKind()
			j.Right = p.parseRelation()
			p.parseJoinCriteria(j)
		default:
			return left
		}
		left = j
	}
	return left
}

// parseJoinKind reads [INNER] JOIN, LEFT [OUTER] JOIN and so on.
func (p *parser) parseJoinKind() string {
	kind := "inner"
	if p.peek().IsOneOf("INNER", "LEFT", "RIGHT", "FULL") {
		kind = strings.ToLower(p.next().Text)
		if kind != "inner" {
			p.accept("OUTER")
		}
	}
	p.expect("JOIN")
	return kind
}

func (p *parser) parseJoinCriteria(j *syntax.Join) {
	switch {
	case p.accept("ON"):
		j.On = p.parseExpression()
	case p.accept("USING"):
		j.Using = p.parseNames("a column's name")
	default:
		p.failExpecting("ON with a condition, or USING,")
	}
}

// parseSampled reads a table with TABLESAMPLE behind it, if there.
func (p *parser) parseSampled() syntax.Relation {
	relation := p.parseRelationPrimary()
	t := p.peek()
	if t.IsWord("MATCH_RECOGNIZE") {
		p.fail(t, "MATCH_RECOGNIZE is not available")
	}
	if !t.IsWord("TABLESAMPLE") {
		return relation
	}
	p.next()
	s := &syntax.Sampled{Pos: syntax.Pos(t.Offset), Relation: relation}
	if !p.peek().IsOneOf("BERNOULLI", "SYSTEM") {
		p.failExpecting("BERNOULLI or SYSTEM")
		return s
	}
	s.Method = strings.ToLower(p.next().Text)
	p.expectOperator("(")
	s.Percentage = p.parseExpression()
	p.expectOperator(")")
	return s
}

// parseRelationPrimary reads a table, a subquery, UNNEST or joins in brackets,
// with the alias.
func (p *parser) parseRelationPrimary() syntax.Relation {
	t := p.peek()
	lateral := t.IsWord("LATERAL") && p.peekAt(1).IsOperator("(")
	switch {
	case lateral || t.IsOperator("(") && p.isQueryAt(p.at):
		if lateral {
			p.next()
		}
		d := &syntax.Derived{Pos: syntax.Pos(t.Offset), Lateral: lateral, Query: p.parseBracketedQuery()}
		d.Alias = p.parseAlias()
		return d
	case t.IsOperator("("):
		p.next()
		r := &syntax.ParenRelation{Pos: syntax.Pos(t.Offset), Relation: p.parseRelation()}
		p.expectOperator(")")
		r.Alias = p.parseAlias()
		return r
	case t.IsWord("UNNEST"):
		return p.parseUnnest()
	case t.IsOneOf("TABLE", "JSON_TABLE") && p.peekAt(1).IsOperator("("):
		p.fail(t, "%s(…) is not available", t.Text)
	}
	table := p.parseTableName()
	table.Alias = p.parseAlias()
	return table
}

func (p *parser) parseUnnest() syntax.Relation {
	u := &syntax.Unnest{Pos: syntax.Pos(p.next().Offset)}
	p.expectOperator("(")
	u.Arguments = p.parseExpressions()
	p.expectOperator(")")
	u.Ordinality = p.accept("WITH", "ORDINALITY")
	u.Alias = p.parseAlias()
	return u
}

// parseAlias reads [AS] name [(columns)], if there.
func (p *parser) parseAlias() *syntax.Alias {
	if !p.accept("AS") && !p.isAlias() {
		return nil
	}
	a := &syntax.Alias{Name: p.parseName("a name")}
	if p.peek().IsOperator("(") {
		a.Columns = p.parseNames("a column's name")
	}
	return a
}

// parseTableName reads [database.]name.
func (p *parser) parseTableName() *syntax.Table {
	t := &syntax.Table{Pos: p.pos(), Path: p.parsePath("a table's name")}
	if p.err == nil && p.peek().IsOperator("(") && !p.peek().Space {
		p.fail(p.tokens[p.at-2*len(t.Path)+1], "%s(…) is not a table: a query can read the logs and nothing else", t.Path[len(t.Path)-1].Text)
	}
	return t
}

// parseTablePiece reads a name of a path. Beside names it can be CloudTrail
// Lake's id of an event data store or another name with hyphens, without
// quotes, or the placeholder that a template has there.
func (p *parser) parseTablePiece(what string) syntax.Name {
	t := p.peek()
	if name, ok := p.parsePlaceholder(); ok {
		return name
	}
	if t.Kind == syntax.QuotedName {
		p.next()
		return nameOf(t)
	}
	if t.Kind != syntax.Word && t.Kind != syntax.Number || t.Kind == syntax.Word && syntax.IsReserved(t.Text) {
		p.failExpecting(what)
		return syntax.Name{Pos: syntax.Pos(t.Offset)}
	}
	name := syntax.Name{Pos: syntax.Pos(t.Offset), Text: t.Text}
	p.next()
	for {
		piece, next := p.peek(), p.peekAt(1)
		switch {
		case piece.IsOperator("-") && !piece.Space && (next.Kind == syntax.Word || next.Kind == syntax.Number) && !next.Space:
			name.Text += "-" + next.Text
			p.at += 2
		case (piece.Kind == syntax.Word || piece.Kind == syntax.Number) && !piece.Space:
			name.Text += piece.Text
			p.next()
		default:
			if t.Kind == syntax.Number && name.Text == t.Text {
				p.at--
				p.failExpecting(what)
			}
			return name
		}
	}
}

// parsePlaceholder reads $NAME, <name> and {name}, which stand in templates for
// a table.
func (p *parser) parsePlaceholder() (syntax.Name, bool) {
	t := p.peek()
	name := syntax.Name{Pos: syntax.Pos(t.Offset)}
	switch {
	case t.IsOperator("$") && p.peekAt(1).IsOperator("{"):
		p.next()
		inner, ok := p.parsePlaceholder()
		name.Text = "$" + inner.Text
		return name, ok
	case t.IsOperator("$") && p.peekAt(1).Kind == syntax.Word && !p.peekAt(1).Space:
		name.Text = "$" + p.peekAt(1).Text
		p.at += 2
		return name, true
	}
	closing := map[string]string{"<": ">", "{": "}"}[t.Text]
	if t.Kind != syntax.Operator || closing == "" {
		return syntax.Name{}, false
	}
	for k := 0; k < 8 && p.peekAt(k).Kind != syntax.End; k++ {
		piece := p.peekAt(k)
		if k > 0 && piece.Space {
			name.Text += " "
		}
		name.Text += piece.Text
		if k > 0 && piece.IsOperator(closing) {
			p.at += k + 1
			return name, true
		}
	}
	p.fail(t, "this is a placeholder: write a table's name here, for example cloudtrail_logs (any name means the logs)")
	return name, true
}
