package builtin

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DateParse reads text in a pattern of MySQL, as Trino's date_parse.
func DateParse(text, pattern string) (time.Time, error) {
	parts, err := mysqlParts(pattern)
	if err != nil {
		return time.Time{}, err
	}
	t, err := parseParts(text, pattern, parts, mysqlToken)
	return t.Truncate(time.Millisecond), err
}

// ParseDateTime reads text in a pattern of Joda, as Trino's parse_datetime.
func ParseDateTime(text, pattern string) (time.Time, error) {
	parts, err := jodaParts(pattern)
	if err != nil {
		return time.Time{}, err
	}
	t, err := parseParts(text, pattern, parts, jodaToken)
	return t.Truncate(time.Millisecond), err
}

// dateFields are the parts of a time while it is read. What a text does not
// say is 1970-01-01 00:00; of a date without its year the year is 2000, as in Joda:
// https://www.joda.org/joda-time/apidocs/org/joda/time/format/DateTimeFormatter.html#withDefaultYear-int-
type dateFields struct {
	hasYear, hasDate            bool
	year, month, day, yearDay   int
	hour, minute, second, nanos int
	halfDay                     int // 1 for AM, 2 for PM
	twelve                      bool
	location                    *time.Location
	weekYear, week, weekday     int
}

// fieldToken is what a field reads: one of the letters of Joda, and how many
// digits at most.
type fieldToken struct {
	letter byte
	digits int
}

func mysqlToken(p patternPart) fieldToken {
	switch p.field {
	case 'c', 'm':
		return fieldToken{'M', 2}
	case 'd', 'e':
		return fieldToken{'d', 2}
	case 'H', 'k':
		return fieldToken{'H', 2}
	case 'h', 'I', 'l':
		return fieldToken{'h', 2}
	case 'i':
		return fieldToken{'m', 2}
	case 's', 'S':
		return fieldToken{'s', 2}
	case 'Y':
		return fieldToken{'y', 4}
	case 'y':
		return fieldToken{'2', 2}
	case 'f':
		return fieldToken{'S', 9}
	case 'j':
		return fieldToken{'D', 3}
	case 'p':
		return fieldToken{'a', 0}
	case 'M', 'b':
		return fieldToken{'L', 0}
	case 'W', 'a':
		return fieldToken{'E', 0}
	case 'v':
		return fieldToken{'w', 2}
	}
	return fieldToken{p.field, 4}
}

func jodaToken(p patternPart) fieldToken {
	switch {
	case p.field == 'M' && p.count > 2:
		return fieldToken{'L', 0}
	case (p.field == 'y' || p.field == 'Y') && p.count == 2:
		return fieldToken{'2', 2}
	case p.field == 'y' || p.field == 'Y':
		return fieldToken{'y', 9}
	case p.field == 'S':
		return fieldToken{'S', p.count}
	case p.field == 'D':
		return fieldToken{'D', 3}
	}
	return fieldToken{p.field, max(p.count, 2)}
}

// parseParts reads text by parts.
func parseParts(text, pattern string, parts []patternPart, tokenOf func(patternPart) fieldToken) (time.Time, error) {
	f := dateFields{year: 1970, month: 1, day: 1, location: time.UTC}
	rest := text
	for _, p := range parts {
		var ok bool
		if p.field == 0 {
			rest, ok = strings.CutPrefix(rest, p.text)
		} else {
			rest, ok = f.read(rest, tokenOf(p))
		}
		if !ok {
			return time.Time{}, fmt.Errorf("%q does not fit the date pattern %q: it differs at %q", text, pattern, rest)
		}
	}
	if rest != "" {
		return time.Time{}, fmt.Errorf("%q does not fit the date pattern %q: %q is left over", text, pattern, rest)
	}
	t, ok := f.time()
	if !ok {
		return time.Time{}, fmt.Errorf("%q is not a date that exists", text)
	}
	return t, nil
}

// read reads one field from the start of text.
func (f *dateFields) read(text string, t fieldToken) (string, bool) {
	switch t.letter {
	case 'a':
		return f.readHalfDay(text)
	case 'L':
		f.hasDate = true
		return f.readName(text, func(i int) string { return time.Month(i + 1).String() }, 12, &f.month)
	case 'E':
		var ignored int
		return f.readName(text, func(i int) string { return time.Weekday(i).String() }, 7, &ignored)
	case 'Z', 'z':
		return f.readZone(text)
	}
	n := 0
	for n < len(text) && n < t.digits && isDigit(text[n]) {
		n++
	}
	number, err := strconv.Atoi(text[:n])
	if err != nil {
		return text, false
	}
	return text[n:], f.set(t.letter, number, n)
}

