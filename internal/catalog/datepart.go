package catalog

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/sqltext"
)

// dateParts are the keys of a table that has the year, the month and the day apart.
type dateParts struct{ year, month, day *key }

// matchDateParts returns the conditions on such keys: each key is bounded for itself, as
// far as that rules anything out, and then all together.
func (t *Table) matchDateParts(keys []key, filter *trailq.Filter) []string {
	var parts dateParts
	for i := range keys {
		switch keys[i].part {
		case schema.YearPartition:
			parts.year = &keys[i]
		case schema.MonthPartition:
			parts.month = &keys[i]
		case schema.DayOfMonthPartition:
			parts.day = &keys[i]
		}
	}
	first, last := t.days(filter)
	if parts.year == nil || first.IsZero() || last.IsZero() || last.Sub(first) > 10*mostDays*24*time.Hour {
		return nil
	}
	var years []string
	for year := first.Year(); year <= last.Year(); year++ {
		years = append(years, parts.year.number(year))
	}
	conditions := []string{sqltext.Identifier(parts.year.Name) + " IN (" + strings.Join(years, ", ") + ")"}
	if parts.month == nil {
		return conditions
	}
	var months []string
	for month := monthStart(first); !month.After(last); month = month.AddDate(0, 1, 0) {
		months = append(months, parts.matchMonth(month, first, last))
	}
	return append(conditions, "("+strings.Join(months, " OR ")+")")
}

// monthStart returns the first day of a day's month.
func monthStart(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// matchMonth returns the condition of the days of one month.
func (p dateParts) matchMonth(month, first, last time.Time) string {
	condition := fmt.Sprintf("%s = %s AND %s IN (%s)", sqltext.Identifier(p.year.Name), p.year.number(month.Year()),
		sqltext.Identifier(p.month.Name), p.month.twoDigits(int(month.Month())))
	end := month.AddDate(0, 1, -1)
	if p.day == nil || !first.After(month) && !last.Before(end) {
		return condition
	}
	var days []string
	for day := month; !day.After(end); day = day.AddDate(0, 0, 1) {
		if !day.Before(first) && !day.After(last) {
			days = append(days, p.day.twoDigits(day.Day()))
		}
	}
	return condition + " AND " + sqltext.Identifier(p.day.Name) + " IN (" + strings.Join(days, ", ") + ")"
}

// number writes a number as the key has it.
func (k *key) number(n int) string {
	if strings.HasPrefix(k.Type, "varchar") {
		return sqltext.Literal(strconv.Itoa(n))
	}
	return strconv.Itoa(n)
}

// twoDigits writes a number as the key can have it: texts with a zero before it, or
// without.
func (k *key) twoDigits(n int) string {
	if text := fmt.Sprintf("%02d", n); strings.HasPrefix(k.Type, "varchar") && text != strconv.Itoa(n) {
		return sqltext.Literal(text) + ", " + sqltext.Literal(strconv.Itoa(n))
	}
	return k.number(n)
}
