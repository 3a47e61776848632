package timeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// Every is the length of a bucket of a timeline.
type Every string

// The lengths. The zero value is the shortest that makes no more than
// [fittingBuckets] of the span, never less than a minute.
const (
	EveryMinute      Every = "minute"
	EveryFiveMinutes Every = "5m"
	EveryHour        Every = "hour"
	EveryDay         Every = "day"
)

// Lengths lists them, from the shortest.
func Lengths() []Every { return []Every{EveryMinute, EveryFiveMinutes, EveryHour, EveryDay} }

// Duration is the length as a number.
func (e Every) Duration() time.Duration {
	switch e {
	case EveryFiveMinutes:
		return 5 * time.Minute
	case EveryHour:
		return time.Hour
	case EveryDay:
		return 24 * time.Hour
	}
	return time.Minute
}

// fittingBuckets is how many buckets a timeline has at most unless a length is
// asked for, or days are too short: a week of hours, with room.
const fittingBuckets = 180

// fittingEvery is the length of buckets for a span.
func fittingEvery(span time.Duration) Every {
	for _, every := range Lengths() {
		if span <= fittingBuckets*every.Duration() {
			return every
		}
	}
	return EveryDay
}

// Options are the parameters of the events in time.
type Options struct {
	// By splits the events into series; without it there is one.
	By []report.Dimension
	// Sum, if it is not the zero value, is shown in place of the number of events,
	// and series are ranked by it.
	Sum report.Measure
	// Every is the length of the buckets.
	Every Every
	// Series is how many series there shall be, the largest; the others become
	// one more. Zero is all.
	Series int
	// Filter is what chooses the events. Its window is shown whole. Gaps are looked
	// for where it lets all events of an account and region through.
	Filter trailq.Filter
	report.Scope
}

// Timeline is the report of the events in time.
type Timeline struct {
	*report.Report
	options parameters
}

// parameters are what timeline.sql has.
type parameters struct {
	Options
	Presence bool // whether gaps are looked for
	Measure  report.Name
}

// New is the report. Where no length of buckets is given, the window
// decides or, if it has no end or no beginning, the events.
func New(options Options) (*Timeline, error) {
	filter := &options.Filter
	if options.Every == "" && !filter.From.IsZero() && !filter.To.IsZero() {
		options.Every = fittingEvery(filter.To.Sub(filter.From))
	}
	p := parameters{Options: options, Measure: "events", Presence: isWhole(filter)}
	if options.Sum != (report.Measure{}) {
		p.Measure = options.Sum.Name
	}
	r, err := report.New(files, "timeline", &p)
	if err != nil {
		return nil, err
	}
	return &Timeline{r, p}, nil
}

// isWhole tells a filter that lets all events of an account and region through.
func isWhole(f *trailq.Filter) bool {
	return len(f.EventSources)+len(f.EventNames)+len(f.Callers)+len(f.SourceIPAddresses) == 0 && !f.ErrorsOnly && f.Access == ""
}

// SlotLength is how much of eventTime tells what the SQL counts apart.
func (p *parameters) SlotLength() int {
	switch {
	case p.Every == EveryDay && !p.Presence:
		return len("2006-01-02")
	case p.Every == EveryDay || p.Every == EveryHour:
		return len("2006-01-02T15")
	}
	return len("2006-01-02T15:04")
}

// Time is the start of a bucket, as far as its length needs.
func (p *parameters) Time() report.Expression {
	switch {
	case p.Every == EveryFiveMinutes:
		return report.Expressionf(`substr("slot", 1, 14) || lpad(CAST(TRY_CAST(substr("slot", 15, 2) AS integer) / 5 * 5 AS varchar), 2, '0')`)
	case p.Every == EveryDay && p.Presence:
		return report.Expressionf(`substr("slot", 1, 10)`)
	}
	return report.Expressionf(`"slot"`)
}

// GroupBy are the ordinals of all columns that are no sums.
func (p *parameters) GroupBy() string {
	n := 1 + len(p.By)
	if p.Presence {
		n += 2
	}
	ordinals := make([]string, n)
	for i := range ordinals {
		ordinals[i] = fmt.Sprint(i + 1)
	}
	return strings.Join(ordinals, ", ")
}

// Names are those of By.
func (p *parameters) Names() string {
	var names []string
	for _, d := range p.By {
		names = append(names, d.Name.String())
	}
	return strings.Join(names, ", ")
}

// Others is the number of the series of all that are not shown.
func (p *parameters) Others() int { return p.Series + 1 }

// Tables reads the answer to the SQL and makes what is shown of it: the
// timeline, whose chart marks the gaps, and those gaps, nil where there are none.
//
// The timeline has time (the start of the bucket, RFC 3339), the columns of By,
// the sum if one is asked for, events, and gaps: how many accounts and regions
// have none of their events for an hour or more of the bucket, null where gaps
// are not looked for. Each series has a row in each bucket, also where it is
// zero. It holds a number for each row in memory.
func (t *Timeline) Tables(answer *table.Table) (timeline, gaps *table.Table, err error) {
	c := newCount(&t.options)
	for row, err := range answer.Rows {
		if err != nil {
			return nil, nil, err
		}
		if err := c.addRow(row); err != nil {
			return nil, nil, err
		}
	}
	if err := c.finishCount(); err != nil {
		return nil, nil, err
	}
	timeline = c.timelineTable()
	timeline.Notes = append(timeline.Notes, answer.Notes...)
	return timeline, c.gapTable(), nil
}
