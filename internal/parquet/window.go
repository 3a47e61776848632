package parquet

import (
	"slices"
	"time"
)

// window is a half-open span of eventTime; zero ends are open.
type window struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// covers reports whether all of v is in w.
func (w window) covers(v window) bool {
	return (w.From.IsZero() || !v.From.IsZero() && !v.From.Before(w.From)) &&
		(w.To.IsZero() || !v.To.IsZero() && !v.To.After(w.To))
}

// has reports whether a time is in w. A zero time is only in an open window.
func (w window) has(at time.Time) bool {
	if at.IsZero() {
		return w == window{}
	}
	return !at.Before(w.From) && (w.To.IsZero() || at.Before(w.To))
}

// anyCovers reports whether one of the windows covers w.
func anyCovers(windows []window, w window) bool {
	return slices.ContainsFunc(windows, func(v window) bool { return v.covers(w) })
}

// allCovered reports whether each of the windows is covered by a window in by.
func allCovered(windows, by []window) bool {
	return !slices.ContainsFunc(windows, func(w window) bool { return !anyCovers(by, w) })
}

// anyHas reports whether an event of that time is in one of the windows.
func anyHas(windows []window, at time.Time) bool {
	return slices.ContainsFunc(windows, func(w window) bool { return w.has(at) })
}

// joinWindows returns the windows in both lists without those that others cover.
func joinWindows(windows []window, more ...window) []window {
	all := slices.Clone(windows)
	for _, w := range more {
		if anyCovers(all, w) {
			continue
		}
		all = append(slices.DeleteFunc(all, w.covers), w)
	}
	return all
}

// hullWith returns the smallest window that covers both.
func (w window) hullWith(v window) window {
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

// overlaps reports whether the windows have an instant in common.
func (w window) overlaps(v window) bool {
	return (w.From.IsZero() || v.To.IsZero() || w.From.Before(v.To)) && (v.From.IsZero() || w.To.IsZero() || v.From.Before(w.To))
}

// subtractWindow returns what is left of w without v, or all of w if two parts would
// be left.
func (w window) subtractWindow(v window) window {
	switch {
	case !w.overlaps(v):
	case !v.From.IsZero() && (v.To.IsZero() || !w.To.IsZero() && !v.To.Before(w.To)):
		w.To = v.From // v covers the end
	case !v.To.IsZero() && (v.From.IsZero() || !w.From.IsZero() && !v.From.After(w.From)):
		w.From = v.To // v covers the beginning
	}
	return w
}
