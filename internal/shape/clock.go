package shape

import (
	"encoding/csv"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timeReader reads the times of a table. The console has written them in several forms,
// and Excel writes those of the computer's language.
type timeReader struct {
	// dayFirst says that 1/11/2023 is the first of November.
	dayFirst bool
	// isGuess says that nothing in the table tells.
	isGuess bool
}

// readTime is the result of reading a time.
type readTime struct {
	at          time.Time
	hasZone     bool
	isAmbiguous bool // day and month could be exchanged
}

var (
	// zonePattern matches a zone at the end of a time: Z, UTC, (UTC+01:00), +0100.
	zonePattern = regexp.MustCompile(`(?i)\s*\(?(?:(z|utc|gmt)|(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?)\)?$`)
	// slashPattern matches a date whose parts are numbers with the year at the end.
	slashPattern = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})\b(.*)$`)
	// numberPattern matches Excel's days since 1900, or seconds or milliseconds since 1970.
	numberPattern = regexp.MustCompile(`^\d+(\.\d+)?$`)
)

// dateLayouts and clockLayouts are the forms of the date and of the time of day. Commas
// and the word "at" are removed first.
var (
	dateLayouts  = [...]string{"2006-1-2", "2006/1/2", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006", "2-Jan-2006", "2-Jan-06", "Mon Jan 2 2006"}
	clockLayouts = [...]string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04:05PM", "3:04PM", ""}
)

// readTime reads the time in a cell.
func (r *timeReader) readTime(cell string) (readTime, error) {
	text := strings.Trim(cell, `'" `)
	if at, err := time.Parse(time.RFC3339, strings.Replace(text, " ", "T", 1)); err == nil {
		return readTime{at: at, hasZone: true}, nil
	}
	if numberPattern.MatchString(text) {
		return readNumber(text)
	}
	zone, hasZone := time.UTC, false
	if found := zonePattern.FindStringSubmatchIndex(text); found != nil && isZone(text[:found[0]]) {
		zone, hasZone = zoneOf(zonePattern.FindStringSubmatch(text)), true
		text = text[:found[0]]
	}
	text = strings.Join(strings.Fields(strings.NewReplacer(",", " ", " at ", " ", "\u202f", " ", "\u00a0", " ").Replace(text)), " ")
	if parts := slashPattern.FindStringSubmatch(text); parts != nil {
		return r.readSlashed(parts, zone, hasZone)
	}
	if len(text) > 10 && text[10] == 'T' {
		text = text[:10] + " " + text[11:]
	}
	at, err := parseClock(text, dateLayouts[:], zone)
	if err != nil {
		return readTime{}, fmt.Errorf("eventTime %q is not a time that trailq knows", cell)
	}
	return readTime{at: at, hasZone: hasZone}, nil
}

// isZone reports whether a zone can follow the text: a time of day, and not a date such
// as 2023-11-01, whose end looks like one.
func isZone(before string) bool { return strings.Contains(before, ":") }

// zoneOf returns the zone that zonePattern has matched.
func zoneOf(found []string) *time.Location {
	hours, _ := strconv.Atoi(found[3]) // nothing is zero
	minutes, _ := strconv.Atoi(found[4])
	seconds := (hours*60 + minutes) * 60
	if found[2] == "-" {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}

// parseClock parses a date and a time of day.
func parseClock(text string, dates []string, zone *time.Location) (time.Time, error) {
	var failure error
	for _, date := range dates {
		for _, clock := range clockLayouts {
			at, err := time.ParseInLocation(strings.TrimSpace(date+" "+clock), text, zone)
			if err == nil {
				return at, nil
			}
			failure = err
		}
	}
	return time.Time{}, failure
}

// readSlashed reads a date such as 11/1/2023. With dots the day is first.
func (r *timeReader) readSlashed(parts []string, zone *time.Location, hasZone bool) (readTime, error) {
	first, _ := strconv.Atoi(parts[1]) // digits
	second, _ := strconv.Atoi(parts[3])
	dayFirst := r.dayFirst
	switch {
	case parts[2] == "." || first > 12:
		dayFirst = true
	case second > 12:
		dayFirst = false
	}
	month, day := first, second
	if dayFirst {
		month, day = second, first
	}
	year := parts[4]
	if len(year) == 2 {
		year = "20" + year
	}
	text := fmt.Sprintf("%s-%d-%d %s", year, month, day, strings.TrimSpace(parts[5]))
	at, err := parseClock(strings.TrimSpace(text), dateLayouts[:1], zone)
	if err != nil {
		return readTime{}, fmt.Errorf("eventTime %q is not a time that trailq knows", parts[0])
	}
	ambiguous := parts[2] != "." && first <= 12 && second <= 12 && first != second
	return readTime{at: at, hasZone: hasZone, isAmbiguous: ambiguous}, nil
}

// readNumber reads a time that is a number: in days, as Excel keeps times, in seconds
// or in milliseconds.
func readNumber(text string) (readTime, error) {
	number, err := strconv.ParseFloat(text, 64)
	switch {
	case err == nil && number > 30_000 && number < 80_000:
		seconds := math.Round(number * 86_400)
		return readTime{at: time.Date(1899, 12, 30, 0, 0, int(seconds), 0, time.UTC)}, nil
	case err == nil && number > 1e9 && number < 1e10:
		return readTime{at: time.UnixMilli(int64(number * 1e3)), hasZone: true}, nil
	case err == nil && number > 1e12 && number < 1e13:
		return readTime{at: time.UnixMilli(int64(number)), hasZone: true}, nil
	}
	return readTime{}, fmt.Errorf("eventTime %q is a number that is no time", text)
}

// learnOrder looks at the first rows to learn whether the day or the month is first: by
// a number that is no month, or by the order of the rows, which the console sorts by
// time. If nothing tells, the month is first, as in the console's own language.
func (r *timeReader) learnOrder(rows *csv.Reader, at int) {
	var byMonth, byDay order
	day := timeReader{dayFirst: true}
	r.isGuess = true
	for at >= 0 {
		row, err := rows.Read()
		if err != nil {
			break
		}
		if at >= len(row) {
			continue
		}
		parts := slashPattern.FindStringSubmatch(strings.Trim(row[at], `'" `))
		if parts == nil {
			continue
		}
		first, _ := strconv.Atoi(parts[1]) // digits
		second, _ := strconv.Atoi(parts[3])
		if first > 12 || second > 12 {
			r.dayFirst, r.isGuess = first > 12, false
			return
		}
		if read, err := r.readTime(row[at]); err == nil {
			byMonth.addTime(read.at)
		}
		if read, err := day.readTime(row[at]); err == nil {
			byDay.addTime(read.at)
		}
	}
	if byMonth.isSorted() != byDay.isSorted() {
		r.dayFirst, r.isGuess = byDay.isSorted(), false
	}
}

// order is the order of some times.
type order struct {
	last            time.Time
	rises, descends bool
}

func (o *order) addTime(at time.Time) {
	if !o.last.IsZero() {
		o.rises = o.rises || at.After(o.last)
		o.descends = o.descends || at.Before(o.last)
	}
	o.last = at
}

// isSorted reports whether the times never rose or never descended.
func (o *order) isSorted() bool { return !o.rises || !o.descends }
