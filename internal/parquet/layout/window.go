package layout

import (
	"slices"
	"time"
)

// Window is a half-open span of eventTime; zero ends are open.
type Window struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// covers reports whether all of v is in w.
func (w Window) covers(v Window) bool {
	return (w.From.IsZero() || !v.From.IsZero() && !v.From.Before(w.From)) &&
		(w.To.IsZero() || !v.To.IsZero() && !v.To.After(w.To))
}

// Has reports whether a time is in w. A zero time is only in an open window.
func (w Window) Has(at time.Time) bool {
	if at.IsZero() {
		return w == Window{}
	}
	return !at.Before(w.From) && (w.To.IsZero() || at.Before(w.To))
}

// AnyCovers reports whether one of the windows covers w.
func AnyCovers(windows []Window, w Window) bool {
	return slices.ContainsFunc(windows, func(v Window) bool { return v.covers(w) })
}

// AllCovered reports whether each of the windows is covered by a window in by.
func AllCovered(windows, by []Window) bool {
	return !slices.ContainsFunc(windows, func(w Window) bool { return !AnyCovers(by, w) })
}

// AnyHas reports whether an event of that time is in one of the windows.
func AnyHas(windows []Window, at time.Time) bool {
	return slices.ContainsFunc(windows, func(w Window) bool { return w.Has(at) })
}

// joinWindows returns the windows in both lists without those that others cover.
func joinWindows(windows []Window, more ...Window) []Window {
	all := slices.Clone(windows)
	for _, w := range more {
		if AnyCovers(all, w) {
			continue
		}
		all = append(slices.DeleteFunc(all, w.covers), w)
	}
	return all
}

// HullWith returns the smallest window that covers both.
func (w Window) HullWith(v Window) Window {
	if w.From.IsZero() || v.From.IsZero() {
		w.From = time.Time{}
	} else if v.From.Before(w.From) {
		w.From = v.From
	}
	if w.To.IsZero() || v.To.IsZero() {
		w.To = time.Time{}
	} else if v.To.After(w.To) {
		w.To = v.To
	}
	return w
}

// Overlaps reports whether the windows have an instant in common.
func (w Window) Overlaps(v Window) bool {
	return (w.From.IsZero() || v.To.IsZero() || w.From.Before(v.To)) && (v.From.IsZero() || w.To.IsZero() || v.From.Before(w.To))
}

// SubtractWindow returns what is left of w without v, or all of w if two parts would
// be left.
func (w Window) SubtractWindow(v Window) Window {
	switch {
	case !w.Overlaps(v):
	case !v.From.IsZero() && (v.To.IsZero() || !w.To.IsZero() && !v.To.Before(w.To)):
		w.To = v.From // v covers the end
	case !v.To.IsZero() && (v.From.IsZero() || !w.From.IsZero() && !v.From.After(w.From)):
		w.From = v.To // v covers the beginning
	}
	return w
}
