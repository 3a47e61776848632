package rewrite

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// dateAdd writes date_add(unit, n, x) as x + n times the unit.
func (t *transformer) dateAdd(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 3, 3) {
		return c
	}
	unit, ok := syntax.LiteralText(c.Arguments[0])
	unit = strings.ToLower(unit)
	if !ok || !isIntervalUnit(unit) && unit != "millisecond" {
		t.failAt(c.Arguments[0].Start(), "date_add needs a unit such as 'day'")
		return c
	}
	if t.isShortUnit(c, 2) { // than a day of 23 to 25 hours
		return t.wallClock(c, syntax.NewCall(c, "trino_add_"+unit, t.instant(c.Arguments[2]), c.Arguments[1]), t.zoneOf(c.Arguments[2]))
	}
	return syntax.NewCall(c, "trino_add_"+unit, c.Arguments[2], c.Arguments[1])
}

// isShortUnit reports whether the first argument is a unit shorter than a day, which it
// refuses for a date.
func (t *transformer) isShortUnit(c *syntax.Call, operand int) bool {
	unit, _ := syntax.LiteralText(c.Arguments[0])
	switch unit = strings.ToLower(unit); unit {
	case "millisecond", "second", "minute", "hour":
		if t.kind(c.Arguments[operand]) == resolve.Date {
			t.failAt(c.Arguments[0].Start(), "a date has no %ss: cast it to timestamp first", unit)
		}
		return true
	}
	return false
}

func isIntervalUnit(word string) bool {
	return slices.Contains([]string{"second", "minute", "hour", "day", "week", "month", "quarter", "year"},
		strings.TrimSuffix(word, "s"))
}

// patternCall uses DuckDB's own formats where a constant pattern can be
// translated, which is fast, and else a Go function.
func (t *transformer) patternCall(name string, c *syntax.Call) syntax.Expression {
	if !t.takes(c, 2, 2) {
		return c
	}
	pattern, ok := syntax.LiteralText(c.Arguments[1])
	if !ok {
		return renamedCall(c, "trino_"+name+"_any")
	}
	translate := map[string]func(string) (string, error){
		"date_format": builtin.MySQLToStrftime, "format_datetime": builtin.JodaToStrftime,
		"date_parse": builtin.MySQLToStrptime, "parse_datetime": builtin.JodaToStrptime,
	}[name]
	format, err := translate(pattern)
	switch zone := t.zoneOf(c); {
	case zone != "":
		return t.wallClock(c, renamedCall(c, "trino_"+name+"_any"), zone)
	case err != nil:
		t.failAt(c.Arguments[1].Start(), "%v", err)
		return c
	case format == "":
		return renamedCall(c, "trino_"+name+"_any")
	}
	return syntax.NewCall(c, "trino_"+name, c.Arguments[0], syntax.NewText(c.Arguments[1], format))
}

// extract writes EXTRACT(field FROM x) as a function.
func (t *transformer) extract(e *syntax.Extract) syntax.Expression {
	field := e.Field.Key()
	if field == "timezone_hour" || field == "timezone_minute" {
		return t.zoneOffset(e, field, e.Operand)
	}
	if name := duckdb.FunctionNamed(field); name != "" {
		field = name
	}
	return syntax.NewCall(e, field, e.Operand)
}
