package dialect

import (
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// constants evaluates expressions without columns, as far as pruning and the
// forms of partition columns need it.
type constants struct{ now time.Time }

// text evaluates an expression of text.
func (c constants) text(e syntax.Expression) (string, bool) {
	e = syntax.Unwrap(e)
	if text, ok := syntax.LiteralText(e); ok {
		return text, true
	}
	switch e := e.(type) {
	case *syntax.Binary:
		left, ok := c.text(e.Left)
		right, known := c.text(e.Right)
		return left + right, ok && known && e.Operator == "||"
	case *syntax.Cast:
		if e.Type.Name != "varchar" || len(e.Type.Sizes) > 0 {
			return "", false
		}
		if text, ok := c.text(e.Operand); ok {
			return text, true
		}
		if n, ok := c.evaluateInteger(e.Operand); ok {
			return strconv.Itoa(n), true
		}
		t, ok := c.time(e.Operand)
		return t.Format(time.DateOnly), ok && c.isDate(e.Operand)
	}
	return c.textCall(syntax.PlainCall(e))
}

// textCall evaluates the functions that make text.
func (c constants) textCall(name string, arguments []syntax.Expression) (string, bool) {
	switch {
	case name == "concat":
		all := ""
		for _, argument := range arguments {
			text, ok := c.text(argument)
			if !ok {
				return "", false
			}
			all += text
		}
		return all, true
	case name == "replace" && len(arguments) == 3:
		text, ok := c.text(arguments[0])
		from, known := c.text(arguments[1])
		to, good := c.text(arguments[2])
		return strings.ReplaceAll(text, from, to), ok && known && good && from != ""
	case (name == "substr" || name == "substring") && len(arguments) == 3:
		text, ok := c.text(arguments[0])
		first, known := syntax.LiteralInteger(arguments[1])
		length, good := syntax.LiteralInteger(arguments[2])
		if !ok || !known || !good || first < 1 || length < 0 || first > len(text) {
			return "", false
		}
		return text[first-1 : min(first-1+length, len(text))], true
	case (name == "date_format" || name == "format_datetime") && len(arguments) == 2:
		t, ok := c.time(arguments[0])
		pattern, known := c.text(arguments[1])
		if !ok || !known {
			return "", false
		}
		format := builtin.DateFormat
		if name == "format_datetime" {
			format = builtin.FormatDateTime
		}
		text, err := format(t, pattern)
		return text, err == nil
	}
	return c.paddedCall(name, arguments)
}

// isDate reports whether an expression is a date for certain, and no timestamp.
func (c constants) isDate(e syntax.Expression) bool {
	switch e := syntax.Unwrap(e).(type) {
	case *syntax.TypedLiteral:
		return e.Type == "date"
	case *syntax.CurrentValue:
		return e.Name == "current_date"
	case *syntax.Cast:
		return e.Type.Name == "date"
	case *syntax.Binary:
		return c.isDate(e.Left)
	}
	switch name, arguments := syntax.PlainCall(e); name {
	case "date", "from_iso8601_date":
		return true
	case "date_add":
		return len(arguments) == 3 && c.isDate(arguments[2])
	case "date_trunc":
		return len(arguments) == 2 && c.isDate(arguments[1])
	}
	return false
}

// time evaluates now() - interval '7' day and the like, in UTC.
func (c constants) time(e syntax.Expression) (time.Time, bool) {
	switch e := syntax.Unwrap(e).(type) {
	case *syntax.Binary:
		interval, ok := syntax.Unwrap(e.Right).(*syntax.IntervalLiteral)
		if !ok || e.Operator != "+" && e.Operator != "-" || interval.To != "" {
			return time.Time{}, false
		}
		amount, err := strconv.Atoi(interval.Value.Value)
		if interval.Negative != (e.Operator == "-") {
			amount = -amount
		}
		t, ok := c.time(e.Left)
		moved, good := addUnits(t, amount, interval.From)
		return moved, ok && good && err == nil
	case *syntax.CurrentValue:
		switch e.Name {
		case "current_timestamp", "localtimestamp":
			return c.now, true
		case "current_date":
			return c.now.Truncate(24 * time.Hour), true
		}
	case *syntax.TypedLiteral:
		if e.Type == "timestamp" || e.Type == "date" {
			t, err := builtin.ParseISO(strings.Replace(e.Value.Value, " ", "T", 1), time.UTC)
			return t, err == nil
		}
	case *syntax.Cast:
		return c.castTime(e)
	}
	return c.timeCall(syntax.PlainCall(e))
}

// castTime evaluates CAST(… AS date) and AS timestamp.
func (c constants) castTime(e *syntax.Cast) (time.Time, bool) {
	if e.Type.Name != "date" && (e.Type.Name != "timestamp" || e.Type.Zone == "with") {
		return time.Time{}, false
	}
	t, ok := c.time(e.Operand)
	if text, isText := syntax.LiteralText(e.Operand); isText {
		parsed, err := builtin.ParseISO(strings.Replace(text, " ", "T", 1), time.UTC)
		t, ok = parsed, err == nil
	}
	if e.Type.Name == "date" {
		t = t.Truncate(24 * time.Hour)
	}
	return t, ok
}

// timeCall evaluates the functions that make a time.
func (c constants) timeCall(name string, arguments []syntax.Expression) (time.Time, bool) {
	switch {
	case name == "now" && len(arguments) == 0:
		return c.now, true
	case (name == "from_iso8601_timestamp" || name == "date" || name == "from_iso8601_date") && len(arguments) == 1:
		text, ok := c.text(arguments[0])
		if !ok {
			t, ok := c.time(arguments[0])
			return t.Truncate(24 * time.Hour), ok && name == "date"
		}
		t, err := builtin.ParseISO(strings.Replace(text, " ", "T", 1), time.UTC)
		return t, err == nil
	case (name == "date_parse" || name == "parse_datetime") && len(arguments) == 2:
		text, ok := c.text(arguments[0])
		pattern, known := c.text(arguments[1])
		if !ok || !known {
			return time.Time{}, false
		}
		parse := builtin.DateParse
		if name == "parse_datetime" {
			parse = builtin.ParseDateTime
		}
		t, err := parse(text, pattern)
		return t.UTC(), err == nil
	case name == "date_trunc" && len(arguments) == 2:
		unit, _ := c.text(arguments[0])
		t, ok := c.time(arguments[1])
		start, known := truncateTime(t, unit)
		return start, ok && known
	case name == "date_add" && len(arguments) == 3:
		unit, _ := c.text(arguments[0])
		amount, known := syntax.LiteralInteger(arguments[1])
		t, ok := c.time(arguments[2])
		moved, good := addUnits(t, amount, strings.ToLower(unit))
		return moved, ok && known && good
	}
	return time.Time{}, false
}

// addUnits moves a time. Months and years are exact only in the calendar's
// way, as in Trino; a day more on both sides is not needed for pruning, since
// 31 February becomes 3 March here and 28 February there: those are refused.
func addUnits(t time.Time, n int, unit string) (time.Time, bool) {
	switch unit {
	case "second":
		return t.Add(time.Duration(n) * time.Second), true
	case "minute":
		return t.Add(time.Duration(n) * time.Minute), true
	case "hour":
		return t.Add(time.Duration(n) * time.Hour), true
	case "day":
		return t.AddDate(0, 0, n), true
	case "week":
		return t.AddDate(0, 0, 7*n), true
	case "month":
		moved := t.AddDate(0, n, 0)
		return moved, moved.Day() == t.Day()
	case "year":
		moved := t.AddDate(n, 0, 0)
		return moved, moved.Day() == t.Day()
	}
	return t, false
}
