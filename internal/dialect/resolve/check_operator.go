package resolve

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// isArithmeticMismatch reports whether Trino has no operator +, -, *, / or % for the
// types: https://trino.io/docs/current/functions/datetime.html#date-and-time-operators
func (i *Info) isArithmeticMismatch(e *syntax.Binary) bool {
	left, right := i.Type(e.Left), i.Type(e.Right)
	switch {
	case left.Kind == Varchar || right.Kind == Varchar:
		return true
	case left.Kind == Unknown || right.Kind == Unknown || left.Kind == Other || right.Kind == Other:
		return false
	case left.Kind == Array || right.Kind == Array || left.IsNumber() && right.isDay() || left.isDay() && right.IsNumber():
		return true
	case left.isDay() && right.isDay():
		return e.Operator != "-" || (left.Kind == Time) != (right.Kind == Time)
	case left.Kind == Time && right.Kind == IntervalMonths || left.Kind == IntervalMonths && right.Kind == Time:
		return true
	case left.Kind == Date && right.Kind == IntervalDays:
		return hasHours(e.Right)
	}
	return left.isInterval() && right.isInterval() && left.Kind != right.Kind
}

// isDay reports whether a type is a date or a time.
func (t Type) isDay() bool { return t.Kind == Time || t.IsTime() }

func (t Type) isInterval() bool { return t.Kind == IntervalDays || t.Kind == IntervalMonths }

// hasHours reports whether an interval is one of hours or less, which no date takes.
func hasHours(e syntax.Expression) bool {
	interval, ok := syntax.Unwrap(e).(*syntax.IntervalLiteral)
	return ok && (strings.EqualFold(interval.From, "hour") || strings.EqualFold(interval.From, "minute") || strings.EqualFold(interval.From, "second"))
}

// isOrderMismatch reports whether values of a type have no order, as JSON and maps.
func (i *Info) isOrderMismatch(operator string, e syntax.Expression) bool {
	kind := i.Type(e).Kind
	return operator != "=" && operator != "<>" && operator != "!=" && (kind == JSON || kind == Map)
}

// isCastMismatch reports whether Trino has no cast between the types:
// https://trino.io/docs/current/functions/conversion.html
func (i *Info) isCastMismatch(c *syntax.Cast) bool {
	from, to := i.Type(c.Operand).Kind, Named(c.Type).Kind
	if from == Unknown || from == Other {
		return false
	}
	switch c.Type.Name {
	case "char":
		return from != Varchar
	case "ipaddress":
		return from != Varchar && from != Varbinary && from != IPAddress
	}
	switch to {
	case Varchar:
		return from == Array || from == Map || from == Row || from == Varbinary
	case JSON:
		return from == Varbinary || from == Time || from == TimestampZone || from == IntervalDays || from == IntervalMonths || from == IPAddress
	case Varbinary:
		return from == JSON
	}
	return false
}

// isUntruth reports whether an expression is known to be no condition.
func (i *Info) isUntruth(e syntax.Expression) bool { return e != nil && !i.isKind(e, Boolean) }

// isConditionMismatch reports whether a place for a condition has something else.
func (i *Info) isConditionMismatch(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Not:
		return i.isUntruth(n.Operand)
	case *syntax.Case:
		results := []syntax.Expression{n.Else}
		for _, when := range n.Whens {
			results = append(results, when.Result)
		}
		if i.areMixed(results) {
			return true
		}
		for _, when := range n.Whens {
			if n.Operand == nil && i.isUntruth(when.Condition) {
				return true
			}
		}
	case *syntax.Query:
		body, ok := n.Body.(*syntax.Select)
		return ok && (i.isUntruth(body.Where) || i.isUntruth(body.Having))
	case *syntax.Join:
		return i.isUntruth(n.On)
	}
	return false
}
