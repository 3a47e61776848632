package duckdb

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// IntervalText writes INTERVAL [±] 'n' unit [TO unit].
func IntervalText(e *syntax.IntervalLiteral) string {
	sign := ""
	if e.Negative {
		sign = "-"
	}
	if e.To != "" {
		return compoundInterval(e.Value.Value, sign)
	}
	return "INTERVAL " + sqltext.Literal(sign+e.Value.Value) + " " + e.From
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
