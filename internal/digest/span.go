package digest

import (
	"slices"
	"time"
)

// span is a stretch of time: not before from, before to.
type span struct{ from, to time.Time }

func (s span) overlaps(other span) bool { return s.from.Before(other.to) && other.from.Before(s.to) }

// clip returns what of s lies in the window; a zero bound of it is none.
func (s span) clip(window span) span {
	if !window.from.IsZero() && s.from.Before(window.from) {
		s.from = window.from
	}
	if !window.to.IsZero() && s.to.After(window.to) {
		s.to = window.to
	}
	return s
}

// include extends s so that it has other, too.
func (s span) include(other span) span {
	if s.from.IsZero() || other.from.Before(s.from) {
		s.from = other.from
	}
	if other.to.After(s.to) {
		s.to = other.to
	}
	return s
}

// mergeSpans returns the union of spans, in order and without overlaps.
func mergeSpans(spans []span) []span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b span) int { return a.from.Compare(b.from) })
	var merged []span
	for _, s := range spans {
		if n := len(merged); n > 0 && !s.from.After(merged[n-1].to) {
			merged[n-1] = merged[n-1].include(s)
			continue
		}
		if s.from.Before(s.to) {
			merged = append(merged, s)
		}
	}
	return merged
}

// subtractSpans returns what of the window the merged spans leave.
func subtractSpans(window span, merged []span) []span {
	var rest []span
	at := window.from
	for _, s := range merged {
		if !s.overlaps(window) {
			continue
		}
		if at.Before(s.from) {
			rest = append(rest, span{at, s.from})
		}
		at = s.to
	}
	if at.Before(window.to) {
		rest = append(rest, span{at, window.to})
	}
	return rest
}

// totalLength returns the sum of the lengths of spans.
func totalLength(spans []span) time.Duration {
	var total time.Duration
	for _, s := range spans {
		total += s.to.Sub(s.from)
	}
	return total
}
