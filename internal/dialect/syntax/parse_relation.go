package syntax

import "strings"

// parseRelation reads tables with joins between.
func (p *parser) parseRelation() Relation {
	if !p.enter() {
		return &Table{Pos: p.pos()}
	}
	defer p.leave()
	left := p.parseSampled()
	for p.err == nil {
		j := &Join{Pos: p.pos(), Left: left}
		switch {
		case p.accept("CROSS", "JOIN"):
			j.Kind = "cross"
			j.Right = p.parseSampled()
		case p.accept("NATURAL"):
			j.Natural = true
			j.Kind = p.parseJoinKind()
			j.Right = p.parseSampled()
		case p.peek().isOneOf("JOIN", "INNER", "LEFT", "RIGHT", "FULL"):
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
	if p.peek().isOneOf("INNER", "LEFT", "RIGHT", "FULL") {
		kind = strings.ToLower(p.next().Text)
		if kind != "inner" {
			p.accept("OUTER")
		}
	}
	p.expect("JOIN")
	return kind
}

func (p *parser) parseJoinCriteria(j *Join) {
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
func (p *parser) parseSampled() Relation {
	relation := p.parseRelationPrimary()
	t := p.peek()
	if t.isWord("MATCH_RECOGNIZE") {
		p.fail(t, "MATCH_RECOGNIZE is not available")
	}
	if !t.isWord("TABLESAMPLE") {
		return relation
	}
	p.next()
	s := &Sampled{Pos: Pos(t.Offset), Relation: relation}
	if !p.peek().isOneOf("BERNOULLI", "SYSTEM") {
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
func (p *parser) parseRelationPrimary() Relation {
	t := p.peek()
	lateral := t.isWord("LATERAL") && p.peekAt(1).isOperator("(")
	switch {
	case lateral || t.isOperator("(") && p.isQueryAt(p.at):
		if lateral {
			p.next()
		}
		d := &Derived{Pos: Pos(t.Offset), Lateral: lateral, Query: p.parseBracketedQuery()}
		d.Alias = p.parseAlias()
		return d
	case t.isOperator("("):
		p.next()
		r := &ParenRelation{Pos: Pos(t.Offset), Relation: p.parseRelation()}
		p.expectOperator(")")
		r.Alias = p.parseAlias()
		return r
	case t.isWord("UNNEST"):
		return p.parseUnnest()
	case t.isOneOf("TABLE", "JSON_TABLE") && p.peekAt(1).isOperator("("):
		p.fail(t, "%s(…) is not available", t.Text)
	}
	table := p.parseTableName()
	table.Alias = p.parseAlias()
	return table
}

func (p *parser) parseUnnest() Relation {
	u := &Unnest{Pos: Pos(p.next().Offset)}
	p.expectOperator("(")
	u.Arguments = p.parseExpressions()
	p.expectOperator(")")
	u.Ordinality = p.accept("WITH", "ORDINALITY")
	u.Alias = p.parseAlias()
	return u
}

// parseAlias reads [AS] name [(columns)], if there.
func (p *parser) parseAlias() *Alias {
	if !p.accept("AS") && !p.isAlias() {
		return nil
	}
	a := &Alias{Name: p.parseName("a name")}
	if p.peek().isOperator("(") {
		a.Columns = p.parseNames("a column's name")
	}
	return a
}

// parseTableName reads [database.]name.
func (p *parser) parseTableName() *Table {
	t := &Table{Pos: p.pos(), Path: p.parsePath("a table's name")}
	if p.err == nil && p.peek().isOperator("(") && !p.peek().Space {
		p.fail(p.tokens[p.at-2*len(t.Path)+1], "%s(…) is not a table: a query can read the logs and nothing else", t.Path[len(t.Path)-1].Text)
	}
	return t
}

// parseTablePiece reads a name of a path. Beside names it can be CloudTrail
// Lake's id of an event data store or another name with hyphens, without
// quotes, or the placeholder that a template has there.
func (p *parser) parseTablePiece(what string) Name {
	t := p.peek()
	if name, ok := p.parsePlaceholder(); ok {
		return name
	}
	if t.Kind == QuotedName {
		p.next()
		return nameOf(t)
	}
	if t.Kind != Word && t.Kind != Number || t.Kind == Word && isReserved(t.Text) {
		p.failExpecting(what)
		return Name{Pos: Pos(t.Offset)}
	}
	name := Name{Pos: Pos(t.Offset), Text: t.Text}
	p.next()
	for {
		piece, next := p.peek(), p.peekAt(1)
		switch {
		case piece.isOperator("-") && !piece.Space && (next.Kind == Word || next.Kind == Number) && !next.Space:
			name.Text += "-" + next.Text
			p.at += 2
		case (piece.Kind == Word || piece.Kind == Number) && !piece.Space:
			name.Text += piece.Text
			p.next()
		default:
			if t.Kind == Number && name.Text == t.Text {
				p.at--
				p.failExpecting(what)
			}
			return name
		}
	}
}

// parsePlaceholder reads $NAME, <name> and {name}, which stand in templates for
// a table.
func (p *parser) parsePlaceholder() (Name, bool) {
	t := p.peek()
	name := Name{Pos: Pos(t.Offset)}
	switch {
	case t.isOperator("$") && p.peekAt(1).isOperator("{"):
		p.next()
		inner, ok := p.parsePlaceholder()
		name.Text = "$" + inner.Text
		return name, ok
	case t.isOperator("$") && p.peekAt(1).Kind == Word && !p.peekAt(1).Space:
		name.Text = "$" + p.peekAt(1).Text
		p.at += 2
		return name, true
	}
	closing := map[string]string{"<": ">", "{": "}"}[t.Text]
	if t.Kind != Operator || closing == "" {
		return Name{}, false
	}
	for k := 0; k < 8 && p.peekAt(k).Kind != End; k++ {
		piece := p.peekAt(k)
		if k > 0 && piece.Space {
			name.Text += " "
		}
		name.Text += piece.Text
		if k > 0 && piece.isOperator(closing) {
			p.at += k + 1
			return name, true
		}
	}
	p.fail(t, "this is a placeholder: write a table's name here, for example cloudtrail_logs (any name means the logs)")
	return name, true
}
