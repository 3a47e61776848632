package rewrite

import (
	"strconv"

	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// namedCall rewrites a call by the function's name alone: as other constructs, as a
// macro or Go function, or as the engine's function that means the same.
func (t *transformer) namedCall(name string, c *syntax.Call) syntax.Expression {
	if name == "listagg" && len(c.WithinGroup) > 0 || c.Nulls != "" {
		return orderedCall(c)
	}
	if e, ok := t.specialCall(name, c); ok {
		return e
	}
	engineLambdas(c.Arguments)
	if engine := duckdb.FunctionFor(name); engine != "" {
		return renamedCall(c, engine)
	}
	return c
}

// orderedCall moves WITHIN GROUP (ORDER BY …) and IGNORE NULLS inside.
func orderedCall(c *syntax.Call) syntax.Expression {
	copied := *c
	engineLambdas(copied.Arguments)
	if len(c.WithinGroup) > 0 {
		copied.Name = syntax.NewCall(c, "string_agg").Name
		copied.OrderBy, copied.WithinGroup = c.WithinGroup, nil
		if len(c.Arguments) == 1 {
			copied.Arguments = append(c.Arguments[:1:1], syntax.NewText(c, ""))
		}
		return &copied
	}
	if last := len(c.Arguments) - 1; last >= 0 {
		copied.Arguments = append(c.Arguments[:last:last], verbatim(c, []string{"", " " + map[string]string{"ignore": "IGNORE NULLS", "respect": "RESPECT NULLS"}[c.Nulls]}, c.Arguments[last]))
	}
	copied.Nulls = ""
	return &copied
}

// specialCall rewrites the calls that need more than another name.
func (t *transformer) specialCall(name string, c *syntax.Call) (e syntax.Expression, ok bool) {
	switch name {
	case "concat":
		return t.concat(c), true
	case "if":
		return t.ifCall(c), true
	case "date_add":
		return t.dateAdd(c), true
	case "date_format", "date_parse", "format_datetime", "parse_datetime":
		return t.patternCall(name, c), true
	case "contains":
		return t.contains(c), true
	case "substring":
		return renamedCall(c, "trino_substr"), true
	case "greatest", "least":
		return t.extreme(name, c), true
	case "array_sort":
		if len(c.Arguments) == 1 {
			return nil, false
		}
		return t.lambdaCall(name, c), true
	case "any_match", "all_match", "none_match", "zip_with", "map_zip_with", "reduce", "reduce_agg", "transform_values", "transform_keys", "map_filter":
		return t.lambdaCall(name, c), true
	case "json_extract", "json_extract_scalar", "json_size":
		return t.jsonPathCall(name, c), true
	case "regexp_replace":
		return t.regexpReplace(c), true
	case "approx_distinct":
		if len(c.Arguments) == 0 {
			return c, true
		}
		counted := aggregateCall(c, "count", c.Arguments[0])
		counted.Distinct = true
		return counted, true
	case "approx_percentile":
		return t.percentile(c), true
	case "bitwise_and", "bitwise_or":
		return t.infix(c, map[string]string{"bitwise_and": "&", "bitwise_or": "|"}[name]), true
	case "bitwise_xor":
		return renamedCall(c, "xor"), true
	case "infinity":
		return verbatimAt(c, "CAST('inf' AS DOUBLE)"), true
	case "nan":
		return verbatimAt(c, "CAST('nan' AS DOUBLE)"), true
	case "e":
		return syntax.NewCall(c, "exp", syntax.NewInteger(c, 1)), true
	case "element_at":
		if use := t.memberOf(c); use != nil {
			return t.member(c, use), true
		}
		if place, isNumber := syntax.LiteralInteger(c.Arguments[len(c.Arguments)-1]); t.kind(c.Arguments[0]) == resolve.Array && (place == 0 || !isNumber) {
			return renamedCall(c, "trino_array_element_at"), true
		}
	case "cardinality":
		return renamedCall(c, "len"), true
	case "approx_most_frequent":
		if t.takes(c, 3, 3) {
			return syntax.NewCall(c, "trino_approx_most_frequent", aggregateCall(c, "histogram", c.Arguments[1]), c.Arguments[0]), true
		}
	case "map_agg", "multimap_agg":
		return t.mapAggregate(map[string]string{"map_agg": "trino_map_of", "multimap_agg": "trino_multimap_of"}[name], c), true
	}
	return nil, false
}

// takes checks the number of arguments.
func (t *transformer) takes(c *syntax.Call, least, most int) bool {
	if n := len(c.Arguments); n < least || n > most {
		t.failAt(c.Start(), "%s takes %s arguments, not %d", c.Name[0].Text, span(least, most), n)
		return false
	}
	return true
}

func span(least, most int) string {
	if least == most {
		return strconv.Itoa(least)
	}
	return strconv.Itoa(least) + " to " + strconv.Itoa(most)
}

// infix writes arguments with an operator between, in brackets.
func (t *transformer) infix(c *syntax.Call, operator string) syntax.Expression {
	if len(c.Arguments) == 0 {
		return c
	}
	joined := bracket(c.Arguments[0])
	for _, argument := range c.Arguments[1:] {
		joined = &syntax.Binary{Pos: c.Pos, Operator: operator, Left: joined, Right: bracket(argument)}
	}
	return syntax.NewParen(joined)
}

// concat writes a || b: NULL makes NULL, which DuckDB's concat skips.
func (t *transformer) concat(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 1, 1000) {
		return c
	}
	return t.infix(c, "||")
}

