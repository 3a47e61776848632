package trailq

import (
	"bytes"
	"time"
)

// rawTimes is times of raw eventTimes, of which few need to be parsed: those in
// CloudTrail's form sort as text.
type rawTimes struct {
	times
	from, to []byte // the earliest and latest in that form, raw
}

// rawTimeForm is CloudTrail's form, as JSON has it.
const rawTimeForm = `"2006-01-02T15:04:05Z"`

// note takes an event's time in. Between two others nothing can be one of both
// ends; what is no time does not count, wherever it sorts.
func (t *rawTimes) note(raw []byte) {
	formal := len(raw) == len(rawTimeForm)
	if formal && t.from != nil && bytes.Compare(raw, t.from) >= 0 && bytes.Compare(raw, t.to) <= 0 {
		return
	}
	at := eventTime(raw)
	t.extend(at)
	if !formal || at.IsZero() {
		return
	}
	if t.from == nil || bytes.Compare(raw, t.from) < 0 {
		t.from = append(t.from[:0], raw...)
	}
	if bytes.Compare(raw, t.to) > 0 {
		t.to = append(t.to[:0], raw...)
	}
}

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
