package words

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// MomentForms says how a time is written.
const MomentForms = "want a date (2023-11-01), a month (2023-11), a time (2023-11-01T09:30 or with an offset, 2023-11-01T09:30:00+02:00), today, yesterday, a duration before now (30m, 24h, 7d, 2w, 2 hours ago), seconds since 1970 or now"

// momentLayouts are the absolute times; those without an offset are in the zone of
// the clock.
var momentLayouts = [...]string{
	time.DateOnly,
	"2006-01",
	"2006-01-02T15:04",
	"2006-01-02T15:04:05",
	"2006-01-02 15:04",
	"2006-01-02 15:04:05",
	"2006-01-02T15:04Z07:00",
	time.RFC3339Nano,
}

// ParseMoment reads a time such as those of from and to. A duration is counted back
// from now, and a time without an offset is in the zone of now.
func ParseMoment(text string, now time.Time) (time.Time, error) {
	text = strings.TrimSpace(text)
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch text {
	case "":
		return time.Time{}, errors.New(MomentForms)
	case "now":
		return now.UTC(), nil
	case "today":
		return midnight.UTC(), nil
	case "yesterday":
		return midnight.AddDate(0, 0, -1).UTC(), nil
	}
	for _, layout := range momentLayouts {
		if at, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return at.UTC(), nil
		}
	}
	if at, isEpoch := parseEpoch(text); isEpoch {
		return at, nil
	}
	back, err := parseDuration(shortenDuration(text))
	if err != nil {
		return time.Time{}, err
	}
	return now.Add(-back).UTC(), nil
}

// parseEpoch reads seconds, or milliseconds, since 1970: 10 or 13 digits, as all times
// since 2001 have.
func parseEpoch(text string) (time.Time, bool) {
	n, err := strconv.ParseUint(text, 10, 63)
	switch {
	case err != nil:
		return time.Time{}, false
	case len(text) == 10:
		return time.Unix(int64(n), 0).UTC(), true
	case len(text) == 13:
		return time.UnixMilli(int64(n)).UTC(), true
	}
	return time.Time{}, false
}

// shortenDuration returns "2 hours ago" as 2h, and any other text unchanged.
func shortenDuration(text string) string {
	rest, isAgo := strings.CutSuffix(text, " ago")
	if !isAgo {
		return text
	}
	var short strings.Builder
	for _, word := range strings.Fields(rest) {
		if unit, known := unitNames()[strings.TrimSuffix(word, "s")]; known {
			word = unit
		} else if word == "a" || word == "an" {
			word = "1"
		}
		short.WriteString(word)
	}
	return short.String()
}

func unitNames() map[string]string {
	return map[string]string{
		"second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "week": "w",
	}
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

// Clock is the time that words such as 24h and yesterday go by, and its zone. The zone
// can be given after times that are read in it.
type Clock struct {
	now   time.Time
	reset []func() error // read the times that were given again
}

// NewClock returns a clock that stands still, in UTC.
func NewClock(now time.Time) *Clock { return &Clock{now: now.UTC()} }

// Now returns the time in the clock's zone.
func (c *Clock) Now() time.Time { return c.now }

// Time returns a value that takes a text about time: read is called with it and,
// if the zone is given later, again.
func (c *Clock) Time(kind string, read func(text string, now time.Time) error, show func() string) Value {
	return clockValue{c, kind, read, show}
}

// clockValue takes a text about time.
type clockValue struct {
	clock *Clock
	kind  string
	read  func(text string, now time.Time) error
	show  func() string
}

func (v clockValue) String() string {
	if v.show == nil {
		return ""
	}
	return v.show()
}

func (v clockValue) Type() string { return v.kind }

func (v clockValue) Set(text string) error {
	read := func() error { return v.read(text, v.clock.now) }
	v.clock.reset = append(v.clock.reset, read)
	return read()
}

// Moment returns a value that takes a time.
func Moment(at *time.Time, clock *Clock) Value {
	read := func(text string, now time.Time) (err error) {
		*at, err = ParseMoment(text, now)
		return err
	}
	return clock.Time("time", read, func() string {
		if at.IsZero() {
			return ""
		}
		return at.Format(time.RFC3339)
	})
}

// Zone returns a value that takes the zone of the clock.
func Zone(clock *Clock) Value { return zone{clock} }

// zone takes a time zone.
type zone struct{ clock *Clock }

func (z zone) String() string {
	if z.clock == nil || z.clock.now.Location() == time.UTC {
		return ""
	}
	return z.clock.now.Location().String()
}

func (z zone) Type() string { return "zone" }

func (z zone) Set(text string) error {
	location, err := parseZone(text)
	if err != nil {
		return err
	}
	z.clock.now = z.clock.now.In(location)
	for _, read := range z.clock.reset {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

var errZone = errors.New("want local, UTC, an offset such as +02:00 or a name such as Europe/Berlin that this system knows")

// parseZone reads a time zone.
func parseZone(text string) (*time.Location, error) {
	switch strings.ToLower(text) {
	case "local":
		return time.Local, nil
	case "utc", "z":
		return time.UTC, nil
	}
	if at, err := time.Parse("-07:00", text); err == nil {
		return at.Location(), nil
	}
	location, err := time.LoadLocation(text)
	if text == "" || err != nil {
		return nil, errZone
	}
	return location, nil
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
