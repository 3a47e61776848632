package attempt

import (
	"strconv"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// ContainFailures writes what fails within a try(…) of a resolved statement as the body of a lambda,
// which the engine does not look into: try(element_at(transform(ARRAY[true], x -> …), 1)).
// Around aggregates the engine has no TRY: there, what can fail gives NULL.
func ContainFailures(statement syntax.Statement, info *resolve.Info) {
	count := 0
	v := &syntax.Visitor{}
	v.Expression = func(e *syntax.Expression) {
		v.VisitParts(*e)
		c, ok := (*e).(*syntax.Call)
		if !ok || len(c.Name) != 1 || c.Name[0].Key() != "try" || len(c.Arguments) != 1 {
			return
		}
		body := c.Arguments[0]
		switch {
		case !fitsLambda(body):
			if canPrevent(body) {
				preventFailures(body, info)
				*e = syntax.NewParen(body)
				info.Types[*e] = info.Type(body)
			}
		case !isFlat(body):
			count++
			c.Arguments[0] = insideLambda(c, body, "tried"+strconv.Itoa(count), info)
		}
	}
	v.VisitParts(statement)
}

// insideLambda writes a lambda with a body, and takes its result.
func insideLambda(at syntax.Node, body syntax.Expression, parameter string, info *resolve.Info) syntax.Expression {
	pos := syntax.Pos(at.Start())
	l := &syntax.Lambda{Pos: pos, Parameters: []syntax.Name{{Pos: pos, Text: parameter}}, Body: body}
	list := syntax.NewCall(at, "transform", syntax.NewArray(at, &syntax.BooleanLiteral{Pos: pos, Value: true}), l)
	info.Types[list] = resolve.ArrayOf(info.Type(body))
	first := syntax.NewCall(at, "element_at", list, syntax.NewInteger(at, 1))
	info.Types[first] = info.Type(body)
	return first
}

// isFlat reports whether the parts of an expression cannot fail: only it itself can.
func isFlat(e syntax.Expression) bool {
	flat := true
	v := &syntax.Visitor{}
	v.Expression = func(part *syntax.Expression) { flat = flat && isSafe(*part) }
	v.Query = func(*syntax.Query) { flat = false }
	v.VisitParts(syntax.Unwrap(e))
	return flat
}

// isSafe reports whether an expression never fails: it is a name, a literal, or a call
// of a function that gives NULL instead.
func isSafe(e syntax.Expression) bool {
	switch e := syntax.Unwrap(e).(type) {
	case *syntax.Reference, *syntax.Field, *syntax.StringLiteral, *syntax.NumberLiteral, *syntax.NullLiteral,
		*syntax.BooleanLiteral, *syntax.TypedLiteral, *syntax.IntervalLiteral, *syntax.CurrentValue:
		return true
	case *syntax.Call:
		switch e.Name[len(e.Name)-1].Key() {
		case "json_extract_scalar", "json_extract", "lower", "upper", "trim", "replace", "substr", "substring", "split",
			"regexp_extract", "coalesce", "nullif", "element_at", "concat", "now":
			return isFlat(e)
		}
	}
	return false
}

// fitsLambda reports whether the engine takes an expression as a lambda's body: there is no query,
// aggregate or window function in it.
func fitsLambda(e syntax.Expression) bool {
	fits := true
	v := &syntax.Visitor{}
	v.Query = func(*syntax.Query) { fits = false }
	v.Expression = func(part *syntax.Expression) {
		if c, ok := (*part).(*syntax.Call); ok && (isAggregate(c) || c.Over != nil || c.Filter != nil) {
			fits = false
		}
		if fits {
			v.VisitParts(*part)
		}
	}
	v.Expression(&e)
	return fits
}

// isAggregate reports whether a call is of an aggregate:
// https://trino.io/docs/current/functions/aggregate.html
func isAggregate(c *syntax.Call) bool {
	if c.Star || c.Distinct || len(c.OrderBy) > 0 || len(c.WithinGroup) > 0 {
		return true
	}
	switch c.Name[len(c.Name)-1].Key() {
	case "any_value", "approx_distinct", "approx_most_frequent", "approx_percentile", "arbitrary", "array_agg", "avg", "bitwise_and_agg",
		"bitwise_or_agg", "bool_and", "bool_or", "checksum", "corr", "count", "count_if", "covar_pop", "covar_samp", "every",
		"geometric_mean", "grouping", "histogram", "kurtosis", "listagg", "map_agg", "map_union", "max", "max_by", "min", "min_by",
		"multimap_agg", "reduce_agg", "regr_intercept", "regr_slope", "skewness", "stddev", "stddev_pop", "stddev_samp", "sum",
		"var_pop", "var_samp", "variance":
		return true
	}
	return false
}
