package parser

import "github.com/trailq/trailq/internal/dialect/syntax"

// maxDepth bounds the nesting of a statement, and so the stack.
const maxDepth = 500

// Parse parses one statement. Its errors are of type [*syntax.Error].
func Parse(source string) (syntax.Statement, error) {
	tokens, err := syntax.Tokenize(source)
	if err != nil {
		return nil, err
	}
	return ParseTokens(tokens)
}

// ParseTokens parses the tokens of one statement; the last must be End.
func ParseTokens(tokens []syntax.Token) (statement syntax.Statement, err error) {
	p := &parser{tokens: tokens}
	if err := p.matchBrackets(); err != nil {
		return nil, err
	}
	statement = p.parseStatement()
	if p.err == nil && p.peek().Kind != syntax.End {
		p.failUnexpected()
	}
	if p.err != nil {
		return nil, p.err
	}
	return statement, nil
}

// CheckBrackets reports a bracket that is not closed, or closes nothing, as an
// [*syntax.Error]. The last token must be End.
func CheckBrackets(tokens []syntax.Token) error {
	return (&parser{tokens: tokens}).matchBrackets()
}

// parser is the state of parsing. After the first mistake it stands at the
// end, so that all that is under way comes to its end.
type parser struct {
	tokens  []syntax.Token
	at      int
	closing []int // of each opening bracket, the token that closes it
	depth   int
	err     *syntax.Error

	inLogGroup bool // the statement has names in backticks, as CloudWatch Logs' SQL
}

// matchBrackets finds the bracket that closes each one.
func (p *parser) matchBrackets() error {
	p.closing = make([]int, len(p.tokens))
	var open []int
	for i, t := range p.tokens {
		if t.Kind != syntax.Operator {
			p.inLogGroup = p.inLogGroup || t.Kind == syntax.QuotedName && t.Text[0] == '`'
			continue
		}
		switch t.Text {
		case "(", "[":
			if len(open) == maxDepth {
				return syntax.NewError(t.Offset, "brackets are nested deeper than %d", maxDepth)
			}
			open = append(open, i)
		case ")", "]":
			if len(open) == 0 {
				return syntax.NewError(t.Offset, "%s closes nothing", t.Text)
			}
			last := open[len(open)-1]
			if open = open[:len(open)-1]; closingOf(p.tokens[last]) != t.Text {
				return errorUnclosed(p.tokens[last])
			}
			p.closing[last] = i
		}
	}
	if len(open) > 0 {
		return errorUnclosed(p.tokens[open[len(open)-1]])
	}
	return nil
}

func closingOf(t syntax.Token) string {
	if t.Text == "[" {
		return "]"
	}
	return ")"
}

func errorUnclosed(t syntax.Token) *syntax.Error {
	return syntax.NewError(t.Offset, "%s is never closed: %s is missing", t.Text, closingOf(t))
}

func (p *parser) peek() syntax.Token { return p.tokens[p.at] }

// peekAt returns the token k places ahead; End beyond the last.
func (p *parser) peekAt(k int) syntax.Token {
	return p.tokens[min(p.at+k, len(p.tokens)-1)]
}

func (p *parser) next() syntax.Token {
	t := p.tokens[p.at]
	if p.at < len(p.tokens)-1 {
		p.at++
	}
	return t
}

func (p *parser) pos() syntax.Pos { return syntax.Pos(p.peek().Offset) }

// fail keeps the first mistake and goes to the end.
func (p *parser) fail(at syntax.Token, format string, arguments ...any) {
	if p.err == nil {
		p.err = syntax.NewError(at.Offset, format, arguments...)
	}
	p.at = len(p.tokens) - 1
}

// enter counts the depth of recursion; leave has to follow.
func (p *parser) enter() bool {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.peek(), "this is nested deeper than %d", maxDepth)
		return false
	}
	return true
}

func (p *parser) leave() { p.depth-- }

// accept passes keywords that follow each other.
func (p *parser) accept(keywords ...string) bool {
	for i, k := range keywords {
		if !p.peekAt(i).IsWord(k) {
			return false
		}
	}
	for range keywords {
		p.next()
	}
	return true
}

func (p *parser) acceptOperator(text string) bool {
	if p.peek().IsOperator(text) {
		p.next()
		return true
	}
	return false
}

// expect passes a keyword that has to be there.
func (p *parser) expect(keyword string) {
	if !p.accept(keyword) {
		p.failExpecting(keyword)
	}
}

func (p *parser) expectOperator(text string) {
	if !p.acceptOperator(text) {
		p.failExpecting(text)
	}
}

// failExpecting says what is due where something else stands.
func (p *parser) failExpecting(what string) {
	t := p.peek()
	switch {
	case t.Kind == syntax.End && p.at > 0:
		p.fail(p.tokens[p.at-1], "%s is missing after %s", what, p.tokens[p.at-1].Text)
	case t.Kind == syntax.End:
		p.fail(t, "%s is missing", what)
	case isPlaceholder(t):
		p.fail(t, "this is a placeholder: write a value here")
	default:
		p.fail(t, "%s is expected here, not %s", what, t.Text)
	}
}

// failUnexpected explains a token that nothing takes.
func (p *parser) failUnexpected() {
	t := p.peek()
	before := syntax.Token{}
	if p.at > 0 {
		before = p.tokens[p.at-1]
	}
	switch {
	case t.Kind == syntax.String && before.Kind == syntax.String:
		p.fail(t, "two strings side by side: a comma is missing between %s and %s", before.Text, t.Text)
	case isPlaceholder(t):
		p.fail(t, "this is a placeholder: write a value here")
	case t.Kind == syntax.End:
		p.fail(before, "the statement ends too early, after %s", before.Text)
	case t.IsOperator(";"):
		p.fail(t, "only one statement is expected")
	default:
		p.fail(t, "%s is not expected here", t.Text)
	}
}

// isPlaceholder reports whether a token begins what a template leaves open.
func isPlaceholder(t syntax.Token) bool {
	return t.Kind == syntax.Operator && (t.Text == "$" || t.Text == "{" || t.Text == "}" || t.Text == "<")
}

// parseName reads a name; what says which.
func (p *parser) parseName(what string) syntax.Name {
	t := p.peek()
	switch {
	case t.IsName():
		p.next()
		return nameOf(t)
	case t.Kind == syntax.Word && syntax.IsReserved(t.Text):
		p.fail(t, "%s is expected here, not %s: as a name, this word needs double quotes", what, t.Text)
	case t.Kind == syntax.Word:
		p.fail(t, "a name that begins with a digit needs double quotes: \"%s\"", t.Text)
	default:
		p.failExpecting(what)
	}
	return syntax.Name{Pos: syntax.Pos(t.Offset)}
}

// nameOf makes a name of a token.
func nameOf(t syntax.Token) syntax.Name {
	if t.Kind == syntax.QuotedName {
		return syntax.Name{Pos: syntax.Pos(t.Offset), Text: syntax.Unquote(t.Text), Quoted: true}
	}
	return syntax.Name{Pos: syntax.Pos(t.Offset), Text: t.Text}
}

// parseNames reads names in brackets.
func (p *parser) parseNames(what string) []syntax.Name {
	p.expectOperator("(")
	var names []syntax.Name
	for p.err == nil {
		names = append(names, p.parseName(what))
		if !p.acceptOperator(",") {
			break
		}
	}
	p.expectOperator(")")
	return names
}
