package builtin

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// ZonedText writes the wall clock of a zone as Trino shows it.
func ZonedText(wall time.Time, zone string) (string, error) {
	return wall.UTC().Format("2006-01-02 15:04:05.000") + " " + zone, nil
}

// ZonedISO writes it with the offset that the zone has then.
func ZonedISO(wall time.Time, zone string) (string, error) {
	local, err := inZone(wall, zone)
	if err != nil {
		return "", err
	}
	return local.Format("2006-01-02T15:04:05.000Z07:00"), nil
}

// ZonedFormat writes it in a pattern of Joda, in which z and Z are the zone.
func ZonedFormat(wall time.Time, pattern, zone string) (string, error) {
	local, err := inZone(wall, zone)
	if err != nil {
		return "", err
	}
	return FormatDateTime(local, pattern)
}

// ZoneOffset returns the offset that a zone has at its wall clock, in minutes.
func ZoneOffset(wall time.Time, zone string) (int64, error) {
	local, err := inZone(wall, zone)
	_, seconds := local.Zone()
	return int64(seconds / 60), err
}

// inZone returns the time of a wall clock in a zone.
func inZone(wall time.Time, zone string) (time.Time, error) {
	location, err := LoadZone(zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("there is no time zone %q", zone)
	}
	w := wall.UTC()
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), location), nil
}

// LoadZone finds a time zone by name or offset (+05:30).
func LoadZone(name string) (*time.Location, error) {
	if t, err := time.Parse("Z07:00", name); err == nil {
		_, offset := t.Zone()
		return time.FixedZone(name, offset), nil
	}
	return time.LoadLocation(name)
}

// parseZoned reads a timestamp as CAST(x AS timestamp with time zone) does; without
// a zone it is UTC.
func parseZoned(text string) (time.Time, error) {
	m := zonedPattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return time.Time{}, fmt.Errorf("'%s' is no timestamp: use from_iso8601_timestamp", text)
	}
	location := time.UTC
	if m[2] != "" {
		found, err := LoadZone(m[2])
		if err != nil {
			return time.Time{}, fmt.Errorf("there is no time zone %q", m[2])
		}
		location = found
	}
	for _, layout := range []string{"2006-1-2 15:4:5", "2006-1-2 15:4", "2006-1-2"} {
		if t, err := time.ParseInLocation(layout, m[1], location); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("'%s' is no timestamp: use from_iso8601_timestamp", text)
}

var zonedPattern = regexp.MustCompile(`^(\d{4,}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?) ?([A-Za-z+-].*)?$`)

// OffsetMinutes reads an offset such as -05:00.
func OffsetMinutes(zone string) (int, bool) {
	t, err := time.Parse("-07:00", zone)
	_, seconds := t.Zone()
	return seconds / 60, err == nil
}