// set keeps a number that was read.
func (f *dateFields) set(letter byte, number, digits int) bool {
	f.hasYear = f.hasYear || letter == 'y' || letter == '2' || letter == 'x'
	f.hasDate = f.hasDate || letter == 'M' || letter == 'd' || letter == 'D' || letter == 'w'
	switch letter {
	case 'y':
		f.year = number
	case '2': // Joda's pivot: 50 years before to 49 after now; MySQL's: 1970
		f.year = 2000 + number
		if number >= 70 {
			f.year = 1900 + number
		}
	case 'M':
		f.month = number
		return number >= 1 && number <= 12
	case 'd':
		f.day = number
		return number >= 1 && number <= 31
	case 'D':
		f.yearDay = number
		return number >= 1 && number <= 366
	case 'H':
		f.hour = number
		return number < 24
	case 'k':
		f.hour = number % 24
		return number >= 1 && number <= 24
	case 'h', 'K':
		f.hour, f.twelve = number%12, true
		return number <= 12
	case 'm':
		f.minute = number
		return number < 60
	case 's':
		f.second = number
		return number < 60
	case 'S':
		f.nanos = number
		for ; digits < 9; digits++ {
			f.nanos *= 10
		}
	case 'x':
		f.weekYear = number
	case 'w':
		f.week = number
	case 'e':
		f.weekday = number
	default:
		return false
	}
	return true
}

func (f *dateFields) readHalfDay(text string) (string, bool) {
	if len(text) < 2 {
		return text, false
	}
	switch strings.ToUpper(text[:2]) {
	case "AM":
		f.halfDay = 1
	case "PM":
		f.halfDay = 2
	default:
		return text, false
	}
	return text[2:], true
}

// readName reads a name of a month or weekday, in full or by three letters.
func (f *dateFields) readName(text string, name func(int) string, count int, into *int) (string, bool) {
	for i := range count {
		for _, candidate := range []string{name(i), name(i)[:3]} {
			if len(text) >= len(candidate) && strings.EqualFold(text[:len(candidate)], candidate) {
				*into = i + 1
				return text[len(candidate):], true
			}
		}
	}
	return text, false
}

// readZone reads an offset (+0100, -05:00), Z, UTC or a zone's name.
func (f *dateFields) readZone(text string) (string, bool) {
	end := strings.IndexAny(text, " ,;)]")
	if end < 0 {
		end = len(text)
	}
	name := text[:end]
	for _, layout := range []string{"-0700", "-07:00", "-07"} {
		if t, err := time.Parse(layout, name); err == nil {
			_, offset := t.Zone()
			f.location = time.FixedZone("", offset)
			return text[end:], true
		}
	}
	if name == "Z" {
		return text[end:], true
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return text, false
	}
	f.location = location
	return text[end:], true
}

// time puts the fields together.
func (f *dateFields) time() (time.Time, bool) {
	hour := f.hour
	if f.halfDay == 2 && f.twelve {
		hour += 12
	}
	if f.hasDate && !f.hasYear {
		f.year = 2000
	}
	switch {
	case f.yearDay > 0:
		f.month, f.day = 1, f.yearDay
	case f.weekYear > 0 || f.week > 0:
		return f.weekDate(hour)
	}
	t := time.Date(f.year, time.Month(f.month), f.day, hour, f.minute, f.second, f.nanos, f.location)
	if f.yearDay == 0 && t.Day() != f.day {
		return t, false
	}
	return t.UTC(), true
}

// weekDate puts together the fields of a date of ISO 8601's weeks, whose first has
// January 4 in it.
func (f *dateFields) weekDate(hour int) (time.Time, bool) {
	year := f.year
	if f.weekYear > 0 {
		year = f.weekYear
	}
	first := time.Date(year, time.January, 4, hour, f.minute, f.second, f.nanos, f.location)
	monday := -(int(first.Weekday()) + 6) % 7
	week, weekday := max(f.week, 1), max(f.weekday, 1)
	return first.AddDate(0, 0, monday+7*(week-1)+weekday-1).UTC(), week <= 53 && weekday <= 7
}
