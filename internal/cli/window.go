package cli

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// momentForms is how a moment is written, for messages.
const momentForms = "want a date (2023-11-01), a time (2023-11-01T09:30 or with an offset, 2023-11-01T09:30:00+02:00), an age (30m, 24h, 7d, 2w) or now"

// momentLayouts are the absolute times; those without an offset are UTC.
var momentLayouts = [...]string{
	time.DateOnly,
	"2006-01-02T15:04",
	"2006-01-02T15:04:05",
	"2006-01-02 15:04",
	"2006-01-02 15:04:05",
	"2006-01-02T15:04Z07:00",
	time.RFC3339Nano,
}

// parseMoment reads a time as --from, --to and --since take it. An age is
// counted back from now.
func parseMoment(text string, now time.Time) (time.Time, error) {
	switch text {
	case "":
		return time.Time{}, errors.New(momentForms)
	case "now":
		return now.UTC(), nil
	}
	for _, layout := range momentLayouts {
		if at, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			return at.UTC(), nil
		}
	}
	age, err := parseAge(text)
	if err != nil {
		return time.Time{}, err
	}
	return now.Add(-age).UTC(), nil
}

// parseAge reads numbers with units: what [time.ParseDuration] has, days and
// weeks.
func parseAge(text string) (time.Duration, error) {
	wrong := errors.New(momentForms)
	var total float64
	rest := text
	for rest != "" {
		digits := strings.IndexFunc(rest, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if digits <= 0 {
			return 0, wrong
		}
		n, err := strconv.ParseFloat(rest[:digits], 64)
		if err != nil {
			return 0, wrong
		}
		rest = rest[digits:]
		end := strings.IndexAny(rest, ".0123456789")
		if end < 0 {
			end = len(rest)
		}
		unit, known := ageUnits()[rest[:end]]
		if !known {
			return 0, wrong
		}
		total += n * float64(unit)
		rest = rest[end:]
	}
	if total > math.MaxInt64/2 {
		return 0, errors.New("that is longer than there are logs")
	}
	return time.Duration(total), nil
}

func ageUnits() map[string]time.Duration {
	const day = 24 * time.Hour
	return map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": day, "w": 7 * day}
}

// moment is a flag that takes a time.
type moment struct {
	at  *time.Time
	now time.Time
}

func (m moment) String() string {
	if m.at == nil || m.at.IsZero() {
		return ""
	}
	return m.at.Format(time.RFC3339)
}

func (m moment) Type() string { return "time" }

func (m moment) Set(text string) (err error) {
	*m.at, err = parseMoment(text, m.now)
	return err
}

// age is a flag that takes a span of time.
type age struct{ value *time.Duration }

func (a age) String() string {
	if a.value == nil || *a.value == 0 {
		return ""
	}
	return a.value.String()
}

func (a age) Type() string { return "age" }

func (a age) Set(text string) (err error) {
	*a.value, err = parseAge(text)
	if err != nil || *a.value <= 0 {
		return errors.New("want a span of time such as 30m, 24h or 7d")
	}
	return nil
}
