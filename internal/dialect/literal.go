package dialect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/sqltext"
)

// literal rewrites DATE '…', INTERVAL '…' DAY and other literals with a type
// in front. It says whether there was one.
func (e *expression) literal() bool {
	n, next := e.peek(0), e.peek(1)
	if n.is("interval") && (next.kind == stringToken || next.isOperator("+", "-") && e.peek(2).kind == stringToken) {
		e.interval()
		return true
	}
	if n.kind != wordToken || next.kind != stringToken {
		return false
	}
	switch n.name() {
	case "date":
		e.emit(2, n, next)
	case "timestamp":
		e.timestampLiteral(n, next)
	case "time":
		e.emit(2, n, next)
	case "ipaddress":
		e.emit(2, call("trino_ipaddress", n, []node{next})...)
	case "ipprefix", "varchar", "char":
		e.emit(2, next)
	case "json":
		e.emit(2, call("trino_json_parse", n, []node{next})...)
	case "x":
		e.emit(2, call("unhex", n, []node{next})...)
	case "double", "real", "bigint", "integer", "smallint", "tinyint", "decimal", "boolean", "uuid":
		e.typedNumber(n, next)
	default:
		return false
	}
	return true
}

// typedNumber writes DOUBLE '1' as a cast. A decimal's scale is its text's.
func (e *expression) typedNumber(n, next node) {
	if n.is("decimal") {
		e.emit(2, raw(next.value(), n))
		return
	}
	e.emit(2, raw("CAST", n), group(n, "(", []node{next, spacedRaw("AS "+strings.ToUpper(n.text), n)}, ")"))
}

// timestampZone splits a timestamp literal from its zone.
var timestampZone = regexp.MustCompile(`^(\d{4,}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?) ?([A-Za-z+-].*)$`)

// timestampLiteral writes TIMESTAMP '…', which may name a zone.
func (e *expression) timestampLiteral(n, next node) {
	match := timestampZone.FindStringSubmatch(next.value())
	if match == nil {
		e.emit(2, n, next)
		return
	}
	location, err := builtin.LoadZone(match[2])
	if err != nil {
		e.r.fail(next, "there is no time zone %q", match[2])
		return
	}
	local, err := builtin.ParseISO(strings.Replace(match[1], " ", "T", 1), location)
	if err != nil {
		e.r.fail(next, "%s is not a timestamp", next.text)
		return
	}
	e.emit(2, raw("TIMESTAMPTZ", n), spacedRaw(sqltext.Literal(local.UTC().Format("2006-01-02 15:04:05.999999")+"+00"), next))
}

// interval rewrites INTERVAL [±] 'n' unit [TO unit] to one operand, one node,
// and returns the unit in lower case.
func (e *expression) interval() string {
	n := e.in[e.at]
	sign := ""
	k := 1
	if e.peek(k).isOperator("+", "-") {
		sign = strings.TrimPrefix(e.peek(k).text, "+")
		k++
	}
	value, unit := e.peek(k), e.peek(k+1)
	if value.kind != stringToken || !isIntervalUnit(unit.name()) {
		e.r.fail(n, "an interval is written INTERVAL '7' DAY")
		return ""
	}
	k += 2
	text := "INTERVAL " + sqltext.Literal(sign+value.value()) + " " + unit.name()
	if e.peek(k).is("to") && isIntervalUnit(e.peek(k+1).name()) {
		text = compoundInterval(value.value(), sign)
		k += 2
	}
	e.emit(k, raw(text, n))
	return strings.TrimSuffix(unit.name(), "s")
}

func isIntervalUnit(word string) bool {
	return slices.Contains([]string{"second", "minute", "hour", "day", "week", "month", "quarter", "year"},
		strings.TrimSuffix(word, "s"))
}

// compoundInterval writes '1-2' YEAR TO MONTH and '1 02:03:04' DAY TO SECOND.
func compoundInterval(value, sign string) string {
	if years, months, ok := strings.Cut(value, "-"); ok {
		return "INTERVAL " + sqltext.Literal(sign+years+" years "+sign+months+" months")
	}
	days, clock, ok := strings.Cut(value, " ")
	if !ok {
		days, clock = "0", value
	}
	return "INTERVAL " + sqltext.Literal(sign+days+" days "+sign+clock)
}
