package ask

import (
	"time"

	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/words"
)

// Windows say which two windows are compared.
type Windows struct {
	Before, After diff.Window
	At            string
	Span          time.Duration
	Base          string // what After is compared with, in place of Before: [baseDay] or [baseWeek]
	clock         *words.Clock
}

// The choices of the word base: the days, or weeks, before.
const (
	baseDay  = "day"
	baseWeek = "week"
)

// WindowBases lists the choices of the word base.
func WindowBases() []string { return []string{baseDay, baseWeek} }

// Words returns the words about the windows. Durations count back from the clock's time.
func (w *Windows) Words() words.Words {
	return words.Words{
		words.New("before", windowValue(&w.Before, w.clock)),
		words.New("after", windowValue(&w.After, w.clock)),
		words.New("at", words.Text(&w.At)),
		words.New("span", words.Duration(&w.Span)),
		words.New("base", words.NewChoice(&w.Base, WindowBases()...)),
	}
}

// areGiven reports whether the words say anything.
func (w *Windows) areGiven() bool {
	return w.Before != diff.Window{} || w.After != diff.Window{} || w.At != ""
}

// resolveWindows returns the two windows. Two sources need none.
func (w *Windows) resolveWindows(two bool) (before, after diff.Window, err error) {
	isBefore, isAfter := w.Before != diff.Window{}, w.After != diff.Window{}
	switch {
	case w.Base != "" && (isBefore || !isAfter || w.At != ""):
		return before, after, usagef("%v goes with %v, and says what it is compared with: leave out %v and %v", words.Name("base"), words.Name("after"), words.Name("before"), words.Name("at"))
	case w.Base != "":
		return w.shiftAfter(), w.After, nil
	case w.At != "" && (isBefore || isAfter):
		return before, after, usagef("%v sets both windows: leave out %v and %v", words.Name("at"), words.Name("before"), words.Name("after"))
	case w.At == "" && w.Span > 0:
		return before, after, usagef("%v is the time before and after %v: give %v too", words.Name("span"), words.Name("at"), words.Name("at"))
	case w.At != "":
		return w.surroundMoment()
	case two && !isBefore && !isAfter:
		return before, after, nil
	case isBefore != isAfter || !isBefore:
		return before, after, usagef("diff needs two windows, or two sources").
			withHint("give %v 2020-08-29 %v 2020-08-30, or %v 2020-08-30T02:00, or a second SOURCE", words.Name("before"), words.Name("after"), words.Name("at"))
	case !two && w.Before.From.Before(w.After.To) && w.After.From.Before(w.Before.To):
		return before, after, usagef("the windows overlap: %v is %s, %v is %s", words.Name("before"), describeWindow(w.Before), words.Name("after"), describeWindow(w.After))
	}
	return w.Before, w.After, nil
}

// shiftAfter returns the window that lies whole days or weeks before After: as few as
// are possible.
func (w *Windows) shiftAfter() diff.Window {
	unit := 24 * time.Hour
	if w.Base == baseWeek {
		unit *= 7
	}
	length := w.After.To.Sub(w.After.From)
	shift := (length + unit - 1) / unit * unit
	return diff.Window{From: w.After.From.Add(-shift), To: w.After.To.Add(-shift)}
}

// surroundMoment returns the windows on both sides of At.
func (w *Windows) surroundMoment() (before, after diff.Window, err error) {
	at, err := words.ParseMoment(w.At, w.clock.Now())
	if err != nil {
		return before, after, usagef("%v %q: %w", words.Name("at"), w.At, err)
	}
	span := w.Span
	if span == 0 {
		span = time.Hour
		if _, err := time.Parse(time.DateOnly, w.At); err == nil || w.At == "today" || w.At == "yesterday" {
			span = 24 * time.Hour
		}
	}
	at, span = at.Truncate(time.Second), span.Truncate(time.Second)
	if span == 0 {
		return before, after, usagef("%v: eventTime has whole seconds: give one or more", words.Name("span"))
	}
	return diff.Window{From: at.Add(-span), To: at}, diff.Window{From: at, To: at.Add(span)}, nil
}

// windowValue returns a value that takes a window.
func windowValue(window *diff.Window, clock *words.Clock) words.Value {
	read := func(text string, now time.Time) (err error) {
		window.From, window.To, err = words.ParseWindow(text, now)
		return err
	}
	return clock.Time("window", read, func() string {
		if *window == (diff.Window{}) {
			return ""
		}
		return describeWindow(*window)
	})
}

func describeWindow(w diff.Window) string {
	return w.From.Format(time.RFC3339) + ".." + w.To.Format(time.RFC3339)
}
