package timeline

import (
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// Every is the length of a bucket of a timeline.
type Every string

// The lengths. The zero value is the shortest one that divides the span into no
// more than [fittingBuckets], and at least a minute.
const (
	EveryMinute      Every = "minute"
	EveryFiveMinutes Every = "5m"
	EveryHour        Every = "hour"
	EveryDay         Every = "day"
)

// Lengths returns all lengths, the shortest first.
func Lengths() []Every { return []Every{EveryMinute, EveryFiveMinutes, EveryHour, EveryDay} }

// Duration returns the length as a duration.
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

// fittingBuckets is the maximum number of buckets if no length is given and days
// are long enough: a week of hours, with room.
const fittingBuckets = 180

// fittingEvery returns the length of buckets for a span.
func fittingEvery(span time.Duration) Every {
	for _, every := range Lengths() {
		if span <= fittingBuckets*every.Duration() {
			return every
		}
	}
	return EveryDay
}

// Options are the parameters of a timeline.
type Options struct {
	// By splits the events into series; without it there is one.
	By []report.Dimension
	// Sum, unless it is the zero value, replaces the number of events and ranks the
	// series.
	Sum report.Measure
	// Every is the length of the buckets.
	Every Every
	// Series is the number of series, the largest ones; the others are added up in one
	// more. Zero is all.
	Series int
	// Filter selects the events. Its window is shown as a whole. Gaps are searched only
	// if the filter passes all events of an account and region.
	Filter trailq.Filter
	report.Scope
}

// Timeline is the report of events over time.
type Timeline struct {
	*report.Report
	options parameters
}

// parameters are the values that timeline.sql uses.
type parameters struct {
	Options
	Presence bool // whether gaps are looked for
	Measure  report.Name
	Once     *report.Once
}

// New returns the report. If no length of buckets is given, it follows from the
// window or, if that has no beginning or end, from the events.
func New(options Options) (*Timeline, error) {
	filter := &options.Filter
	if options.Every == "" && !filter.From.IsZero() && !filter.To.IsZero() {
		options.Every = fittingEvery(filter.To.Sub(filter.From))
	}
	options.By = options.WithInsights(options.By)
	p := parameters{
		Options: options, Measure: "events", Presence: isWhole(filter), Once: options.GroupOnce(options.By, options.Sum),
	}
	if options.Sum != (report.Measure{}) {
		p.Measure = options.Sum.Name
	}
	r, err := report.New(files, "timeline", &p)
	if err != nil {
		return nil, err
	}
	if p.numbersTexts() {
		r.Numbered, err = report.New(files, "numbered", &p)
	}
	return &Timeline{r, p}, err
}

// numbersTexts reports whether numbers in place of texts make the timeline faster: those
// of the calls that a sum goes by are too many.
func (p *parameters) numbersTexts() bool {
	return !p.Elsewhere && len(p.By) > 0 && p.Sum == (report.Measure{})
}

// GroupsCells reports whether the numbered statement groups the events of a series in a
// bucket before it ranks the series.
func (p *parameters) GroupsCells() bool { return p.SlotLength() < len("2006-01-02T15:04") }

// numberedColumns returns the columns whose texts have a number together.
func (p *parameters) numberedColumns() []report.Column {
	var columns []report.Column
	for _, d := range p.By {
		columns = append(columns, report.Column{Name: d.Name, SQL: d.SQL})
	}
	if p.Presence {
		columns = append(columns,
			report.Column{Name: "presence_account", SQL: report.Expressionf("coalesce(recipientaccountid, useridentity.accountid)")},
			report.Column{Name: "presence_region", SQL: report.Expressionf("awsregion")})
	}
	return append(columns, p.Once.Keys...)
}

// Numbered returns the SQL of the texts that have a number together.
func (p *parameters) Numbered() string {
	var list []string
	for _, c := range p.numberedColumns() {
		list = append(list, c.SQL.String())
	}
	return strings.Join(list, ", ")
}

// NumberedNames returns their names.
func (p *parameters) NumberedNames() []report.Name {
	var list []report.Name
	for _, c := range p.numberedColumns() {
		list = append(list, c.Name)
	}
	return list
}

// isWhole reports whether a filter passes all events of an account and region.
func isWhole(f *trailq.Filter) bool {
	return len(f.EventSources)+len(f.EventNames)+len(f.Callers)+len(f.SourceIPAddresses)+len(f.Where) == 0 && !f.ErrorsOnly && f.Access == ""
}

// SlotLength returns how many characters of eventTime the SQL groups by.
func (p *parameters) SlotLength() int {
	switch {
	case p.Every == EveryDay && !p.Presence:
		return len("2006-01-02")
	case p.Every == EveryDay || p.Every == EveryHour:
		return len("2006-01-02T15")
	}
	return len("2006-01-02T15:04")
}

// EventTime returns the SQL of the time of an event.
func (p *parameters) EventTime() report.Expression { return report.EventTime() }

// Time returns the SQL of the start of a bucket, as exact as its length needs.
func (p *parameters) Time() report.Expression {
	switch {
	case p.Every == EveryFiveMinutes:
		return report.Expressionf(`substr("slot", 1, 14) || lpad(CAST(TRY_CAST(substr("slot", 15, 2) AS integer) / 5 * 5 AS varchar), 2, '0')`)
	case p.Every == EveryDay && p.Presence:
		return report.Expressionf(`substr("slot", 1, 10)`)
	}
	return report.Expressionf(`"slot"`)
}

// Ordinals returns the places of the slot, the dimensions, the columns of presence, and
// so many more.
func (p *parameters) Ordinals(more int) string {
	columns := 1 + len(p.By) + more
	if p.Presence {
		columns += 2
	}
	return report.Ordinals(columns)
}

// Names returns the names of By.
func (p *parameters) Names() string {
	var names []string
	for _, d := range p.By {
		names = append(names, d.Name.String())
	}
	return strings.Join(names, ", ")
}

// Others returns the number of the series that adds up those not shown.
func (p *parameters) Others() int { return p.Series + 1 }

// Tables reads the answer to the SQL and returns the timeline, whose chart marks
// the gaps, and a table of the gaps, nil if there are none.
//
// The timeline has time (the start of the bucket, RFC 3339), the columns of By, the
// sum if one is asked for, events, and gaps: the number of accounts and regions
// without any of their events for an hour or more of the bucket, NULL if gaps are
// not searched. Each series has a row in each bucket, even if it is zero. Each row
// takes one number in memory.
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
