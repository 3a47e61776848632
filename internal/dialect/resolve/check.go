package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Mismatches counts the places of a statement where an expression has a type
// that Trino refuses there. What is Unknown fits anywhere. A text that is
// compared with a time does where it is a literal: CloudTrail Lake takes it.
func (i *Info) Mismatches(statement syntax.Statement) int {
	count := 0
	syntax.Walk(statement, func(n syntax.Node) bool {
		if i.isMismatch(n) {
			count++
		}
		return true
	})
	return count
}

// Mismatch says what Trino refuses at a place; "" if nothing is known.
func (i *Info) Mismatch(n syntax.Node) string {
	if !i.isMismatch(n) {
		return ""
	}
	switch n := n.(type) {
	case *syntax.Binary:
		return fmt.Sprintf("%s between %v and %v", strings.ToUpper(n.Operator), i.Type(n.Left).Kind, i.Type(n.Right).Kind)
	case *syntax.Call:
		kinds := make([]string, len(n.Arguments))
		for k, argument := range n.Arguments {
			kinds[k] = i.Type(argument).Kind.String()
		}
		return fmt.Sprintf("%s(%s): check the types of its arguments", n.Name[len(n.Name)-1].Text, strings.Join(kinds, ", "))
	case *syntax.Cast:
		if !i.isEventCast(n) {
			return fmt.Sprintf("the cast of %v to %s", i.Type(n.Operand).Kind, n.Type.Name)
		}
		return "this cast of eventtime: its texts are ISO 8601, which from_iso8601_timestamp reads"
	case *syntax.Like:
		return fmt.Sprintf("LIKE on %v", i.Type(n.Operand).Kind)
	case *syntax.AtTimeZone:
		return fmt.Sprintf("AT TIME ZONE on %v", i.Type(n.Operand).Kind)
	case *syntax.Subscript:
		return fmt.Sprintf("a subscript of %v", i.Type(n.Base).Kind)
	case *syntax.Field:
		return fmt.Sprintf("a field of %v", i.Type(n.Base).Kind)
	case *syntax.Not, *syntax.Query, *syntax.Join:
		return "a condition that is not true or false"
	case *syntax.Case:
		return "this CASE: its conditions are not true or false, or its results have no type in common"
	}
	return "this: the types do not go together"
}

// String returns the name of a kind's types.
func (k Kind) String() string {
	names := [...]string{"a value", "varchar", "boolean", "bigint", "decimal", "double", "date", "time", "timestamp",
		"timestamp with time zone", "interval day to second", "interval year to month", "json", "varbinary", "ipaddress",
		"array", "map", "row", "lambda", "a value"}
	return names[k]
}

func (i *Info) isMismatch(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Binary:
		switch n.Operator {
		case "and", "or":
			return !i.isKind(n.Left, Boolean) || !i.isKind(n.Right, Boolean)
		case "||":
			if i.Type(n.Left).Kind == Array || i.Type(n.Right).Kind == Array {
				return false // an element is added
			}
			return i.isKnownOther(n.Left, Varchar, Array, Varbinary) || i.isKnownOther(n.Right, Varchar, Array, Varbinary) ||
				(i.Type(n.Left).Kind == Varbinary) != (i.Type(n.Right).Kind == Varbinary) && i.Type(n.Left).Kind != Unknown && i.Type(n.Right).Kind != Unknown
		case "+", "-", "*", "/", "%":
			return i.isArithmeticMismatch(n)
		}
		return !i.areComparable(n.Left, n.Right) || i.isOrderMismatch(n.Operator, n.Left)
	case *syntax.Between:
		return !i.areComparable(n.Operand, n.Low) || !i.areComparable(n.Operand, n.High) || i.isOrderMismatch("between", n.Operand)
	case *syntax.In:
		for _, item := range n.List {
			if !i.areComparable(n.Operand, item) {
				return true
			}
		}
	case *syntax.Like:
		return !i.isKind(n.Operand, Varchar)
	case *syntax.Subscript:
		return i.isKnownOther(n.Base, Array, Map, Row) || i.Type(n.Base).Kind == Row && i.Type(n.Index).Kind == Varchar
	case *syntax.Field:
		return i.Columns[n] == nil && (i.Type(n.Base).Kind == Map || i.Type(n.Base).Kind == JSON)
	case *syntax.AtTimeZone:
		return i.isKnownOther(n.Operand, Time, Timestamp, TimestampZone)
	case *syntax.Extract:
		return i.isKnownOther(n.Operand, Date, Time, Timestamp, TimestampZone, IntervalDays, IntervalMonths)
	case *syntax.Cast:
		return i.isEventCast(n) || i.isCastMismatch(n)
	case *syntax.Call:
		return i.isCallMismatch(n)
	}
	return i.isConditionMismatch(n)
}

// isKind reports whether an expression is of a kind, or can be.
func (i *Info) isKind(e syntax.Expression, kind Kind) bool {
	return !i.isKnownOther(e, kind)
}

