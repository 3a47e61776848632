package syntax

import "strings"

// Print writes a statement as text, without comments. What it writes parses to
// the same tree.
func Print(node Node) string {
	var b strings.Builder
	for _, t := range PrintTokens(node, 16) {
		if t.Space {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// PrintTokens writes a statement, or a part of one, as tokens, about so many. Each
// has the offset of the node that it stems from.
func PrintTokens(node Node, size int) []Token {
	p := &printer{tokens: make([]Token, 0, size)}
	p.node(node)
	return p.tokens
}

// printer is the state of writing.
type printer struct {
	tokens []Token
	pos    int
	glued  bool // no white space comes before the next token
}

// at sets where in the source the next tokens stem from.
func (p *printer) at(node Node) { p.pos = node.Start() }

// node writes a node.
func (p *printer) node(node Node) {
	if n, ok := node.(interface{ print(*printer) }); ok {
		n.print(p)
	}
}

func (p *printer) put(kind TokenKind, text string) {
	space := len(p.tokens) > 0 && !p.glued
	p.tokens = append(p.tokens, Token{Kind: kind, Text: text, Offset: p.pos, Space: space})
	p.glued = false
}

// words writes keywords, given in any case with spaces between.
func (p *printer) words(keywords string) {
	for word := range strings.FieldsSeq(keywords) {
		p.put(Word, strings.ToUpper(word))
	}
}

func (p *printer) operator(text string) { p.put(Operator, text) }

// tight writes an operator with no white space on either side.
func (p *printer) tight(text string) {
	p.glued = true
	p.put(Operator, text)
	p.glued = true
}

// open writes a bracket after white space; closing ends it.
func (p *printer) open() {
	p.operator("(")
	p.glued = true
}

func (p *printer) closing(bracket string) {
	p.glued = true
	p.operator(bracket)
}

func (p *printer) comma() {
	p.glued = true
	p.operator(",")
}

func (p *printer) name(n Name) {
	p.at(n)
	p.bareName(n)
}

func (p *printer) bareName(n Name) {
	if n.Quoted {
		p.put(QuotedName, `"`+strings.ReplaceAll(n.Text, `"`, `""`)+`"`)
		return
	}
	p.put(Word, n.Text)
}

func (p *printer) names(names []Name) {
	p.open()
	for i, n := range names {
		if i > 0 {
			p.comma()
		}
		p.name(n)
	}
	p.closing(")")
}

func (p *printer) path(names []Name) {
	for i, n := range names {
		if i > 0 {
			p.tight(".")
		}
		p.name(n)
	}
}

func (p *printer) text(s *StringLiteral) {
	p.at(s)
	p.put(String, "'"+strings.ReplaceAll(s.Value, "'", "''")+"'")
}

// list writes expressions with commas between.
func (p *printer) list(list []Expression) {
	for i, e := range list {
		if i > 0 {
			p.comma()
		}
		e.print(p)
	}
}

// bracketed writes a query in brackets.
func (p *printer) bracketed(q *Query) {
	p.open()
	q.print(p)
	p.closing(")")
}

// infix writes an operator of words that begins where its node does.
func (p *printer) infix(node Node, negated bool, keywords string) {
	p.at(node)
	if negated {
		p.words("NOT")
	}
	p.words(keywords)
}

func (p *printer) sortItems(items []SortItem) {
	for i, item := range items {
		if i > 0 {
			p.comma()
		}
		item.Expression.print(p)
		p.words(item.Order)
		if item.Nulls != "" {
			p.words("NULLS " + item.Nulls)
		}
	}
}

func (t *Type) print(p *printer) {
	p.at(t)
	if name, isDouble := strings.CutPrefix(t.Name, "interval "); isDouble {
		p.words("INTERVAL " + name)
		return
	}
	p.put(Word, typeName(t.Name))
	if len(t.Sizes)+len(t.Parameters)+len(t.Fields) > 0 {
		p.tight("(")
		for i, size := range t.Sizes {
			if i > 0 {
				p.comma()
			}
			p.put(Number, size)
		}
		for i, parameter := range t.Parameters {
			if i > 0 || len(t.Sizes) > 0 {
				p.comma()
			}
			parameter.print(p)
		}
		for i, f := range t.Fields {
			if i > 0 {
				p.comma()
			}
			if f.Name.Text != "" {
				p.name(f.Name)
			}
			f.Type.print(p)
		}
		p.closing(")")
	}
	if t.Zone != "" {
		p.words(t.Zone + " TIME ZONE")
	}
}

// typeName quotes a type's name that is no plain word.
func typeName(name string) string {
	if nameLength(name) == len(name) && name != "" && !IsDigit(name[0]) && !IsReserved(name) {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
