package dialect

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// prune finds the bounds and the needs of a statement.
func (r *rewriter) prune(info *resolve.Info) (Bounds, []Need) {
	all, places := limits{}, 0
	var needs []Need
	for _, s := range info.Selects {
		for _, relation := range s.Relations {
			if relation.Known && r.views[relation.Path[0]] {
				return Bounds{}, nil // a view can read the logs, by conditions of its own
			}
			if !relation.Logs {
				continue
			}
			p := predicate{r: r, info: info, relation: relation}
			found := limits{}
			if s.Node.Where != nil {
				found = p.condition(s.Node.Where)
				needs = p.needs(s.Node.Where)
			}
			if places == 0 {
				all = found
			} else {
				all = all.or(found)
			}
			places++
		}
	}
	if places != 1 || r.logs.Lake {
		needs = nil
	}
	return all.bounds(), needs
}

// predicate finds the limits that conditions set on one table of a SELECT. It
// never sets a limit that a matching event could be outside of: what it does
// not understand sets none.
type predicate struct {
	r        *rewriter
	info     *resolve.Info
	relation *resolve.Relation // the logs that are asked about
}

// condition returns the limits of a condition: OR unites, AND intersects.
func (p predicate) condition(e syntax.Expression) limits {
	e = syntax.Unwrap(e)
	b, ok := e.(*syntax.Binary)
	if ok && b.Operator == "or" {
		return p.condition(b.Left).or(p.condition(b.Right))
	}
	if !ok || b.Operator != "and" {
		return p.atom(e).and(p.calendar([]syntax.Expression{e}))
	}
	conjuncts := conjunctsOf(b)
	all := limits{}
	for _, c := range conjuncts {
		all = all.and(p.condition(c))
	}
	return all.and(p.calendar(conjuncts))
}

// conjunctsOf returns what AND combines, without brackets between.
func conjunctsOf(e syntax.Expression) []syntax.Expression {
	if b, ok := e.(*syntax.Binary); ok && b.Operator == "and" {
		return append(conjunctsOf(b.Left), conjunctsOf(b.Right)...)
	}
	return []syntax.Expression{e}
}

// atom returns the limits of a single comparison.
func (p predicate) atom(e syntax.Expression) limits {
	c, ok := comparisonOf(e)
	if !ok {
		return limits{}
	}
	if l, ok := p.comparisonLimits(c); ok {
		return l
	}
	if c, ok = c.swapSides(); ok {
		l, _ := p.comparisonLimits(c)
		return l
	}
	return limits{}
}

// comparisonLimits returns the limits of a comparison whose subject it knows.
func (p predicate) comparisonLimits(c comparison) (limits, bool) {
	if name := p.column(c.subject); name != "" {
		return p.columnLimits(name, c), true
	}
	if slack, ok := p.eventInstant(c.subject); ok {
		return limits{event: p.instantWindow(c, slack)}, true
	}
	if p.isEventText(c.subject) {
		return limits{event: textWindow(c)}, true
	}
	return limits{}, false
}

// columnLimits returns the limits of a comparison of a column itself. A record's
// recipientaccountid sets none: sets of logs exist in which it is another than
// the account of the path.
func (p predicate) columnLimits(name string, c comparison) limits {
	switch p.r.logs.PartitionOf(name) {
	case schema.AccountPartition:
		return limits{accounts: literalSet(c)}
	case schema.RegionPartition:
		return limits{region: literalSet(c)}
	case schema.DayPartition:
		return limits{path: p.dayWindow(c, p.format(name))}
	case schema.DayOfMonthPartition, schema.MonthPartition:
		if format := p.r.formats[name]; format != "" {
			return limits{path: p.dayWindow(c, format)}
		}
	}
	if name == "eventtime" {
		return limits{event: p.eventWindow(c)}
	}
	return limits{}
}

// column returns the name of a plain column of the table that is asked about.
func (p predicate) column(e syntax.Expression) string {
	use := p.info.Columns[syntax.Unwrap(e)]
	if use == nil || use.Relation != p.relation || len(use.Fields) > 0 {
		return ""
	}
	return use.Name
}

// format returns how a column of days is written.
func (p predicate) format(name string) string {
	if format := p.r.formats[name]; format != "" {
		return format
	}
	return cmp.Or(p.r.logs.FormatOf(name), "yyyy/MM/dd")
}

// literalSet returns the literals of = and IN; nil for all else.
func literalSet(c comparison) *[]string {
	if c.operator != "=" && c.operator != "in" {
		return nil
	}
	set := []string{}
	for _, operand := range c.operands {
		text, ok := syntax.LiteralText(operand)
		if !ok {
			return nil
		}
		set = append(set, text)
	}
	slices.Sort(set)
	set = slices.Compact(set)
	return &set
}

// isEventText reports whether an expression is substr(eventtime, 1, n), the
// start of eventtime's text.
func (p predicate) isEventText(e syntax.Expression) bool {
	name, arguments := syntax.PlainCall(e)
	if name != "substr" && name != "substring" || len(arguments) != 3 || p.r.logs.Lake {
		return false
	}
	first, ok := syntax.LiteralInteger(arguments[1])
	return ok && first == 1 && p.column(arguments[0]) == "eventtime"
}

