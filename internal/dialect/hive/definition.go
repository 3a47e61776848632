package hive

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Definition is what a CREATE EXTERNAL TABLE says:
// https://docs.aws.amazon.com/athena/latest/ug/create-table.html
type Definition struct {
	Name       string // without the database, in lower case
	Columns    []Column
	Partitions []Column
	Properties map[string]string // of TBLPROPERTIES; names in lower case
}

// Column is a column of a table.
type Column struct {
	Name string // in lower case
	Type *syntax.Type
}

// Parse reads a statement.
func Parse(tokens []syntax.Token) (*Definition, error) {
	p := &parser{tokens: tokens}
	d := p.parseTable()
	if p.err != nil {
		return nil, p.err
	}
	return d, nil
}

// parser reads one statement.
type parser struct {
	tokens []syntax.Token
	at     int
	err    *syntax.Error
}

func (p *parser) peek() syntax.Token { return p.peekAt(0) }

func (p *parser) peekAt(n int) syntax.Token {
	if p.at+n < len(p.tokens) {
		return p.tokens[p.at+n]
	}
	end := syntax.Token{Kind: syntax.End}
	if len(p.tokens) > 0 {
		end.Offset = p.tokens[len(p.tokens)-1].EndOffset()
	}
	return end
}

// accept passes words or operators that follow each other.
func (p *parser) accept(texts ...string) bool {
	for i, text := range texts {
		if t := p.peekAt(i); t.Kind == syntax.QuotedName || t.Kind == syntax.String || !strings.EqualFold(t.Text, text) {
			return false
		}
	}
	p.at += len(texts)
	return true
}

func (p *parser) fail(format string, arguments ...any) {
	if p.err == nil {
		p.err = &syntax.Error{Offset: p.peek().Offset, Message: fmt.Sprintf(format, arguments...)}
	}
}

func (p *parser) parseTable() *Definition {
	if !p.accept("create", "external", "table") && !p.accept("create", "table") {
		p.fail("CREATE EXTERNAL TABLE is expected here")
		return nil
	}
	p.accept("if", "not", "exists")
	d := &Definition{Name: p.parseName(), Properties: map[string]string{}}
	if p.err == nil && p.peek().Text != "(" {
		p.fail("the columns of %s are expected here, in brackets", d.Name)
	}
	if p.err != nil {
		return nil
	}
	d.Columns = p.parseColumns()
	for p.peek().Kind != syntax.End && p.err == nil {
		switch {
		case p.accept("partitioned", "by") && p.peek().Text == "(":
			d.Partitions = p.parseColumns()
		case p.accept("tblproperties") && p.peek().Text == "(":
			p.parseProperties(d.Properties)
		default:
			p.at++
		}
	}
	return d
}

// parseName reads [database.]table. A name can have hyphens and begin with a digit.
func (p *parser) parseName() string {
	for {
		name := ""
		for first := true; isPiece(p.peek()) && (first || !p.peek().Space); first = false {
			name += nameText(p.peek())
			p.at++
			if hyphen := p.peek(); hyphen.Text == "-" && !hyphen.Space && isPiece(p.peekAt(1)) && !p.peekAt(1).Space {
				name += "-"
				p.at++
			}
		}
		if name == "" {
			p.fail("a table's name is expected here")
		}
		if p.peek().Text != "." {
			return name
		}
		p.at++
	}
}

func isPiece(t syntax.Token) bool {
	return t.Kind == syntax.Word || t.Kind == syntax.QuotedName || t.Kind == syntax.Number
}

// nameText returns a name in lower case and without quotes.
func nameText(t syntax.Token) string {
	if t.Kind == syntax.QuotedName {
		return strings.ToLower(textOf(t))
	}
	return strings.ToLower(t.Text)
}

// textOf returns what stands in quotes.
func textOf(t syntax.Token) string {
	if len(t.Text) < 2 {
		return t.Text
	}
	quote := t.Text[:1]
	return strings.ReplaceAll(t.Text[1:len(t.Text)-1], quote+quote, quote)
}

// parseColumns reads (name type [COMMENT 'text'], …).
func (p *parser) parseColumns() []Column {
	var columns []Column
	p.at++
	for p.err == nil && p.peek().Kind != syntax.End && !p.accept(")") {
		if !isPiece(p.peek()) || nameText(p.peek()) == "" {
			p.at++
			p.skipPart()
			continue
		}
		c := Column{Name: nameText(p.peek())}
		p.at++
		c.Type = p.parseType(0)
		columns = append(columns, c)
		p.skipPart()
	}
	return columns
}

// skipPart passes the rest of a part of a list, with the comma behind it.
func (p *parser) skipPart() {
	for depth := 0; p.peek().Kind != syntax.End; p.at++ {
		switch t := p.peek(); {
		case t.Kind != syntax.Operator:
		case t.Text == "(" || t.Text == "<":
			depth++
		case depth > 0 && (t.Text == ")" || t.Text == ">"):
			depth--
		case t.Text == ")" || t.Text == ">":
			return
		case depth == 0 && t.Text == ",":
			p.at++
			return
		}
	}
}

// parseProperties reads ('key' = 'value', …); Athena takes either kind of quote.
func (p *parser) parseProperties(properties map[string]string) {
	p.at++
	for p.peek().Kind != syntax.End && !p.accept(")") {
		key, value := p.peek(), p.peekAt(2)
		if p.peekAt(1).Text == "=" && isQuoted(key) && isQuoted(value) {
			properties[strings.ToLower(textOf(key))] = textOf(value)
		}
		p.at++
		p.skipPart()
	}
}

func isQuoted(t syntax.Token) bool { return t.Kind == syntax.String || t.Kind == syntax.QuotedName }
