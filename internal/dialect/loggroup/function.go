package loggroup

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// translateCall translates a call, whose arguments are translated.
// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-directquery-sql.html
func (t *translator) translateCall(c *syntax.Call) syntax.Expression {
	name, arguments := c.Name[len(c.Name)-1].Key(), c.Arguments
	if remedy := findRemedy(name); remedy != "" {
		t.failAt(c, c.Name[0].Text+" is not available: "+remedy)
		return c
	}
	switch name {
	case "split", "regexp", "regexp_like", "rlike", "regexp_extract", "regexp_extract_all", "regexp_replace", "regexp_count":
		unescapePattern(arguments)
	}
	if other := sameFunction(name); other != "" {
		return renameCall(c, other)
	}
	switch {
	case name == "date_add" && len(arguments) == 2:
		return syntax.NewCall(c, name, syntax.NewText(c, "day"), arguments[1], dayOf(arguments[0]))
	case name == "date_sub" && len(arguments) == 2:
		back := &syntax.Unary{Pos: c.Pos, Operator: "-", Operand: syntax.NewParen(arguments[1])}
		return syntax.NewCall(c, "date_add", syntax.NewText(c, "day"), back, dayOf(arguments[0]))
	case name == "datediff" && len(arguments) == 2:
		return syntax.NewCall(c, "date_diff", syntax.NewText(c, "day"), dayOf(arguments[1]), dayOf(arguments[0]))
	case name == "last_day" && len(arguments) == 1:
		return syntax.NewCall(c, "last_day_of_month", dayOf(arguments[0]))
	case name == "to_date" && len(arguments) == 1:
		return dayOf(arguments[0])
	case name == "to_timestamp" && len(arguments) == 1:
		return timeOf(arguments[0])
	case name == "date_format" && len(arguments) == 2:
		return syntax.NewCall(c, "format_datetime", timeOf(arguments[0]), arguments[1])
	case name == "unix_timestamp" && len(arguments) == 1:
		return syntax.NewCast(syntax.NewCall(c, "to_unixtime", timeOf(arguments[0])), "bigint")
	case name == "from_unixtime" && len(arguments) == 1:
		return syntax.NewCall(c, "date_format", syntax.NewCall(c, name, arguments...), syntax.NewText(c, "%Y-%m-%d %H:%i:%s"))
	case name == "get_json_object" && len(arguments) == 2:
		whole := syntax.NewCall(c, "json_format", syntax.NewCall(c, "json_extract", arguments...))
		found := syntax.NewCall(c, "nullif", whole, syntax.NewText(c, "null"))
		return syntax.NewCall(c, "coalesce", syntax.NewCall(c, "json_extract_scalar", arguments...), found)
	case name == "regexp_extract" && (len(arguments) == 2 || len(arguments) == 3):
		if len(arguments) == 2 {
			c.Arguments = append(arguments, syntax.NewInteger(c, 1))
		}
		return syntax.NewCall(c, "coalesce", c, syntax.NewText(c, ""))
	}
	return c
}

// unescapePattern writes '\\d' as '\d': texts are unescaped before they are patterns.
// https://spark.apache.org/docs/latest/api/sql/index.html#regexp_extract
func unescapePattern(arguments []syntax.Expression) {
	if len(arguments) < 2 {
		return
	}
	if pattern, ok := syntax.LiteralText(arguments[1]); ok && strings.Contains(pattern, `\\`) {
		arguments[1] = syntax.NewText(arguments[1], strings.ReplaceAll(pattern, `\\`, `\`))
	}
}

// sameFunction returns Athena's name for a function; "" where it is the same, or the
// function means something else there.
func sameFunction(name string) string {
	switch name {
	case "size":
		return "cardinality"
	case "array_contains":
		return "contains"
	case "nvl", "ifnull":
		return "coalesce"
	case "split": // whose separator is a regular expression
		return "regexp_split"
	case "regexp", "rlike":
		return "regexp_like"
	case "collect_list":
		return "array_agg"
	}
	return ""
}

// findRemedy returns what to write in place of a function that is not available.
func findRemedy(name string) string {
	switch name {
	case "explode", "posexplode":
		return "CROSS JOIN UNNEST(x) AS t(e) gives a row for each element"
	case "from_json", "to_json", "json_tuple", "schema_of_json":
		return "get_json_object(x, '$.name') reads a value of JSON"
	case "binary", "collect_set", "map_contains_key":
		return "write it in Athena's SQL"
	}
	return ""
}

// renameCall returns a call of another function.
func renameCall(c *syntax.Call, name string) syntax.Expression {
	copied := *c
	copied.Name = []syntax.Name{{Pos: c.Pos, Text: name}}
	return &copied
}

// timeOf returns the time that an expression is: fields of events are texts.
func timeOf(e syntax.Expression) syntax.Expression {
	if last := syntax.LastName(e); last != nil && !strings.HasPrefix(last.Text, "@") {
		return syntax.NewCall(e, "from_iso8601_timestamp", e)
	}
	if _, isText := syntax.LiteralText(e); isText {
		return syntax.NewCall(e, "from_iso8601_timestamp", e)
	}
	return e
}

// dayOf returns the day of a time.
func dayOf(e syntax.Expression) syntax.Expression { return syntax.NewCast(timeOf(e), "date") }