// eventInstant reports whether an expression is the event's time as a
// timestamp, and how far below the real time it can be: date(…) and
// date_trunc(…) go back.
func (p predicate) eventInstant(e syntax.Expression) (slack time.Duration, ok bool) {
	if c, isCast := syntax.Unwrap(e).(*syntax.Cast); isCast {
		slack, ok = p.eventTime(c.Operand)
		if c.Type.Name == "date" {
			slack += 24 * time.Hour
		}
		return slack, ok && (c.Type.Name == "date" || c.Type.Name == "timestamp")
	}
	name, arguments := syntax.PlainCall(e)
	switch {
	case name == "from_iso8601_timestamp" && len(arguments) == 1:
		return 0, p.column(arguments[0]) == "eventtime"
	case (name == "date_parse" || name == "parse_datetime") && len(arguments) == 2:
		return 0, p.column(arguments[0]) == "eventtime" && readsWholeTime(arguments[1])
	case name == "date" && len(arguments) == 1:
		slack, ok = p.eventTime(arguments[0])
		return slack + 24*time.Hour, ok
	case name == "date_trunc" && len(arguments) == 2:
		unit, _ := syntax.LiteralText(arguments[0])
		step, known := map[string]time.Duration{
			"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour,
			"week": 7 * 24 * time.Hour, "month": 31 * 24 * time.Hour, "quarter": 92 * 24 * time.Hour,
			"year": 366 * 24 * time.Hour,
		}[strings.ToLower(unit)]
		slack, ok = p.eventTime(arguments[1])
		return slack + step, ok && known
	}
	return 0, false
}

// readsWholeTime reports whether a pattern reads CloudTrail's eventTime whole.
func readsWholeTime(e syntax.Expression) bool {
	text, ok := syntax.LiteralText(e)
	switch text {
	case "%Y-%m-%dT%H:%i:%sZ", "%Y-%m-%dT%H:%i:%SZ", "%Y-%m-%dT%TZ", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ssZ":
		return ok
	}
	return false
}

// eventTime is eventInstant, or Lake's eventtime, which is a timestamp.
func (p predicate) eventTime(e syntax.Expression) (time.Duration, bool) {
	if p.r.logs.Lake && p.column(e) == "eventtime" {
		return 0, true
	}
	return p.eventInstant(e)
}

// instantWindow compares the event's time with times.
func (p predicate) instantWindow(c comparison, slack time.Duration) window {
	moments, ok := c.moments(func(operand syntax.Expression) (moment, bool) {
		if text, ok := syntax.LiteralText(operand); ok {
			m, ok := textMoment(text, true)
			m.to = m.to.Add(slack)
			return m, ok
		}
		t, ok := constants{p.r.now}.time(operand)
		// Time to spare: the engine's clock is read later.
		return moment{t.Add(-time.Minute), t.Add(slack + time.Hour)}, ok
	})
	if !ok || c.operator == "like" {
		return window{}
	}
	return windowOf(c.operator, moments)
}

// dayWindow compares the path's day with texts of the same format. A day that
// depends on the clock gets a day to spare on both sides, since the engine's is
// read later.
func (p predicate) dayWindow(c comparison, format string) window {
	moments, ok := c.moments(func(operand syntax.Expression) (moment, bool) {
		if text, ok := syntax.LiteralText(operand); ok {
			return dayMoment(text, format)
		}
		known := constants{p.r.now}
		text, ok := known.text(operand)
		if day, isTime := known.time(operand); !ok && isTime && known.isDate(operand) && format == "yyyy-MM-dd" {
			text, ok = day.Format(time.DateOnly), true
		}
		if !ok {
			return moment{}, false
		}
		m, ok := dayMoment(text, format)
		return moment{m.from.AddDate(0, 0, -1), m.to.AddDate(0, 0, 1)}, ok
	})
	if !ok || c.operator == "like" {
		return window{}
	}
	return windowOf(c.operator, moments)
}

// calendar combines year = …, month = … and day = … of one AND.
func (p predicate) calendar(conjuncts []syntax.Expression) limits {
	parts := map[schema.Partition][2]int{}
	for _, conjunct := range conjuncts {
		c, ok := comparisonOf(conjunct)
		if !ok {
			continue
		}
		name := p.column(c.subject)
		kind := p.r.logs.PartitionOf(name)
		if name == "" || kind < schema.YearPartition || p.r.formats[name] != "" {
			continue
		}
		low, high, ok := numberRange(c, map[schema.Partition]int{schema.YearPartition: 4}[kind])
		if !ok {
			continue
		}
		if old, exists := parts[kind]; exists {
			low, high = max(low, old[0]), min(high, old[1])
		}
		parts[kind] = [2]int{low, high}
	}
	return limits{path: calendarWindow(parts)}
}

// numberRange returns the least and the greatest number of = IN and BETWEEN.
// Text must have the column's width, so that its order is that of numbers.
func numberRange(c comparison, width int) (low, high int, ok bool) {
	if c.operator != "=" && c.operator != "in" && c.operator != "between" {
		return 0, 0, false
	}
	low, high = 1<<30, -1
	for _, operand := range c.operands {
		var text string
		switch e := syntax.Unwrap(operand).(type) {
		case *syntax.NumberLiteral:
			text = e.Text
		case *syntax.StringLiteral:
			if text = e.Value; len(text) != max(width, 2) {
				return 0, 0, false
			}
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0, 0, false
		}
		low, high = min(low, n), max(high, n)
	}
	return low, high, high >= 0
}
