package dialect

import "strings"

// node is a token or, if it opens a bracket, a group: the tokens up to the
// bracket that closes it.
type node struct {
	token
	group bool
	kids  []node
	close token
}

// maxDepth bounds the nesting of brackets, and so the stack.
const maxDepth = 500

// parseTree folds tokens into nodes by their brackets.
func parseTree(source string, tokens []token) ([]node, error) {
	p := treeParser{source: source, tokens: tokens, counts: countNodes(tokens)}
	nodes, err := p.nodes(0, p.counts[len(tokens)])
	if err != nil {
		return nil, err
	}
	if t := p.tokens[p.at]; t.kind != endToken {
		return nil, errorAt(source, t.offset, "%s closes nothing", t.text)
	}
	return nodes, nil
}

type treeParser struct {
	source string
	tokens []token
	at     int
	counts []int
}

// countNodes counts the nodes in each group, by the token that opens it, and those
// in none by the number of tokens.
func countNodes(tokens []token) []int {
	counts := make([]int, len(tokens)+1)
	open := []int{len(tokens)}
	for i, t := range tokens {
		switch {
		case t.kind != operatorToken || t.text != ")" && t.text != "]":
			counts[open[len(open)-1]]++
			if t.kind == operatorToken && (t.text == "(" || t.text == "[") {
				open = append(open, i)
			}
		case len(open) > 1:
			open = open[:len(open)-1]
		}
	}
	return counts
}

// nodes reads up to the closing bracket, or the end.
func (p *treeParser) nodes(depth, count int) ([]node, error) {
	list := make([]node, 0, count)
	for {
		t := p.tokens[p.at]
		if t.kind == endToken || t.kind == operatorToken && (t.text == ")" || t.text == "]") {
			return list, nil
		}
		n := node{token: t}
		p.at++
		if t.kind == operatorToken && (t.text == "(" || t.text == "[") {
			if err := p.fold(&n, depth); err != nil {
				return nil, err
			}
		}
		list = append(list, n)
	}
}

// fold reads the group that n opens.
func (p *treeParser) fold(n *node, depth int) (err error) {
	if depth == maxDepth {
		return errorAt(p.source, n.offset, "brackets are nested deeper than %d", maxDepth)
	}
	closing := map[string]string{"(": ")", "[": "]"}[n.text]
	n.group = true
	if n.kids, err = p.nodes(depth+1, p.counts[p.at-1]); err != nil {
		return err
	}
	n.close = p.tokens[p.at]
	if n.close.text != closing || n.close.kind != operatorToken {
		return errorAt(p.source, n.offset, "%s is never closed: %s is missing", n.text, closing)
	}
	p.at++
	return nil
}

// is says whether n is one of the keywords, which are given in lower case.
func (n node) is(keywords ...string) bool {
	if n.kind != wordToken || n.group {
		return false
	}
	for _, k := range keywords {
		if len(k) == len(n.text) && strings.EqualFold(k, n.text) {
			return true
		}
	}
	return false
}

// isOperator says whether n is one of the operators.
func (n node) isOperator(operators ...string) bool {
	if n.kind != operatorToken || n.group {
		return false
	}
	for _, o := range operators {
		if n.text == o {
			return true
		}
	}
	return false
}

// parens and brackets say whether n is a group of that kind.
func (n node) parens() bool   { return n.group && n.text == "(" }
func (n node) brackets() bool { return n.group && n.text == "[" }

// isName says whether n can be a name.
func (n node) isName() bool {
	return !n.group && (n.kind == wordToken || n.kind == quotedToken)
}

// name returns the name without quotes, in lower case: names are compared
// without regard to case, quoted or not.
func (n node) name() string {
	if n.kind != quotedToken || len(n.text) < 2 {
		return strings.ToLower(n.text)
	}
	quote := n.text[:1]
	return strings.ToLower(strings.ReplaceAll(n.text[1:len(n.text)-1], quote+quote, quote))
}

// value returns the text of a string literal.
func (n node) value() string {
	return unquote(n.text)
}

// split cuts nodes at the top-level commas. No nodes at all are no parts.
func split(nodes []node) [][]node {
	if len(nodes) == 0 {
		return nil
	}
	var parts [][]node
	start := 0
	for i, n := range nodes {
		if n.isOperator(",") {
			parts = append(parts, nodes[start:i])
			start = i + 1
		}
	}
	return append(parts, nodes[start:])
}

// unquote returns the text of a quoted literal.
func unquote(text string) string {
	if len(text) < 2 {
		return text
	}
	quote := text[:1]
	return strings.ReplaceAll(text[1:len(text)-1], quote+quote, quote)
}

// gluedName returns how many nodes make one name: a name, or pieces with
// hyphens and nothing between, as my-table or 5e2676f8-9fce-46ef-8142-3e36a94e6691.
func gluedName(body []node) int {
	if len(body) == 0 || !namePiece(body[0]) {
		return 0
	}
	if body[0].kind == wordToken && isClauseWord(body[0]) && !(len(body) > 1 && body[1].isOperator(".")) {
		return 0
	}
	i := 1
	for i+1 < len(body) && body[i].isOperator("-") && body[i].before == "" && namePiece(body[i+1]) && body[i+1].before == "" {
		i += 2
	}
	// A piece that begins with a number may lex as two tokens.
	for i < len(body) && body[i].before == "" && namePiece(body[i]) {
		i++
	}
	return i
}

func isClauseWord(n node) bool {
	return n.is("select", "from", "where", "group", "order", "having", "limit", "union", "on", "using", "and", "or", "as")
}

func namePiece(n node) bool {
	return n.isName() || n.kind == numberToken
}

func gluedText(nodes []node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(n.name())
	}
	return b.String()
}
