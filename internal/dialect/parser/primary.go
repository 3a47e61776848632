package parser

import (
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// checkInteger refuses an integer that is no bigint, as Trino does: DECIMAL '…' writes
// greater ones.
func (p *parser) checkInteger(t syntax.Token) {
	digits := strings.TrimLeft(t.Text, "0")
	isNegative := p.at > 0 && p.tokens[p.at-1].IsOperator("-")
	switch {
	case strings.Trim(digits, "0123456789") != "" || len(digits) < 19:
	case len(digits) > 19, digits > "9223372036854775808", digits == "9223372036854775808" && !isNegative:
		p.fail(t, "%s is no bigint: DECIMAL '%s' is a decimal", t.Text, t.Text)
	}
}

// parsePrimary reads a literal, a name, a call or brackets.
func (p *parser) parsePrimary() syntax.Expression {
	t := p.peek()
	pos := syntax.Pos(t.Offset)
	switch t.Kind {
	case syntax.String:
		return p.parseString()
	case syntax.Number:
		p.checkInteger(t)
		p.next()
		return &syntax.NumberLiteral{Pos: pos, Text: t.Text}
	case syntax.Word, syntax.QuotedName:
		return p.parseWord(t)
	case syntax.Operator:
		switch t.Text {
		case "(":
			return p.parseBrackets()
		case "?":
			p.next()
			return &syntax.Parameter{Pos: pos}
		}
	}
	p.failExpecting("an expression")
	return &syntax.NullLiteral{Pos: pos}
}

// parseString reads 'text', or U&'text' with its escapes.
func (p *parser) parseString() *syntax.StringLiteral {
	t := p.peek()
	s := &syntax.StringLiteral{Pos: syntax.Pos(t.Offset)}
	if t.Kind != syntax.String {
		p.failExpecting("a text in quotes")
		return s
	}
	p.next()
	if t.Text[0] == '\'' {
		s.Value = syntax.Unquote(t.Text)
		return s
	}
	var ok bool
	if s.Value, ok = unescapeUnicode(syntax.Unquote(t.Text[2:])); !ok {
		p.fail(t, "%s has an escape that is no character: write \\0041 or \\+000041", t.Text)
	}
	return s
}

// unescapeUnicode replaces \0041 and \+000041 by their characters.
func unescapeUnicode(text string) (string, bool) {
	var b strings.Builder
	for text != "" {
		before, after, found := strings.Cut(text, `\`)
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		digits := 4
		switch {
		case strings.HasPrefix(after, `\`):
			b.WriteByte('\\')
			text = after[1:]
			continue
		case strings.HasPrefix(after, "+"):
			after, digits = after[1:], 6
		}
		if len(after) < digits {
			return "", false
		}
		code, err := strconv.ParseUint(after[:digits], 16, 32)
		if err != nil || code > 0x10ffff {
			return "", false
		}
		b.WriteRune(rune(code))
		text = after[digits:]
	}
	return b.String(), true
}

// parseBrackets reads a subquery, a lambda, a row or an expression in brackets.
func (p *parser) parseBrackets() syntax.Expression {
	t := p.peek()
	pos := syntax.Pos(t.Offset)
	switch {
	case p.isQueryAt(p.at):
		return &syntax.Subquery{Pos: pos, Query: p.parseBracketedQuery()}
	case p.tokens[p.closing[p.at]+1].IsOperator("->"):
		return p.parseLambda()
	}
	p.next()
	items := p.parseExpressions()
	p.expectOperator(")")
	if len(items) == 1 {
		return &syntax.Paren{Pos: pos, Inner: items[0]}
	}
	return &syntax.Row{Pos: pos, Items: items}
}

// parseLambda reads x -> body and (x, y) -> body.
func (p *parser) parseLambda() syntax.Expression {
	l := &syntax.Lambda{Pos: p.pos()}
	switch {
	case !p.peek().IsOperator("("):
		l.Parameters = []syntax.Name{p.parseName("a name")}
	case p.peekAt(1).IsOperator(")"):
		p.at += 2
	default:
		l.Parameters = p.parseNames("a lambda's parameter")
	}
	p.expectOperator("->")
	l.Body = p.parseExpression()
	return l
}

// parseWord reads what begins with a name or a keyword.
func (p *parser) parseWord(t syntax.Token) syntax.Expression {
	pos, next := syntax.Pos(t.Offset), p.peekAt(1)
	if t.Kind == syntax.Word {
		if e := p.parseKeyword(t, next); e != nil {
			return e
		}
	}
	switch {
	case t.Kind == syntax.Word && syntax.IsReserved(t.Text):
		p.failExpecting("an expression")
		return &syntax.NullLiteral{Pos: pos}
	case next.IsOperator("->"):
		return p.parseLambda()
	case next.Kind == syntax.String && t.IsName():
		return p.parseTypedLiteral(t)
	case p.isCall():
		return p.parseCall()
	}
	return &syntax.Reference{Name: p.parseName("an expression")}
}

// parseTypedLiteral reads DATE '2023-11-01'.
func (p *parser) parseTypedLiteral(t syntax.Token) syntax.Expression {
	p.next()
	name := nameOf(t)
	return &syntax.TypedLiteral{Pos: name.Pos, Type: name.Key(), Value: p.parseString()}
}

// isCall reports whether a function's name comes, and then its brackets.
func (p *parser) isCall() bool {
	k := 0
	for p.peekAt(k).IsName() && p.peekAt(k+1).IsOperator(".") && p.peekAt(k+2).IsName() {
		k += 2
	}
	return p.peekAt(k).IsName() && p.peekAt(k+1).IsOperator("(")
}

// parseKeyword reads what a keyword begins; nil where the word is a name.
func (p *parser) parseKeyword(t, next syntax.Token) syntax.Expression {
	pos, keyword, open := syntax.Pos(t.Offset), strings.ToUpper(t.Text), next.IsOperator("(")
	switch {
	case keyword == "NULL":
		p.next()
		return &syntax.NullLiteral{Pos: pos}
	case keyword == "TRUE" || keyword == "FALSE":
		p.next()
		return &syntax.BooleanLiteral{Pos: pos, Value: keyword == "TRUE"}
	case isCurrentValue(keyword):
		return p.parseCurrentValue()
	case keyword == "CASE":
		return p.parseCase()
	case keyword == "ARRAY" && next.IsOperator("["):
		return p.parseArray()
	case keyword == "INTERVAL" && (next.Kind == syntax.String || (next.IsOperator("-") || next.IsOperator("+")) && p.peekAt(2).Kind == syntax.String):
		return p.parseInterval()
	case keyword == "DOUBLE" && next.IsWord("PRECISION") && p.peekAt(2).Kind == syntax.String:
		p.next()
		p.next()
		return &syntax.TypedLiteral{Pos: pos, Type: "double", Value: p.parseString()}
	case open:
		return p.parseKeywordCall(keyword, pos)
	}
	return nil
}

// parseKeywordCall reads calls whose arguments have keywords among them; nil
// where the call is like any other.
func (p *parser) parseKeywordCall(keyword string, pos syntax.Pos) syntax.Expression {
	switch keyword {
	case "EXISTS":
		p.next()
		return &syntax.Exists{Pos: pos, Query: p.parseBracketedQuery()}
	case "CAST", "TRY_CAST":
		return p.parseCast()
	case "ROW":
		p.at += 2
		row := &syntax.Row{Pos: pos, Keyword: true, Items: p.parseExpressions()}
		p.expectOperator(")")
		return row
	case "EXTRACT":
		p.at += 2
		e := &syntax.Extract{Pos: pos, Field: p.parseName("a field such as YEAR")}
		p.expect("FROM")
		e.Operand = p.parseValue()
		p.expectOperator(")")
		return e
	case "POSITION":
		p.at += 2
		e := &syntax.PositionIn{Pos: pos, Needle: p.parseValue()}
		p.expect("IN")
		e.Operand = p.parseValue()
		p.expectOperator(")")
		return e
	case "SUBSTRING":
		return p.parseSubstring(pos)
	case "TRIM":
		return p.parseTrim(pos)
	case "LISTAGG", "GROUPING", "NORMALIZE":
		return p.parseCall()
	case "JSON_VALUE", "JSON_QUERY", "JSON_EXISTS":
		return p.parseJSONCall(pos)
	case "JSON_OBJECT", "JSON_ARRAY":
		p.fail(p.peek(), "%s is not available: json_format(CAST(… AS JSON)) makes JSON of a map, a row or an array", p.peek().Text)
	}
	return nil
}

func (p *parser) parseCurrentValue() syntax.Expression {
	t := p.next()
	c := &syntax.CurrentValue{Pos: syntax.Pos(t.Offset), Name: strings.ToLower(t.Text)}
	if p.peek().IsOperator("(") && p.peekAt(1).Kind == syntax.Number {
		p.next()
		c.Precision = p.next().Text
		p.expectOperator(")")
	}
	if p.inLogGroup && p.peek().IsOperator("(") && p.peekAt(1).IsOperator(")") {
		p.at += 2
	}
	return c
}

// parseCase reads CASE [operand] WHEN … THEN … [ELSE …] END.
func (p *parser) parseCase() syntax.Expression {
	c := &syntax.Case{Pos: syntax.Pos(p.next().Offset)}
	if !p.peek().IsWord("WHEN") {
		c.Operand = p.parseExpression()
	}
	for p.peek().IsWord("WHEN") {
		w := syntax.When{Pos: syntax.Pos(p.next().Offset), Condition: p.parseExpression()}
		p.expect("THEN")
		w.Result = p.parseExpression()
		c.Whens = append(c.Whens, w)
	}
	if len(c.Whens) == 0 {
		p.failExpecting("WHEN")
	}
	if p.accept("ELSE") {
		c.Else = p.parseExpression()
	}
	p.expect("END")
	return c
}

func (p *parser) parseArray() syntax.Expression {
	a := &syntax.Array{Pos: syntax.Pos(p.next().Offset)}
	p.next()
	if !p.peek().IsOperator("]") {
		a.Items = p.parseExpressions()
	}
	p.expectOperator("]")
	return a
}

// parseInterval reads INTERVAL [sign] 'value' field [TO field].
func (p *parser) parseInterval() syntax.Expression {
	first := p.next()
	i := &syntax.IntervalLiteral{Pos: syntax.Pos(first.Offset), Negative: p.peek().IsOperator("-")}
	if p.peek().Kind == syntax.Operator {
		p.next()
	}
	i.Value = p.parseString()
	field := func() string {
		t := p.peek()
		if t.Kind == syntax.Word && isIntervalField(t.Text) {
			return strings.ToLower(p.next().Text)
		}
		if singular := strings.TrimSuffix(strings.ToUpper(t.Text), "S"); t.Kind == syntax.Word && isIntervalField(singular) {
			p.fail(t, "an interval is written INTERVAL '%s' %s, without the S", i.Value.Value, singular)
		}
		p.fail(first, "an interval is written INTERVAL '7' DAY")
		return ""
	}
	i.From = field()
	if p.accept("TO") {
		i.To = field()
	}
	return i
}

// parseCast reads CAST(operand AS type).
func (p *parser) parseCast() syntax.Expression {
	t := p.next()
	c := &syntax.Cast{Pos: syntax.Pos(t.Offset), Try: t.IsWord("TRY_CAST")}
	p.next()
	c.Operand = p.parseExpression()
	if !p.accept("AS") {
		p.fail(t, "a cast is written CAST(value AS type)")
	}
	c.Type = p.parseType()
	p.expectOperator(")")
	return c
}

// parseSubstring reads SUBSTRING(x FROM a FOR b), and nil where it is a call
// like any other.
func (p *parser) parseSubstring(pos syntax.Pos) syntax.Expression {
	start := p.at
	p.at += 2
	s := &syntax.SubstringFrom{Pos: pos, Operand: p.parseValue()}
	if p.err != nil {
		return s
	}
	if !p.accept("FROM") {
		p.at = start
		return p.parseCall()
	}
	s.First = p.parseValue()
	if p.accept("FOR") {
		s.Length = p.parseValue()
	}
	p.expectOperator(")")
	return s
}

// parseTrim reads TRIM(x) and TRIM([BOTH] [characters] FROM x).
func (p *parser) parseTrim(pos syntax.Pos) syntax.Expression {
	p.at += 2
	t := &syntax.Trim{Pos: pos}
	if p.peek().IsOneOf("LEADING", "TRAILING", "BOTH") && !p.peekAt(1).IsOperator(")") && !p.peekAt(1).IsOperator(",") {
		t.Side = strings.ToLower(p.next().Text)
	}
	if t.Side == "" || !p.peek().IsWord("FROM") {
		t.Operand = p.parseValue()
	}
	switch {
	case p.accept("FROM"):
		t.Characters, t.Operand = t.Operand, p.parseValue()
	case t.Side != "":
		p.failExpecting("FROM")
	case p.acceptOperator(","):
		t.Characters = p.parseValue()
	}
	p.expectOperator(")")
	return t
}
