package rewrite

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// divide writes a / b and a % b, which fail in Trino where b is zero, and give
// infinities or NaN for doubles; the engine gives NULL. A divisor that is a number
// other than zero stays as it is.
func (t *transformer) divide(e *syntax.Binary) syntax.Expression {
	inside := divisions(e.Left) + divisions(e.Right)
	if isNonzero(e.Right) || inside >= mostDivisions {
		return e
	}
	name := map[string]string{"/": "trino_divide", "%": "trino_modulo"}[e.Operator]
	if t.kind(e) == resolve.Double {
		name += "_double"
	}
	return syntax.NewCall(e, name, e.Left, e.Right)
}

// mostDivisions is how many are written out within one another: each has its
// operands three times. Of more, the outer ones give NULL.
const mostDivisions = 5

// divisions counts those that are written out in an operand.
func divisions(e syntax.Expression) int {
	count := 0
	v := &syntax.Visitor{}
	v.Expression = func(part *syntax.Expression) { count += divisions(*part) }
	v.VisitParts(e)
	if c, ok := e.(*syntax.Call); ok && len(c.Arguments) == 2 {
		switch c.Name[0].Text {
		case "trino_divide", "trino_modulo", "trino_divide_double", "trino_modulo_double":
			count++
		}
	}
	return count
}

// isNonzero says whether an operand is a number other than zero.
func isNonzero(operand syntax.Expression) bool {
	if u, ok := operand.(*syntax.Unary); ok {
		operand = u.Operand
	}
	n, ok := operand.(*syntax.NumberLiteral)
	return ok && strings.ContainsAny(mantissa(n.Text), "123456789")
}

// mantissa is a number without its exponent.
func mantissa(number string) string {
	before, _, _ := strings.Cut(strings.ToLower(number), "e")
	return before
}

// boundDecimal makes a sum or product an error that has more digits than Trino's decimals.
func boundDecimal(e syntax.Expression, result resolve.Type) syntax.Expression {
	if result.Precision < 38 {
		return e
	}
	return syntax.NewCall(e, "trino_bounded_decimal", e)
}