// isKnownOther reports whether an expression is known to be of none of the kinds.
func (i *Info) isKnownOther(e syntax.Expression, kinds ...Kind) bool {
	t := i.Type(e).Kind
	if t == Unknown || t == Other {
		return false
	}
	for _, kind := range kinds {
		if t == kind {
			return false
		}
	}
	return true
}

// isEventText reports whether an expression is eventtime as text, which no cast
// to a time can read.
func (i *Info) isEventText(e syntax.Expression) bool {
	use := i.Columns[e]
	return use != nil && use.Relation.Logs && use.Name == "eventtime" && i.Type(e).Kind == Varchar
}

// isEventCast reports whether a cast reads eventtime as a time.
func (i *Info) isEventCast(c *syntax.Cast) bool {
	return i.isEventText(c.Operand) && (c.Type.Name == "date" || c.Type.Name == "timestamp") && !c.Try
}

// areComparable reports whether two expressions can be compared.
func (i *Info) areComparable(a, b syntax.Expression) bool {
	left, right := i.Type(a), i.Type(b)
	switch {
	case left.Kind == Unknown || right.Kind == Unknown || left.Kind == Other || right.Kind == Other, left.Kind == right.Kind:
		return true
	case left.IsNumber() && right.IsNumber(), left.IsTime() && right.IsTime():
		return true
	case left.IsTime():
		return isLiteral(b)
	case right.IsTime():
		return isLiteral(a)
	}
	return false
}

// areMixed reports whether expressions are known to have no type in common.
func (i *Info) areMixed(list []syntax.Expression) bool {
	class := func(k Kind) Kind {
		switch t := (Type{Kind: k}); {
		case t.IsNumber():
			return Double
		case t.IsTime():
			return Timestamp
		}
		return k
	}
	first := Unknown
	for _, e := range list {
		kind := class(i.Type(e).Kind)
		switch {
		case kind == Unknown || kind == Other:
		case first == Unknown:
			first = kind
		case kind != first:
			return true
		}
	}
	return false
}

func isLiteral(e syntax.Expression) bool {
	_, ok := e.(*syntax.StringLiteral)
	return ok
}

// isCallMismatch reports whether a function gets an argument of another type
// than it takes.
func (i *Info) isCallMismatch(c *syntax.Call) bool {
	name := c.Name[len(c.Name)-1].Key()
	argument := func(k int, kinds ...Kind) bool {
		return k < len(c.Arguments) && i.isKnownOther(c.Arguments[k], kinds...)
	}
	switch name {
	case "if":
		return argument(0, Boolean) || len(c.Arguments) == 3 && i.areMixed(c.Arguments[1:])
	case "coalesce", "greatest", "least", "nullif":
		return i.areMixed(c.Arguments)
	case "md5", "sha1", "sha256", "sha512", "crc32", "xxhash64", "to_hex", "to_base64", "to_base32", "from_utf8":
		return argument(0, Varbinary)
	case "lower", "upper", "substr", "substring", "strpos", "split", "split_part", "replace", "trim", "ltrim", "rtrim",
		"regexp_like", "regexp_extract", "regexp_replace", "regexp_count", "starts_with", "json_parse",
		"from_iso8601_timestamp", "from_iso8601_date", "date_parse", "parse_datetime", "url_extract_host":
		return argument(0, Varchar)
	case "length":
		return argument(0, Varchar, Varbinary)
	case "concat":
		isArray := slices.ContainsFunc(c.Arguments, func(e syntax.Expression) bool { return i.Type(e).Kind == Array })
		return !isArray && slices.ContainsFunc(c.Arguments, func(e syntax.Expression) bool { return i.isKnownOther(e, Varchar, Varbinary) })
	case "json_extract", "json_extract_scalar", "json_array_length", "json_array_get", "json_size", "json_array_contains", "is_json_scalar":
		return argument(0, Varchar, JSON)
	case "element_at":
		return argument(0, Array, Map)
	case "map_keys", "map_values", "map_filter", "map_entries", "transform_values", "transform_keys":
		return argument(0, Map)
	case "hour", "minute", "second", "day", "month", "year", "quarter", "week", "day_of_week", "dow", "day_of_month",
		"day_of_year", "doy", "week_of_year", "year_of_week":
		return argument(0, Date, Time, Timestamp, TimestampZone, IntervalDays, IntervalMonths)
	case "date_format", "format_datetime", "to_iso8601", "to_unixtime":
		return argument(0, Date, Timestamp, TimestampZone)
	case "date_trunc":
		return argument(1, Date, Time, Timestamp, TimestampZone)
	case "date_diff":
		return argument(1, Date, Time, Timestamp, TimestampZone) || argument(2, Date, Time, Timestamp, TimestampZone)
	case "date_add":
		return argument(2, Date, Time, Timestamp, TimestampZone)
	case "cardinality":
		return argument(0, Array, Map)
	case "approx_percentile":
		return argument(0, Bigint, Decimal, Double)
	case "sum", "avg":
		return argument(0, Bigint, Decimal, Double, IntervalDays, IntervalMonths)
	case "date":
		return len(c.Arguments) == 1 && i.isEventText(c.Arguments[0])
	}
	return false
}
