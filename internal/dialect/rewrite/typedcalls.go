package rewrite

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/lookaround"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// call changes the functions that mean something else with some types.
func (t *transformer) call(c *syntax.Call) syntax.Expression {
	if len(c.Name) != 1 {
		t.failAt(c.Start(), "a function's name has no dot before it")
		return c
	}
	name := c.Name[0].Key()
	if duckdb.IsRefused(name) {
		t.failAt(c.Name[0].Start(), "%s is not available", c.Name[0].Text)
	}
	if strings.HasPrefix(name, "regexp_") && len(c.Arguments) > 1 {
		if pattern, ok := syntax.LiteralText(c.Arguments[1]); ok && lookaround.IsNeeded(pattern) {
			return renamedCall(c, "trino_lookaround_"+name)
		} else if ok {
			c.Arguments[1] = syntax.NewText(c.Arguments[1], duckdb.PatternText(pattern))
		}
	}
	switch name {
	case "sequence":
		inMonths := len(c.Arguments) == 3 && t.kind(c.Arguments[2]) == resolve.IntervalMonths
		switch isDate := len(c.Arguments) > 1 && t.kind(c.Arguments[0]) == resolve.Date; {
		case isDate && inMonths:
			return verbatim(c, []string{"CAST(", " AS DATE[])"}, renamedCall(c, "trino_sequence_months"))
		case isDate:
			return renamedCall(c, "trino_sequence_dates")
		case inMonths:
			return renamedCall(c, "trino_sequence_months")
		}
	case "concat_ws":
		if len(c.Arguments) == 2 && t.kind(c.Arguments[1]) == resolve.Array {
			return syntax.NewCall(c, "array_to_string", c.Arguments[1], c.Arguments[0])
		}
	case "mod":
		if len(c.Arguments) == 2 {
			b := &syntax.Binary{Pos: c.Pos, Operator: "%", Left: bracket(c.Arguments[0]), Right: bracket(c.Arguments[1])}
			t.info.Types[b] = t.info.Type(c)
			return &syntax.Paren{Pos: c.Pos, Inner: t.binary(b)}
		}
	case "sum", "avg":
		return t.aggregate(name, c)
	case "count_if", "corr", "regr_slope", "regr_intercept", "checksum", "map_union", "skewness", "kurtosis":
		return t.special(name, c)
	case "format":
		return t.format(c)
	case "date_add":
		if len(c.Arguments) == 3 && t.kind(c.Arguments[2]) == resolve.Date {
			return syntax.NewCall(c, "trino_as_date", t.dateAdd(c))
		}
	case "date_trunc":
		return t.truncated(c)
	case "sign":
		if len(c.Arguments) == 1 && t.kind(c.Arguments[0]) == resolve.Double {
			return syntax.NewCall(c, "trino_sign_double", c.Arguments...)
		}
	case "round", "floor", "ceil", "ceiling", "truncate":
		return t.rounded(c)
	case "coalesce", "if", "greatest", "least", "nullif":
		if t.info.Type(c).Zone == resolve.MixedZone {
			for i := range c.Arguments {
				c.Arguments[i] = t.instant(c.Arguments[i])
			}
		}
	case "json_extract_scalar":
		if inner, ok := c.Arguments[0].(*syntax.Call); ok && inner.Name[0].Text == "trino_json_parse" {
			c.Arguments[0] = renamedCall(inner, "trino_json_check")
		}
	case "concat":
		for i := range c.Arguments {
			c.Arguments[i] = t.asArray(c.Arguments[i], t.info.Type(c.Arguments[(i+1)%len(c.Arguments)]))
		}
	case "map_concat":
		if len(c.Arguments) > 2 {
			inner := syntax.NewCall(c, name, c.Arguments[:len(c.Arguments)-1]...)
			return syntax.NewCall(c, "trino_map_concat", t.call(inner), c.Arguments[len(c.Arguments)-1])
		}
		return renamedCall(c, "trino_map_concat")
	case "current_timezone":
		return syntax.NewText(c, "UTC")
	case "reverse", "length", "cardinality": // not of a text or an array
		kind := map[string]resolve.Kind{"reverse": resolve.Array, "length": resolve.Varbinary, "cardinality": resolve.Map}[name]
		if len(c.Arguments) == 1 && t.kind(c.Arguments[0]) == kind {
			return renamedCall(c, map[string]string{"reverse": "list_reverse", "length": "octet_length", "cardinality": "trino_map_cardinality"}[name])
		}
	case "bit_count":
		if len(c.Arguments) == 2 {
			return syntax.NewCall(c, "trino_bit_count", c.Arguments...)
		}
	case "at_timezone", "with_timezone", "from_unixtime", "format_datetime", "from_iso8601_timestamp", "to_unixtime", "to_iso8601", "timezone_hour", "timezone_minute", "date_diff":
		return t.zonedCall(name, c)
	}
	return t.namedCall(name, c)
}

