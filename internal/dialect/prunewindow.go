package dialect

import (
	"regexp"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// moment is what an operand can be: a time, and all that it leaves open.
type moment struct{ from, to time.Time }

// windowOf makes the window of a comparison with moments.
func windowOf(operator string, moments []moment) window {
	first := moments[0]
	switch operator {
	case "=", "like":
		return window{&first.from, &first.to}
	case ">", ">=":
		return window{from: &first.from}
	case "<", "<=":
		return window{to: &first.to}
	case "between":
		return window{&first.from, &moments[1].to}
	case "in":
		all := window{&first.from, &first.to}
		for _, m := range moments[1:] {
			all = all.union(window{&m.from, &m.to})
		}
		return all
	}
	return window{}
}

// moments turns all operands into moments, or none.
func (c comparison) moments(momentOf func(syntax.Expression) (moment, bool)) ([]moment, bool) {
	var moments []moment
	for _, operand := range c.operands {
		m, ok := momentOf(operand)
		if !ok {
			return nil, false
		}
		moments = append(moments, m)
	}
	return moments, len(moments) > 0
}

// eventWindow is for eventtime itself: text, or a timestamp in Lake.
func (p predicate) eventWindow(c comparison) window {
	if !p.r.logs.Lake {
		return textWindow(c)
	}
	return p.instantWindow(c, 0)
}

// textWindow compares text: 2023-11-01T10:00:00Z with a literal. Only what
// of the literal has that form counts.
func textWindow(c comparison) window {
	moments, ok := c.moments(func(operand syntax.Expression) (moment, bool) {
		text, ok := syntax.LiteralText(operand)
		if !ok {
			return moment{}, false
		}
		if c.operator == "like" {
			if i := strings.IndexAny(text, "%_"); i >= 0 {
				text = text[:i]
			}
		}
		return textMoment(text, false)
	})
	if !ok {
		return window{}
	}
	return windowOf(c.operator, moments)
}

var timePrefix = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:([T ])(\d{2})(?::(\d{2})(?::(\d{2}))?)?)?)?)?`)

// textMoment reads as much of a time as a text has. A space before the clock
// counts only where the text stands for a timestamp.
func textMoment(text string, timestamp bool) (moment, bool) {
	m := timePrefix.FindStringSubmatch(text)
	if m == nil {
		return moment{}, false
	}
	if m[4] == " " && !timestamp {
		m[5] = ""
	}
	if rest := text[len(m[0]):]; timestamp && strings.Trim(rest, ".0123456789Z") != "" {
		return moment{}, false // another zone
	}
	layout, value := "2006", m[1]
	step := func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }
	for _, part := range []struct {
		text, layout string
		step         func(time.Time) time.Time
	}{
		{m[2], "-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
		{m[3], "-02", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
		{m[5], "T15", func(t time.Time) time.Time { return t.Add(time.Hour) }},
		{m[6], ":04", func(t time.Time) time.Time { return t.Add(time.Minute) }},
		{m[7], ":05", func(t time.Time) time.Time { return t.Add(time.Second) }},
	} {
		if part.text == "" {
			break
		}
		layout += part.layout
		value += part.layout[:1] + part.text
		step = part.step
	}
	t, err := time.Parse(layout, value)
	return moment{t, step(t)}, err == nil
}

func dayMoment(text, format string) (moment, bool) {
	layout := strings.NewReplacer("yyyy", "2006", "MM", "01", "dd", "02", "HH", "15").Replace(format)
	t, err := time.Parse(layout, text)
	day := t.Truncate(24 * time.Hour)
	to := day.AddDate(0, 0, 1)
	if !strings.Contains(format, "dd") {
		to = day.AddDate(0, 1, 0)
	}
	return moment{day, to}, err == nil
}

// calendarWindow is exact down to where a part is a range.
func calendarWindow(parts map[schema.Partition][2]int) window {
	year, ok := parts[schema.YearPartition]
	if !ok || year[0] > year[1] || year[0] < 1970 || year[1] > 9999 {
		return window{}
	}
	from := time.Date(year[0], 1, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(year[1]+1, 1, 1, 0, 0, 0, 0, time.UTC)
	month, ok := parts[schema.MonthPartition]
	if !ok || year[0] != year[1] || month[0] > month[1] || month[0] < 1 || month[1] > 12 {
		return window{&from, &to}
	}
	from = time.Date(year[0], time.Month(month[0]), 1, 0, 0, 0, 0, time.UTC)
	to = time.Date(year[0], time.Month(month[1])+1, 1, 0, 0, 0, 0, time.UTC)
	day, ok := parts[schema.DayOfMonthPartition]
	if !ok || month[0] != month[1] || day[0] > day[1] || day[0] < 1 || day[1] > 31 {
		return window{&from, &to}
	}
	from, to = from.AddDate(0, 0, day[0]-1), from.AddDate(0, 0, day[1])
	return window{&from, &to}
}
