package words

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// MomentForms says how a time is written.
const MomentForms = "want a date (2023-11-01), a time (2023-11-01T09:30 or with an offset, 2023-11-01T09:30:00+02:00), a duration before now (30m, 24h, 7d, 2w) or now"

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

// ParseMoment reads a time such as those of from and to. A duration is counted back
// from now.
func ParseMoment(text string, now time.Time) (time.Time, error) {
	switch text {
	case "":
		return time.Time{}, errors.New(MomentForms)
	case "now":
		return now.UTC(), nil
	}
	for _, layout := range momentLayouts {
		if at, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			return at.UTC(), nil
		}
	}
	back, err := parseDuration(text)
	if err != nil {
		return time.Time{}, err
	}
	return now.Add(-back).UTC(), nil
}

// parseDuration reads numbers with units: s, m and h as [time.ParseDuration] has
// them, d and w.
func parseDuration(text string) (time.Duration, error) {
	wrong := errors.New(MomentForms)
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
		unit, known := durationUnits()[rest[:end]]
		if !known {
			return 0, wrong
		}
		total += n * float64(unit)
		rest = rest[end:]
	}
	if total > math.MaxInt64/2 {
		return 0, errors.New("this duration is too long: logs do not go back that far")
	}
	return time.Duration(total), nil
}

func durationUnits() map[string]time.Duration {
	const day = 24 * time.Hour
	return map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": day, "w": 7 * day}
}

// Moment returns a value that takes a time. Durations count back from now.
func Moment(at *time.Time, now time.Time) Value { return moment{at, now} }

// moment takes a time.
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
	*m.at, err = ParseMoment(text, m.now)
	return err
}

// Duration returns a value that takes a duration above zero.
func Duration(value *time.Duration) Value { return duration{value} }

// duration takes a duration above zero.
type duration struct{ value *time.Duration }

func (d duration) String() string {
	if d.value == nil || *d.value == 0 {
		return ""
	}
	return d.value.String()
}

func (d duration) Type() string { return "duration" }

func (d duration) Set(text string) (err error) {
	*d.value, err = parseDuration(text)
	if err != nil || *d.value <= 0 {
		return errors.New("want a duration such as 30m, 24h or 7d")
	}
	return nil
}
