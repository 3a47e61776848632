package dialect

import (
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// evaluateInteger evaluates an expression of integers: parts of constant times, and sums.
func (c constants) evaluateInteger(e syntax.Expression) (int, bool) {
	if n, ok := syntax.LiteralInteger(e); ok {
		return n, true
	}
	switch e := syntax.Unwrap(e).(type) {
	case *syntax.Extract:
		return c.timePart(e.Field.Key(), e.Operand)
	case *syntax.Binary:
		left, ok := c.evaluateInteger(e.Left)
		right, known := c.evaluateInteger(e.Right)
		switch e.Operator {
		case "+":
			return left + right, ok && known
		case "-":
			return left - right, ok && known
		}
		return 0, false
	}
	if name, arguments := syntax.PlainCall(e); len(arguments) == 1 {
		return c.timePart(name, arguments[0])
	}
	return 0, false
}

// timePart returns the year, month or day of a time.
func (c constants) timePart(part string, e syntax.Expression) (int, bool) {
	t, ok := c.time(e)
	switch part {
	case "year":
		return t.Year(), ok
	case "month":
		return int(t.Month()), ok
	case "day", "day_of_month":
		return t.Day(), ok
	}
	return 0, false
}

// truncateTime returns the start of the day, week, month or year of a time.
func truncateTime(t time.Time, unit string) (time.Time, bool) {
	day := t.Truncate(24 * time.Hour)
	switch strings.ToLower(unit) {
	case "day":
		return day, true
	case "week":
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7), true
	case "month":
		return day.AddDate(0, 0, 1-day.Day()), true
	case "year":
		return day.AddDate(0, 0, 1-day.YearDay()), true
	}
	return t, false
}

// paddedCall evaluates the functions that make texts of numbers and days.
func (c constants) paddedCall(name string, arguments []syntax.Expression) (string, bool) {
	switch {
	case name == "to_iso8601" && len(arguments) == 1:
		t, ok := c.time(arguments[0])
		return t.Format(time.DateOnly), ok && c.isDate(arguments[0])
	case name == "lpad" && len(arguments) == 3:
		text, ok := c.text(arguments[0])
		size, known := c.evaluateInteger(arguments[1])
		fill, good := c.text(arguments[2])
		if !ok || !known || !good || len(fill) != 1 || size < len(text) || size > 10 {
			return text, ok && known && good && size == len(text)
		}
		return strings.Repeat(fill, size-len(text)) + text, true
	case name == "format" && len(arguments) > 0:
		return c.evaluateFormat(arguments[0], arguments[1:])
	}
	return "", false
}

// evaluateFormat evaluates a pattern of %s, %d and %02d.
func (c constants) evaluateFormat(pattern syntax.Expression, arguments []syntax.Expression) (string, bool) {
	rest, ok := c.text(pattern)
	var b strings.Builder
	for _, argument := range arguments {
		before, after, found := strings.Cut(rest, "%")
		if !found {
			return "", false
		}
		b.WriteString(before)
		letter := strings.IndexAny(after, "sd")
		if letter < 0 {
			return "", false
		}
		width := after[:letter]
		rest = after[letter+1:]
		text, known := c.text(argument)
		if after[letter] == 'd' {
			var n int
			n, known = c.evaluateInteger(argument)
			known = known && n >= 0
			text = strconv.Itoa(n)
		}
		switch {
		case !known, width != "" && width != "02" && width != "04", width != "" && after[letter] == 's':
			return "", false
		case width != "":
			text = strings.Repeat("0", max(0, int(width[1]-'0')-len(text))) + text
		}
		b.WriteString(text)
	}
	return b.String() + rest, ok && !strings.Contains(rest, "%")
}
