package builtin

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DateFormat writes a time in a pattern of MySQL, as Trino's date_format.
func DateFormat(t time.Time, pattern string) (string, error) {
	parts, err := mysqlParts(pattern)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.text + formatMySQL(t, p.field))
	}
	return b.String(), nil
}

func formatMySQL(t time.Time, field byte) string {
	year, week := t.ISOWeek()
	switch field {
	case 'a':
		return t.Format("Mon")
	case 'b':
		return t.Format("Jan")
	case 'c':
		return t.Format("1")
	case 'd':
		return t.Format("02")
	case 'e':
		return t.Format("2")
	case 'f':
		return fmt.Sprintf("%06d", t.Nanosecond()/1000)
	case 'H':
		return t.Format("15")
	case 'h', 'I':
		return t.Format("03")
	case 'i':
		return t.Format("04")
	case 'j':
		return t.Format("002")
	case 'k':
		return strconv.Itoa(t.Hour())
	case 'l':
		return t.Format("3")
	case 'M':
		return t.Format("January")
	case 'm':
		return t.Format("01")
	case 'p':
		return t.Format("PM")
	case 's', 'S':
		return t.Format("05")
	case 'v':
		return fmt.Sprintf("%02d", week)
	case 'W':
		return t.Format("Monday")
	case 'x':
		return fmt.Sprintf("%04d", year)
	case 'Y':
		return fmt.Sprintf("%04d", t.Year())
	case 'y':
		return t.Format("06")
	}
	return ""
}

// FormatDateTime writes a time in a pattern of Joda, as Trino's
// format_datetime.
func FormatDateTime(t time.Time, pattern string) (string, error) {
	parts, err := jodaParts(pattern)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range parts {
		if p.field == 0 {
			b.WriteString(p.text)
			continue
		}
		b.WriteString(formatJoda(t, p))
	}
	return b.String(), nil
}

func formatJoda(t time.Time, p patternPart) string {
	year, week := t.ISOWeek()
	number := func(n int) string { return fmt.Sprintf("%0*d", p.count, n) }
	switch p.field {
	case 'G':
		return "AD"
	case 'C':
		return number(t.Year() / 100)
	case 'y', 'Y':
		return jodaYear(t.Year(), p.count)
	case 'x':
		return jodaYear(year, p.count)
	case 'w':
		return number(week)
	case 'e':
		return number((int(t.Weekday())+6)%7 + 1)
	case 'E':
		return chooseText(p.count, t.Format("Monday"), t.Format("Mon"))
	case 'D':
		return number(t.YearDay())
	case 'M':
		if p.count > 2 {
			return chooseText(p.count, t.Format("January"), t.Format("Jan"))
		}
		return number(int(t.Month()))
	case 'd':
		return number(t.Day())
	case 'a':
		return t.Format("PM")
	case 'K':
		return number(t.Hour() % 12)
	case 'h':
		return number((t.Hour()+11)%12 + 1)
	case 'H':
		return number(t.Hour())
	case 'k':
		return number((t.Hour()+23)%24 + 1)
	case 'm':
		return number(t.Minute())
	case 's':
		return number(t.Second())
	case 'S':
		digits := fmt.Sprintf("%09d", t.Nanosecond())
		return (digits + strings.Repeat("0", p.count))[:p.count]
	case 'Z':
		return []string{t.Format("-0700"), t.Format("-07:00"), t.Location().String()}[min(p.count, 3)-1]
	}
	return t.Format("MST") // z
}

// jodaYear writes two digits for yy, else at least as many as letters.
func jodaYear(year, count int) string {
	if count == 2 {
		return fmt.Sprintf("%02d", year%100)
	}
	return fmt.Sprintf("%0*d", count, year)
}

// chooseText takes the long form for four letters and more.
func chooseText(count int, long, short string) string {
	if count >= 4 {
		return long
	}
	return short
}
