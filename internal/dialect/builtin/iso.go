package builtin

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// isoPattern is ISO 8601 as Trino's from_iso8601_timestamp takes it: a date
// by month and day, by week or by day of the year, and a time, both possibly
// cut short, and a zone.
var isoPattern = regexp.MustCompile(`^(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|W(\d{2})(?:-(\d))?|(\d{3})))?` +
	`(?:T(?:(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$`)

// ParseISOTimestamp reads Trino's from_iso8601_timestamp. Without a zone it
// is UTC.
func ParseISOTimestamp(text string) (time.Time, error) {
	t, err := ParseISO(text, time.UTC)
	return t.UTC(), err
}

// ParseISO parses a date or time in the forms of ISO 8601 that Trino takes. Where it has
// no zone, it is in the location.
func ParseISO(text string, location *time.Location) (time.Time, error) {
	m := isoPattern.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, fmt.Errorf("%q is not an ISO 8601 timestamp", text)
	}
	number := func(i, missing int) int {
		if n, err := strconv.Atoi(m[i]); err == nil {
			return n
		}
		return missing
	}
	f := dateFields{
		year: number(1, 1970), month: number(2, 1), day: number(3, 1), yearDay: number(6, 0),
		hour: number(7, 0), minute: number(8, 0), second: number(9, 0), location: location,
	}
	if digits := (m[10] + "000000000")[:9]; m[10] != "" {
		f.nanos, _ = strconv.Atoi(digits)
		f.nanos = f.nanos / 1e6 * 1e6 // Trino's result has milliseconds
	}
	if m[11] != "" {
		f.location = isoZone(m[11])
	}
	if m[4] != "" {
		f.isoWeek(number(4, 1), number(5, 1))
	}
	if f.month > 12 || f.month < 1 || f.hour > 24 || f.minute > 59 || f.second > 59 {
		return time.Time{}, fmt.Errorf("%q is not a time that exists", text)
	}
	t, ok := f.time()
	if !ok {
		return time.Time{}, fmt.Errorf("%q is not a date that exists", text)
	}
	return t, nil
}

// isoWeek sets the day of the year from a week and a weekday.
func (f *dateFields) isoWeek(week, weekday int) {
	fourth := time.Date(f.year, 1, 4, 0, 0, 0, 0, time.UTC) // is in week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	day := monday.AddDate(0, 0, (week-1)*7+weekday-1)
	f.year, f.month, f.day = day.Year(), int(day.Month()), day.Day()
}

func isoZone(text string) *time.Location {
	if text == "Z" {
		return time.UTC
	}
	digits := strings.ReplaceAll(text[1:], ":", "") + "00"
	hours, _ := strconv.Atoi(digits[:2])
	minutes, _ := strconv.Atoi(digits[2:4])
	offset := hours*3600 + minutes*60
	if text[0] == '-' {
		offset = -offset
	}
	return time.FixedZone("", offset)
}
