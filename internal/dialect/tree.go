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

// raw makes a node of final text in the place of another.
func raw(text string, at node) node {
	return node{token: token{kind: rawToken, text: text, before: at.before, offset: at.offset}}
}

// call makes name(arguments) in the place of another node.
func call(name string, at node, arguments ...[]node) []node {
	return []node{raw(name, at), group(at, "(", join(arguments, ","), ")")}
}

// group wraps nodes in brackets.
func group(at node, open string, kids []node, closing string) node {
	if len(kids) > 0 && strings.TrimSpace(kids[0].before) == "" {
		kids = append([]node(nil), kids...)
		kids[0].before = ""
	}
	g := node{token: token{kind: operatorToken, text: open, offset: at.offset}, group: true, kids: kids}
	g.close = token{kind: operatorToken, text: closing, offset: at.offset}
	return g
}

// join puts a separator between parts.
func join(parts [][]node, separator string) []node {
	var list []node
	for i, part := range parts {
		if i > 0 {
			n := node{token: token{kind: operatorToken, text: separator}}
			if len(part) > 0 {
				n.offset = part[0].offset
			}
			list = append(list, n)
			part = spaced(part)
		}
		list = append(list, part...)
	}
	return list
}

// spaced returns part with white space in front.
func spaced(part []node) []node {
	if len(part) == 0 || part[0].before != "" {
		return part
	}
	copied := append([]node(nil), part...)
	copied[0].before = " "
	return copied
}

// unquote returns the text of a quoted literal.
func unquote(text string) string {
	if len(text) < 2 {
		return text
	}
	quote := text[:1]
	return strings.ReplaceAll(text[1:len(text)-1], quote+quote, quote)
}
