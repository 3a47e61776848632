package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/sqltext"
)

// dateAdd writes date_add(unit, n, x) as x + n times the unit.
func (e *expression) dateAdd(n node, parts [][]node) ([]node, bool) {
	if !e.want(n, parts, 3, 3) {
		return nil, true
	}
	unit, ok := literalText(parts[0])
	unit = strings.ToLower(unit)
	if !ok || !isIntervalUnit(unit) && unit != "millisecond" {
		e.r.fail(at(parts[0]), "date_add needs a unit such as 'day'")
		return nil, true
	}
	return call("trino_add_"+unit, n, e.argument(parts[2]), e.argument(parts[1])), true
}

// patternCall uses DuckDB's own formats where a constant pattern can be
// translated, which is fast, and else a Go function.
func (e *expression) patternCall(name string, n node, parts [][]node) []node {
	if !e.want(n, parts, 2, 2) {
		return nil
	}
	value := e.argument(parts[0])
	if pattern, ok := literalText(parts[1]); ok {
		translate := map[string]func(string) (string, error){
			"date_format": builtin.MySQLToStrftime, "format_datetime": builtin.JodaToStrftime,
			"date_parse": builtin.MySQLToStrptime, "parse_datetime": builtin.JodaToStrptime,
		}[name]
		format, err := translate(pattern)
		if err != nil {
			e.r.fail(parts[1][0], "%v", err)
			return nil
		}
		if format != "" {
			return call("trino_"+name, n, value, []node{raw(sqltext.Literal(format), parts[1][0])})
		}
	}
	return call("trino_"+name+"_any", n, value, e.argument(parts[1]))
}

// extract writes EXTRACT(field FROM x) as a function.
func (e *expression) extract(n node, kids []node) []node {
	if len(kids) < 3 || !kids[1].is("from") {
		e.r.fail(n, "extract is written EXTRACT(YEAR FROM x)")
		return nil
	}
	field := kids[0].name()
	if name := renamed(field); name != "" {
		field = name
	}
	return call(field, n, e.r.expression(kids[2:], e.env))
}
