package miss

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/records"
)

// Search looks for the reason why a filter matched nothing.
type Search struct {
	parts       []*part
	from, to    time.Time // the window
	first, last time.Time // of the events
	inWindow    int64
	events      int64
}

// NewSearch returns a search, or nil if the filter leaves nothing out. Values of
// fields, and fields, for which hides reports true are not told.
func NewSearch(filter *trailq.Filter, hides func(text string) bool) (*Search, error) {
	s := &Search{parts: splitFilter(filter), from: filter.From, to: filter.To}
	for _, p := range s.parts {
		p.hides = hides
		if err := p.prepare(); err != nil {
			return nil, err
		}
	}
	if len(s.parts) == 0 && !s.hasWindow() {
		return nil, nil
	}
	return s, nil
}

func (s *Search) hasWindow() bool { return !s.from.IsZero() || !s.to.IsZero() }

// AddEvent adds an event of the logs, whatever it is. Its time must be decoded.
func (s *Search) AddEvent(event *trailq.Event) {
	s.events++
	s.AddTime(event.EventTime)
	if at := event.EventTime; !at.IsZero() && !at.Before(s.from) && (s.to.IsZero() || at.Before(s.to)) {
		s.inWindow++
	}
	fields, _ := records.Object(event.Raw, nil)
	record := &records.Record{Raw: event.Raw, Fields: fields}
	for _, p := range s.parts {
		p.addEvent(event, record)
	}
}

// AddTime adds a time that the logs have.
func (s *Search) AddTime(at time.Time) {
	if at.IsZero() {
		return
	}
	if s.first.IsZero() || at.Before(s.first) {
		s.first = at
	}
	if at.After(s.last) {
		s.last = at
	}
}

// Notes returns what was found. Partly says that not all events were added.
func (s *Search) Notes(partly bool) []string {
	if s.first.IsZero() && s.events == 0 {
		return nil
	}
	among := ""
	if partly {
		among = "of the first " + humanize.Thousands(s.events) + " events, "
	}
	var notes []string
	if s.hasWindow() && !s.overlaps(s.first, s.last) {
		notes = append(notes, fmt.Sprintf("the logs have events from %s to %s", s.first.UTC().Format(time.RFC3339), s.last.UTC().Format(time.RFC3339)))
	} else if s.hasWindow() && s.inWindow == 0 && !partly {
		notes = append(notes, fmt.Sprintf("no event is in the window, though the logs have events from %s to %s", s.first.UTC().Format(time.RFC3339), s.last.UTC().Format(time.RFC3339)))
	}
	if s.events == 0 {
		return notes
	}
	for _, p := range s.parts {
		if p.count == 0 {
			notes = append(notes, among+p.describe())
		}
	}
	if len(notes) == 0 && len(s.parts)+min(int(s.inWindow), 1) > 1 {
		notes = append(notes, among+s.describeParts())
	}
	return notes
}

// overlaps reports whether the window has a part of the time from first to last.
func (s *Search) overlaps(first, last time.Time) bool {
	return !last.Before(s.from) && (s.to.IsZero() || first.Before(s.to))
}

// describeParts says how many events each part matches alone.
func (s *Search) describeParts() string {
	var counts []string
	if s.hasWindow() {
		counts = append(counts, "the window has "+humanize.Thousands(s.inWindow))
	}
	for _, p := range s.parts {
		counts = append(counts, p.condition()+" matches "+humanize.Thousands(p.count))
	}
	return "no event matches all of the filters: " + strings.Join(counts, ", ")
}

// condition returns what the part asks for.
func (p *part) condition() string {
	asked := strings.Join(p.asked, ", ")
	if p.name == "" {
		return asked
	}
	return p.name + " " + asked
}
