package trailq

import "time"

// times is the earliest and latest eventTime of some events.
type times struct{ first, last time.Time }

func (t *times) note(event *Event) { t.extend(event.EventTime) }

func (t *times) extend(at time.Time) {
	if at.IsZero() {
		return
	}
	if t.first.IsZero() || at.Before(t.first) {
		t.first = at
	}
	if at.After(t.last) {
		t.last = at
	}
}

// addTo widens what the summary has.
func (t *times) addTo(s *Summary) {
	all := times{s.FirstEventTime, s.LastEventTime}
	all.extend(t.first)
	all.extend(t.last)
	s.FirstEventTime, s.LastEventTime = all.first, all.last
}
