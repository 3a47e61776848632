package dialect

import "strings"

// divide writes a / b and a % b, which fail in Trino where b is zero and DuckDB
// gives NULL. A divisor that is a number other than zero stays as it is.
func (e *expression) divide() {
	operator := e.in[e.at]
	e.at++
	start := e.term
	left, right := e.out[start:], e.factor()
	if e.r.err != nil {
		return
	}
	if isNonzero(right) || divisions(left)+divisions(right) >= mostDivisions {
		e.out = append(append(e.out, operator), right...)
		e.operand = start
		return
	}
	macro := map[string]string{"/": "trino_divide", "%": "trino_modulo"}[operator.text]
	out := call(macro, left[0], left, right)
	e.out = append(e.out[:start:start], out...)
	e.operand, e.date, e.moment = start, false, false
}

// mostDivisions is how many are written out within one another: each has its
// operands three times. Of more, the outer ones give NULL.
const mostDivisions = 5

// divisions counts those that are written out.
func divisions(nodes []node) int {
	count := 0
	for _, n := range nodes {
		if n.text == "trino_divide" || n.text == "trino_modulo" {
			count++
		}
		count += divisions(n.kids)
	}
	return count
}

// factor rewrites the operand that comes next, with its signs and all that
// belongs to it.
func (e *expression) factor() []node {
	inner := &expression{r: e.r, env: e.env, in: e.in, at: e.at, operand: -1, term: -1}
	for inner.at < len(inner.in) && e.r.err == nil && (inner.operand < 0 || len(inner.cases) > 0 || inner.goesOn()) {
		inner.step()
	}
	if inner.operand < 0 && e.r.err == nil {
		e.r.fail(e.in[e.at-1], "an operand is missing after %s", e.in[e.at-1].text)
	}
	e.at = inner.at
	return inner.out
}

// goesOn says whether what comes next belongs to the operand before.
func (e *expression) goesOn() bool {
	n := e.peek(0)
	return n.brackets() || n.isOperator(".") || n.is("over", "filter") || n.is("at") && e.peek(1).is("time")
}

// operator passes an operator. What * and the others of its rank combine is one
// term; a sign is part of one.
func (e *expression) operator(n node) {
	term, isSign := e.term, n.isOperator("-", "+") && e.operand < 0
	e.pass(1)
	if n.isOperator("*") || isSign {
		e.term = term
	}
}

// isNonzero says whether an operand is a number other than zero.
func isNonzero(operand []node) bool {
	return len(operand) == 1 && operand[0].kind == numberToken && strings.ContainsAny(mantissa(operand[0].text), "123456789")
}

// mantissa is a number without its exponent.
func mantissa(number string) string {
	before, _, _ := strings.Cut(strings.ToLower(number), "e")
	return before
}
