package trailq

import (
	"bytes"
	"time"

	"github.com/trailq/trailq/internal/fact"
)

// rawTimeRange is the timeRange of raw eventTimes. It parses few of them, since times
// in CloudTrail's form sort as text.
type rawTimeRange struct {
	timeRange
	from, to []byte // the earliest and latest in that form, raw
}

// rawTimeForm is CloudTrail's form of a time, as JSON.
const rawTimeForm = `"2006-01-02T15:04:05Z"`

// addRaw extends the range by an event's raw time. A text between the two ends
// changes neither. A text that is not a time does not count, wherever it sorts.
func (t *rawTimeRange) addRaw(raw []byte) {
	formal := len(raw) == len(rawTimeForm)
	if formal && t.from != nil && bytes.Compare(raw, t.from) >= 0 && bytes.Compare(raw, t.to) <= 0 {
		return
	}
	at := fact.Time(raw)
	t.addTime(at)
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

// timeRange holds the earliest and latest eventTime of some events.
type timeRange struct{ first, last time.Time }

func (t *timeRange) addEvent(event *Event) { t.addTime(event.EventTime) }

func (t *timeRange) addTime(at time.Time) {
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

// widenSummary extends the summary's range by t.
func (t *timeRange) widenSummary(s *Summary) {
	all := timeRange{s.FirstEventTime, s.LastEventTime}
	all.addTime(t.first)
	all.addTime(t.last)
	s.FirstEventTime, s.LastEventTime = all.first, all.last
}