// aggregate gives sums and averages of reals and decimals their type.
func (t *transformer) aggregate(name string, c *syntax.Call) syntax.Expression {
	if len(c.Arguments) != 1 {
		return c
	}
	argument := t.info.Type(c.Arguments[0])
	switch {
	case argument.Kind == resolve.Double && argument.Real:
		return syntax.NewCall(c, "trino_real", c)
	case name == "avg" && argument.Kind == resolve.Decimal:
		return t.decimalCast(c, argument)
	case argument.Kind == resolve.Decimal:
		return boundDecimal(c, t.info.Type(c))
	}
	return c
}

// special changes aggregates of which the engine's own mean something else.
func (t *transformer) special(name string, c *syntax.Call) syntax.Expression {
	if name == "corr" || name == "regr_slope" || name == "regr_intercept" {
		finite := syntax.NewCall(c, "trino_finite", c)
		if len(c.Arguments) == 2 && t.kind(c.Arguments[0]) == resolve.Bigint && t.kind(c.Arguments[1]) == resolve.Bigint {
			return syntax.NewCall(c, "trino_real", finite) // of integers as of reals
		}
		return finite
	}
	if len(c.Arguments) != 1 {
		return c
	}
	switch name {
	case "count_if":
		counted := renamedCall(c, "count")
		when := syntax.When{Pos: c.Pos, Condition: c.Arguments[0], Result: syntax.NewInteger(c, 1)}
		counted.Arguments = []syntax.Expression{&syntax.Case{Pos: c.Pos, Whens: []syntax.When{when}}}
		return counted
	case "skewness", "kurtosis":
		return syntax.NewCall(c, "trino_"+name, c, aggregateCall(c, "count", c.Arguments[0]))
	case "map_union":
		return syntax.NewCall(c, "trino_map_union_of", renamedCall(c, "list"))
	}
	hash := map[resolve.Kind]string{resolve.Varchar: "trino_text_hash", resolve.Bigint: "trino_number_hash", resolve.Double: "trino_double_hash"}[t.kind(c.Arguments[0])]
	if hash == "" {
		t.failAt(c.Start(), "checksum is available for varchar, bigint and double")
		return c
	}
	sum := renamedCall(c, "sum")
	sum.Arguments = []syntax.Expression{syntax.NewCall(c, "trino_hashed", syntax.NewCall(c, hash, c.Arguments[0]))}
	return syntax.NewCall(c, "trino_checksum", sum)
}

// format gives Java's patterns their arguments as one JSON array of texts.
func (t *transformer) format(c *syntax.Call) syntax.Expression {
	if len(c.Arguments) == 0 {
		return c
	}
	list := &syntax.Array{Pos: c.Pos}
	for _, argument := range c.Arguments[1:] {
		switch t.kind(argument) {
		case resolve.Varchar:
		case resolve.Double:
			argument = syntax.NewCall(argument, "trino_java_double", argument)
		default:
			argument = t.castForm(syntax.NewCast(argument, "varchar"))
		}
		list.Items = append(list.Items, argument)
	}
	return syntax.NewCall(c, "trino_java_format", c.Arguments[0], syntax.NewCall(c, "trino_json_format", syntax.NewCall(c, "to_json", list)))
}

// truncated keeps a date a date, and an instant an instant.
func (t *transformer) truncated(c *syntax.Call) syntax.Expression {
	if len(c.Arguments) != 2 {
		return c
	}
	t.isShortUnit(c, 1)
	switch operand := t.info.Type(c.Arguments[1]); {
	case operand.Kind == resolve.Date:
		return syntax.NewCall(c, "trino_as_date", c)
	case operand.Kind == resolve.TimestampZone && operand.Zone == "":
		return renamedCall(c, "trino_date_trunc")
	}
	return c
}

// rounded leaves integers as they are, and gives decimals their type.
func (t *transformer) rounded(c *syntax.Call) syntax.Expression {
	if len(c.Arguments) == 0 {
		return c
	}
	switch result := t.info.Type(c); {
	case result.Kind == resolve.Bigint && len(c.Arguments) == 1:
		return &syntax.Paren{Pos: c.Pos, Inner: c.Arguments[0]}
	case result.Kind == resolve.Decimal:
		return t.decimalCast(t.namedCall(c.Name[0].Key(), c), result)
	case result.Kind == resolve.Double && len(c.Arguments) == 2 && c.Name[0].Key() == "round":
		return renamedCall(c, "trino_round_double")
	}
	return t.namedCall(c.Name[0].Key(), c)
}
