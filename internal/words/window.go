package words

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

const windowForms = "want a month (2020-08), a day (2020-08-29), an hour (2020-08-29T14), a minute (2020-08-29T14:05) or FROM..TO with times as --from takes them"

// ParseWindow reads a window of time, whose end is not part of it. It starts and ends at
// whole seconds, as eventTime does.
func ParseWindow(text string, now time.Time) (from, to time.Time, err error) {
	if first, last, isInterval := strings.Cut(text, ".."); isInterval {
		return parseInterval(first, last, now)
	}
	for _, form := range []struct {
		layout string
		end    func(time.Time) time.Time
	}{
		{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
		{time.DateOnly, func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
		{"2006-01-02T15", func(t time.Time) time.Time { return t.Add(time.Hour) }},
		{"2006-01-02T15:04", func(t time.Time) time.Time { return t.Add(time.Minute) }},
	} {
		if from, err := time.ParseInLocation(form.layout, text, now.Location()); err == nil {
			return from.UTC(), form.end(from).UTC(), nil
		}
	}
	return from, to, errors.New(windowForms)
}

func parseInterval(first, last string, now time.Time) (from, to time.Time, err error) {
	if from, err = ParseMoment(first, now); err != nil {
		return from, to, fmt.Errorf("%q: %w", first, err)
	}
	if to, err = ParseMoment(last, now); err != nil {
		return from, to, fmt.Errorf("%q: %w", last, err)
	}
	from, to = from.Truncate(time.Second), to.Truncate(time.Second)
	if !from.Before(to) {
		return from, to, errors.New("the window is empty: its end is not part of it")
	}
	return from, to, nil
}
