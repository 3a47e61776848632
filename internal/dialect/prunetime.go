package dialect

import (
	"strconv"
	"strings"
	"time"
)

// isEventText says whether nodes are substr(eventtime, 1, n), the start of
// eventtime's text.
func (p predicate) isEventText(nodes []node) bool {
	if len(nodes) != 2 || !nodes[0].is("substr", "substring") || !nodes[1].parens() || p.r.lake {
		return false
	}
	arguments := split(nodes[1].kids)
	return len(arguments) == 3 && p.column(arguments[0]) == "eventtime" && len(arguments[1]) == 1 && arguments[1][0].text == "1"
}

// eventInstant says whether nodes are the event's time as a timestamp, and
// how far below the real time they can be: date(…) and date_trunc(…) go back.
func (p predicate) eventInstant(nodes []node) (slack time.Duration, ok bool) {
	if len(nodes) != 2 || !nodes[1].parens() {
		return 0, false
	}
	arguments := split(nodes[1].kids)
	switch {
	case nodes[0].is("from_iso8601_timestamp") && len(arguments) == 1:
		return 0, p.column(arguments[0]) == "eventtime"
	case nodes[0].is("date_parse", "parse_datetime") && len(arguments) == 2:
		return 0, p.column(arguments[0]) == "eventtime" && fullPattern(arguments[1])
	case nodes[0].is("date") && len(arguments) == 1:
		slack, ok = p.eventTime(arguments[0])
		return slack + 24*time.Hour, ok
	case nodes[0].is("date_trunc") && len(arguments) == 2:
		unit, _ := literalText(arguments[0])
		step, known := map[string]time.Duration{
			"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour,
			"week": 7 * 24 * time.Hour, "month": 31 * 24 * time.Hour, "quarter": 92 * 24 * time.Hour,
			"year": 366 * 24 * time.Hour,
		}[strings.ToLower(unit)]
		slack, ok = p.eventTime(arguments[1])
		return slack + step, ok && known
	case nodes[0].is("cast") && len(arguments) == 1:
		return p.castInstant(arguments[0])
	}
	return 0, false
}

// fullPattern says whether a pattern reads CloudTrail's eventTime whole.
func fullPattern(nodes []node) bool {
	text, ok := literalText(nodes)
	switch text {
	case "%Y-%m-%dT%H:%i:%sZ", "%Y-%m-%dT%H:%i:%SZ", "%Y-%m-%dT%TZ", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ssZ":
		return ok
	}
	return false
}

// eventTime is eventInstant, or Lake's eventtime, which is a timestamp.
func (p predicate) eventTime(nodes []node) (time.Duration, bool) {
	if p.r.lake && p.column(nodes) == "eventtime" {
		return 0, true
	}
	return p.eventInstant(nodes)
}

// castInstant knows CAST(… AS date) and AS timestamp.
func (p predicate) castInstant(nodes []node) (time.Duration, bool) {
	for i, n := range nodes {
		if n.is("as") && i+1 < len(nodes) {
			slack, ok := p.eventTime(nodes[:i])
			if nodes[i+1].is("date") {
				slack += 24 * time.Hour
			}
			return slack, ok && nodes[i+1].is("date", "timestamp")
		}
	}
	return 0, false
}

// instantWindow compares the event's time with times.
func (p predicate) instantWindow(c comparison, slack time.Duration) window {
	moments, ok := c.each(func(operand []node) (moment, bool) {
		if text, ok := literalText(operand); ok {
			m, ok := textMoment(text, true)
			m.to = m.to.Add(slack)
			return m, ok
		}
		t, ok := p.time(operand)
		// Time to spare: the engine's clock is read later.
		return moment{t.Add(-time.Minute), t.Add(slack + time.Hour)}, ok
	})
	if !ok || c.operator == "like" {
		return window{}
	}
	return windowOf(c.operator, moments)
}

// time evaluates now() - interval '7' day and the like.
func (p predicate) time(nodes []node) (time.Time, bool) {
	for i := len(nodes) - 3; i > 0; i-- {
		if nodes[i].isOperator("+", "-") && nodes[i+1].is("interval") {
			t, ok := p.time(nodes[:i])
			amount, unit, known := simpleInterval(nodes[i+1:])
			if nodes[i].text == "-" {
				amount = -amount
			}
			moved, good := addUnits(t, amount, unit)
			return moved, ok && known && good
		}
	}
	switch {
	case len(nodes) == 1 && nodes[0].parens():
		return p.time(nodes[0].kids)
	case len(nodes) == 1 && nodes[0].is("current_timestamp", "localtimestamp"):
		return p.r.now, true
	case len(nodes) == 1 && nodes[0].is("current_date"):
		return p.r.now.Truncate(24 * time.Hour), true
	case len(nodes) != 2:
		return time.Time{}, false
	case nodes[0].is("timestamp", "date") && nodes[1].kind == stringToken:
		t, err := parseISO(strings.Replace(nodes[1].value(), " ", "T", 1), time.UTC)
		return t, err == nil
	case !nodes[1].parens():
		return time.Time{}, false
	}
	return p.timeCall(nodes[0], split(nodes[1].kids))
}

// timeCall evaluates the functions that make a time.
func (p predicate) timeCall(n node, arguments [][]node) (time.Time, bool) {
	switch {
	case n.is("now") && len(arguments) == 0, n.is("current_timestamp"):
		return p.r.now, true
	case n.is("from_iso8601_timestamp", "date", "from_iso8601_date") && len(arguments) == 1:
		text, ok := literalText(arguments[0])
		if !ok {
			t, ok := p.time(arguments[0])
			return t.Truncate(24 * time.Hour), ok && n.is("date")
		}
		t, err := parseISO(text, time.UTC)
		return t, err == nil
	case n.is("date_trunc") && len(arguments) == 2:
		unit, _ := literalText(arguments[0])
		t, ok := p.time(arguments[1])
		return t.Truncate(24 * time.Hour), ok && strings.EqualFold(unit, "day")
	case n.is("date_add") && len(arguments) == 3:
		unit, _ := literalText(arguments[0])
		amount, known := integer(arguments[1])
		t, ok := p.time(arguments[2])
		moved, good := addUnits(t, amount, strings.ToLower(unit))
		return moved, ok && known && good
	}
	return time.Time{}, false
}

// integer reads n or -n.
func integer(nodes []node) (int, bool) {
	sign := 1
	if len(nodes) == 2 && nodes[0].isOperator("-") {
		sign, nodes = -1, nodes[1:]
	}
	if len(nodes) != 1 || nodes[0].kind != numberToken {
		return 0, false
	}
	n, err := strconv.Atoi(nodes[0].text)
	return sign * n, err == nil
}

// simpleInterval reads INTERVAL 'n' unit, and nothing after it.
func simpleInterval(nodes []node) (int, string, bool) {
	if len(nodes) != 3 || nodes[1].kind != stringToken {
		return 0, "", false
	}
	n, err := strconv.Atoi(nodes[1].value())
	return n, strings.TrimSuffix(nodes[2].name(), "s"), err == nil
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
