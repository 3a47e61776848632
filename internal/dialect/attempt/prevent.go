package attempt

import (
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// canPrevent reports whether of an expression around aggregates only divisions and casts
// can fail. What is inside an aggregate fails outside of try(…) on Trino, too.
func canPrevent(e syntax.Expression) bool {
	switch e := syntax.Unwrap(e).(type) {
	case *syntax.Binary:
		return canPrevent(e.Left) && canPrevent(e.Right)
	case *syntax.Unary:
		return canPrevent(e.Operand)
	case *syntax.Cast:
		return canPrevent(e.Operand)
	case *syntax.Call:
		if isAggregate(e) || e.Over != nil {
			return true
		}
		if isRounding(e) {
			return canPrevent(e.Arguments[0])
		}
	}
	return isSafe(e)
}

// isRounding reports whether a call only rounds its first argument.
func isRounding(c *syntax.Call) bool {
	switch c.Name[len(c.Name)-1].Key() {
	case "round", "floor", "ceil", "ceiling", "truncate":
		return len(c.Arguments) > 0
	}
	return false
}

// preventFailures makes divisions by zero, and casts that fail, NULL. A double's quotient does
// not fail.
func preventFailures(e syntax.Expression, info *resolve.Info) {
	switch e := syntax.Unwrap(e).(type) {
	case *syntax.Binary:
		preventFailures(e.Left, info)
		preventFailures(e.Right, info)
		if (e.Operator == "/" || e.Operator == "%") && info.Type(e).Kind != resolve.Double {
			divisor := syntax.NewCall(e.Right, "nullif", e.Right, syntax.NewInteger(e.Right, 0))
			info.Types[divisor] = info.Type(e.Right)
			e.Right = divisor
		}
	case *syntax.Unary:
		preventFailures(e.Operand, info)
	case *syntax.Cast:
		preventFailures(e.Operand, info)
		e.Try = true
	case *syntax.Call:
		if isRounding(e) {
			preventFailures(e.Arguments[0], info)
		}
	}
}
