package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/report/diff"
)

// windowFlags say which two windows are compared.
type windowFlags struct {
	now           time.Time
	before, after diff.Window
	at            string
	span          time.Duration
}

func (f *windowFlags) add(flags *pflag.FlagSet) {
	flags.Var(windowFlag{&f.before, f.now}, "before", "the first `window`: 2020-08, 2020-08-29, 2020-08-29T14 or FROM..TO, UTC")
	flags.Var(windowFlag{&f.after, f.now}, "after", "the second `window`")
	flags.StringVar(&f.at, "at", "", "compare the time before this `time` with as much after it")
	flags.Var(age{&f.span}, "span", "how long before and after --at, an `age` (default 24h for a date, else 1h)")
}

// given reports whether the flags say anything.
func (f *windowFlags) given() bool {
	return f.before != diff.Window{} || f.after != diff.Window{} || f.at != ""
}

// pair is the two windows. Two sources need none.
func (f *windowFlags) pair(two bool) (before, after diff.Window, err error) {
	isBefore, isAfter := f.before != diff.Window{}, f.after != diff.Window{}
	switch {
	case f.at != "" && (isBefore || isAfter):
		return before, after, usagef("--at says both windows: leave out --before and --after")
	case f.at == "" && f.span > 0:
		return before, after, usagef("--span is how long before and after --at: give --at too")
	case f.at != "":
		return f.around()
	case two && !isBefore && !isAfter:
		return before, after, nil
	case isBefore != isAfter || !isBefore:
		return before, after, usageError(errors.New("it takes two windows, or two sources"),
			"give --before 2020-08-29 --after 2020-08-30, or --at 2020-08-30T02:00, or a second SOURCE")
	case !two && f.before.From.Before(f.after.To) && f.after.From.Before(f.before.To):
		return before, after, usagef("the windows overlap: --before is %s, --after is %s", describeWindow(f.before), describeWindow(f.after))
	}
	return f.before, f.after, nil
}

// around is the windows on both sides of --at.
func (f *windowFlags) around() (before, after diff.Window, err error) {
	at, err := parseMoment(f.at, f.now)
	if err != nil {
		return before, after, usagef("--at %q: %w", f.at, err)
	}
	span := f.span
	if span == 0 {
		span = time.Hour
		if _, err := time.Parse(time.DateOnly, f.at); err == nil {
			span = 24 * time.Hour
		}
	}
	at, span = at.Truncate(time.Second), span.Truncate(time.Second)
	if span == 0 {
		return before, after, usagef("--span: eventTime has seconds: give one or more")
	}
	return diff.Window{From: at.Add(-span), To: at}, diff.Window{From: at, To: at.Add(span)}, nil
}

// windowFlag is a flag that takes a window.
type windowFlag struct {
	window *diff.Window
	now    time.Time
}

func (w windowFlag) String() string {
	if w.window == nil || *w.window == (diff.Window{}) {
		return ""
	}
	return describeWindow(*w.window)
}

func (w windowFlag) Type() string { return "window" }

func (w windowFlag) Set(text string) (err error) {
	*w.window, err = parseWindow(text, w.now)
	return err
}

func describeWindow(w diff.Window) string {
	return w.From.Format(time.RFC3339) + ".." + w.To.Format(time.RFC3339)
}

const windowForms = "want a month (2020-08), a day (2020-08-29), an hour (2020-08-29T14), a minute (2020-08-29T14:05) or FROM..TO with times as --from takes them"

// parseWindow reads a window. It begins and ends at whole seconds, as eventTime
// does.
func parseWindow(text string, now time.Time) (diff.Window, error) {
	if from, to, isInterval := strings.Cut(text, ".."); isInterval {
		return parseInterval(from, to, now)
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
		if from, err := time.Parse(form.layout, text); err == nil {
			return diff.Window{From: from, To: form.end(from)}, nil
		}
	}
	return diff.Window{}, errors.New(windowForms)
}

func parseInterval(from, to string, now time.Time) (diff.Window, error) {
	begin, err := parseMoment(from, now)
	if err != nil {
		return diff.Window{}, fmt.Errorf("%q: %w", from, err)
	}
	end, err := parseMoment(to, now)
	if err != nil {
		return diff.Window{}, fmt.Errorf("%q: %w", to, err)
	}
	w := diff.Window{From: begin.Truncate(time.Second), To: end.Truncate(time.Second)}
	if !w.From.Before(w.To) {
		return diff.Window{}, errors.New("the window is empty: its end is not part of it")
	}
	return w, nil
}