// ifCall writes IF(condition, a[, b]) as CASE.
func (t *transformer) ifCall(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 2, 3) {
		return c
	}
	chosen := &syntax.Case{Pos: c.Pos, Whens: []syntax.When{{Pos: c.Pos, Condition: c.Arguments[0], Result: c.Arguments[1]}}}
	if len(c.Arguments) == 3 {
		chosen.Else = c.Arguments[2]
	}
	return syntax.NewParen(chosen)
}

// contains means two things: an element of an array, or an address of a network.
func (t *transformer) contains(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 2, 2) {
		return c
	}
	name := "trino_contains"
	if set := t.kind(c.Arguments[0]); set == resolve.Varchar || set != resolve.Array && t.kind(c.Arguments[1]) == resolve.IPAddress {
		name = "trino_cidr_contains"
	}
	return renamedCall(c, name)
}

// extreme writes greatest and least, which are NULL if any argument is.
func (t *transformer) extreme(name string, c *syntax.Call) syntax.Expression {
	if !t.takes(c, 1, 1000) {
		return c
	}
	return syntax.NewCall(c, map[string]string{"greatest": "trino_array_max", "least": "trino_array_min"}[name], syntax.NewArray(c, c.Arguments...))
}

// regexpReplace replaces all matches; $1 is DuckDB's \1.
func (t *transformer) regexpReplace(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 2, 3) {
		return c
	}
	replacement := syntax.Expression(syntax.NewText(c, ""))
	if len(c.Arguments) == 3 {
		argument := c.Arguments[2]
		if _, isLambda := argument.(*syntax.Lambda); isLambda {
			t.failAt(argument.Start(), "regexp_replace with a lambda is not available: use a text with $1")
			return c
		}
		replacement = syntax.NewCall(c, "trino_replacement", argument)
		if text, ok := syntax.LiteralText(argument); ok {
			pattern, _ := syntax.LiteralText(c.Arguments[1])
			replacement = syntax.NewText(argument, duckdb.ReplacementText(text, pattern))
		}
	}
	return syntax.NewCall(c, "regexp_replace", c.Arguments[0], c.Arguments[1], replacement, syntax.NewText(c, "g"))
}

// percentile is exact: Trino's approximation allows that. Of an even number of
// values it takes the upper one in the middle, and so for other shares.
func (t *transformer) percentile(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 2, 2) {
		return c
	}
	share := c.Arguments[1]
	if number, ok := share.(*syntax.NumberLiteral); ok {
		share = verbatimAt(number, "least(1, "+number.Text+" + 1e-9)")
	}
	return aggregateCall(c, "quantile_disc", c.Arguments[0], share)
}

// mapAggregate makes a map of the keys and values of all rows.
func (t *transformer) mapAggregate(macro string, c *syntax.Call) syntax.Expression {
	if !t.takes(c, 2, 2) {
		return c
	}
	return syntax.NewCall(c, macro, aggregateCall(c, "list", c.Arguments[0]), aggregateCall(c, "list", c.Arguments[1]))
}
