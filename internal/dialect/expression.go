package dialect

import "slices"

// expression rewrites an expression, or several with commas between.
func (r *rewriter) expression(nodes []node, env environment) []node {
	return (&expression{r: r, env: env}).inner(nodes).out
}

// expression is the state of rewriting one run of nodes.
type expression struct {
	r       *rewriter
	env     environment
	in      []node
	at      int    // next of in
	out     []node // what is written
	operand int    // where in out the last operand begins; -1 after an operator
	cases   []int  // where in out the open CASEs begin
}

// peek returns the node k places ahead; a node of nothing at the end.
func (e *expression) peek(k int) node {
	if e.at+k < len(e.in) {
		return e.in[e.at+k]
	}
	return node{}
}

// emit writes an operand and passes over the nodes it was made from.
func (e *expression) emit(length int, nodes ...node) {
	e.operand = len(e.out)
	if len(nodes) > 0 && nodes[0].before == "" {
		nodes = slices.Clone(nodes)
		nodes[0].before = e.in[e.at].before
	}
	e.out = append(e.out, nodes...)
	e.at += length
}

// pass writes nodes as they are: keywords and operators.
func (e *expression) pass(length int) {
	e.out = append(e.out, e.in[e.at:e.at+length]...)
	e.at += length
	e.operand = -1
}

// step rewrites what begins at e.at.
func (e *expression) step() {
	n := e.peek(0)
	switch {
	case n.group:
		e.bracket(n)
	case n.kind == stringToken:
		if e.at > 0 && e.in[e.at-1].kind == stringToken {
			e.r.fail(n, "two strings side by side: a comma is missing between %s and %s", e.in[e.at-1].text, n.text)
			return
		}
		e.emit(1, n)
	case n.kind == numberToken:
		e.emit(1, n)
	case n.isOperator(".") && e.operand >= 0 && e.peek(1).isName():
		e.field()
	case n.kind == operatorToken:
		e.placeholder(n)
		e.pass(1)
	case n.is("case"):
		e.cases = append(e.cases, len(e.out))
		e.pass(1)
	case n.is("end") && len(e.cases) > 0:
		e.pass(1)
		last := len(e.cases) - 1
		e.operand, e.cases = e.cases[last], e.cases[:last]
	case e.literal():
	default:
		e.word(n)
	}
}

// placeholder explains {name} and $NAME, which templates leave behind.
func (e *expression) placeholder(n node) {
	if n.text == "{" || n.text == "$" || n.text == "}" {
		e.r.fail(n, "this is a placeholder: write a value here")
	}
}

// bracket rewrites a group: a subquery, a list, a subscript.
func (e *expression) bracket(n node) {
	subscript := n.brackets() && e.operand >= 0
	switch {
	case n.parens() && isQuery(n.kids):
		n.kids = e.r.query(n.kids, e.env)
		e.emit(1, n)
	case subscript:
		n.kids = e.r.expression(n.kids, e.env)
		e.out = append(e.out, n)
		e.at++
	default:
		n.kids = e.r.expression(n.kids, e.env)
		e.emit(1, n)
	}
}

// field writes .name behind an operand that is no name itself.
func (e *expression) field() {
	if e.peek(2).parens() { // DuckDB would call it
		e.r.fail(e.peek(1), "a function's name has no dot before it")
		return
	}
	e.out = append(e.out, e.in[e.at], asIdentifier(e.peek(1)))
	e.at += 2
}

// word rewrites a keyword, a call or a column.
func (e *expression) word(n node) {
	next := e.peek(1)
	switch {
	case n.is("filter") && next.parens() && !(len(next.kids) > 0 && next.kids[0].is("where")):
		e.call(n, next)
	case n.kind == wordToken && isExpressionKeyword(n) && !next.isOperator("."):
		e.keyword(n)
	case n.isName() && next.parens():
		e.call(n, next)
	case n.is("array") && next.brackets():
		next.kids = e.r.expression(next.kids, e.env)
		e.emit(2, n, next)
	case n.isName():
		length := chainLength(e.in[e.at:])
		if length == 0 { // a chain before brackets: db.function(…)
			e.r.fail(n, "a function's name has no dot before it")
			return
		}
		out, _ := e.r.chain(e.in[e.at:e.at+length], e.env)
		e.emit(length, out...)
	default:
		e.pass(1)
	}
}

// keyword passes a keyword, which can be an operand.
func (e *expression) keyword(n node) {
	if endsOperand(n) {
		e.constant(n)
		return
	}
	e.pass(1)
}

// constant writes NULL, TRUE, CURRENT_DATE … which are operands.
func (e *expression) constant(n node) {
	length := 1
	if e.peek(1).parens() { // current_timestamp(3)
		length = 2
	}
	e.emit(length, n)
}

// isExpressionKeyword says whether a word is one of the keywords that stand
// inside expressions.
func isExpressionKeyword(n node) bool {
	return endsOperand(n) || needsOperand(n) && !n.is("zone", "to", "at", "select") ||
		n.is("exists", "any", "some", "as", "asc", "desc", "nulls", "filter", "where", "by", "order", "group",
			"partition", "within", "using", "on", "with", "values", "grouping", "sets", "cube", "rollup",
			"ignore", "respect", "both", "leading", "trailing")
}
