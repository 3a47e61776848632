package timeline

import (
	"fmt"
	"strconv"
	"time"

	"github.com/trailq/trailq/internal/gap"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// mostCells bounds the memory of a timeline: buckets by series.
const mostCells = 2_000_000

// SizeError is a timeline that would be too large.
type SizeError struct {
	Buckets, Series int64
	Every           Every
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("the timeline would have %d buckets (%s) of %d series", e.Buckets, e.Every, e.Series)
}

// cell is what a series has in a bucket.
type cell struct{ sum, events int64 }

// count gathers the rows of timeline.sql.
type count struct {
	p     *parameters
	every Every
	// cells are by the number of the bucket, counted from 1970, and by series.
	cells       map[int64][]cell
	names       [][]table.Value // of the series
	first, last time.Time       // of the events
	timed       bool            // there are some
	untimed     int64
	groups      int64 // series, with those that are not shown
	presence    gap.Presence
	gaps        []gap.Gap
	from, to    int64 // the buckets
}

func newCount(p *parameters) *count {
	c := &count{p: p, every: p.Every, cells: make(map[int64][]cell)}
	if c.every == "" {
		c.every = EveryMinute
	}
	return c
}

// add takes a row: time, series, the columns of By, those of presence, groups,
// the sum, events.
func (c *count) add(row []table.Value) error {
	names := row[2 : 2+len(c.p.By)]
	rest := row[2+len(names):]
	if c.p.Presence {
		if row[1].Kind() == table.KindNull {
			c.addPresence(rest)
			return nil
		}
		rest = rest[3:]
	}
	series, groups, events := whole(row[1]), whole(rest[0]), whole(rest[len(rest)-1])
	c.groups = max(c.groups, groups)
	at, ok := slotTime(string(row[0].AppendText(nil)))
	if !ok {
		c.untimed += events
		return nil
	}
	c.extend(at)
	if err := c.checkSize(int64(len(c.cells)), series); err != nil {
		return err
	}
	c.name(series, names)
	found := c.at(at, series)
	found.events += events
	if c.p.Sum != (report.Measure{}) {
		found.sum += whole(rest[1])
	}
	return nil
}

// whole is a number of the SQL, zero where there is none.
func whole(value table.Value) int64 {
	n, _ := strconv.ParseInt(string(value.AppendText(nil)), 10, 64)
	return n
}

// The years that events can have: CloudTrail began in November 2013, and one
// event of the year 9999 would stretch the timeline beyond use.
const (
	firstYear = 2013
	lastYear  = 2100
)

// slotTime reads the start of an eventTime.
func slotTime(text string) (time.Time, bool) {
	const form = "2006-01-02T15:04"
	for _, length := range []int{len(form), len("2006-01-02T15"), len("2006-01-02")} {
		if len(text) == length {
			at, err := time.Parse(form[:length], text)
			return at, err == nil && firstYear <= at.Year() && at.Year() <= lastYear
		}
	}
	return time.Time{}, false
}

func (c *count) addPresence(row []table.Value) {
	at, ok := slotTime(string(row[0].AppendText(nil)))
	if !ok {
		return
	}
	c.presence.Add(gap.Place{Account: string(row[1].AppendText(nil)), Region: string(row[2].AppendText(nil))}, at)
}

// extend takes a time into the span, and makes the buckets as long as that needs.
func (c *count) extend(at time.Time) {
	if !c.timed || at.Before(c.first) {
		c.first = at
	}
	if !c.timed || at.After(c.last) {
		c.last = at
	}
	c.timed = true
	if c.p.Every != "" {
		return
	}
	from, to := c.span()
	every := fittingEvery(to.Sub(from))
	if every.Duration() <= c.every.Duration() {
		return
	}
	shorter := c.cells
	factor := int64(every.Duration() / c.every.Duration())
	c.every, c.cells = every, make(map[int64][]cell)
	for bucket, cells := range shorter {
		for i, one := range cells {
			sum := c.cell(floor(bucket, factor), int64(i+1))
			sum.sum += one.sum
			sum.events += one.events
		}
	}
}

// floor is n/d rounded down, also where n is negative.
func floor(n, d int64) int64 {
	q := n / d
	if n%d < 0 {
		q--
	}
	return q
}

// span is from when to when the timeline reaches: the window, or the events
// where that is open.
func (c *count) span() (from, to time.Time) {
	from, to = c.p.Filter.From, c.p.Filter.To
	if from.IsZero() {
		from = c.first
	}
	if to.IsZero() {
		to = c.last.Add(time.Nanosecond)
	}
	return from, to
}

// bucket is the number of the bucket that a time is in.
func (c *count) bucket(at time.Time) int64 {
	return floor(at.Unix(), int64(c.every.Duration()/time.Second))
}

// start is when a bucket begins.
func (c *count) start(bucket int64) time.Time {
	return time.Unix(bucket*int64(c.every.Duration()/time.Second), 0).UTC()
}

func (c *count) at(at time.Time, series int64) *cell { return c.cell(c.bucket(at), series) }

// cell is that of a bucket and a series, counted from 1.
func (c *count) cell(bucket, series int64) *cell {
	cells := c.cells[bucket]
	for int64(len(cells)) < series {
		cells = append(cells, cell{})
	}
	c.cells[bucket] = cells
	return &cells[series-1]
}

// name keeps the names of a series.
func (c *count) name(series int64, names []table.Value) {
	for int64(len(c.names)) < series {
		c.names = append(c.names, nil)
	}
	if c.names[series-1] != nil {
		return
	}
	kept := make([]table.Value, len(names))
	for i, name := range names {
		switch {
		case c.p.Series > 0 && series > int64(c.p.Series):
			kept[i] = table.Text(otherSeries)
		case name.Kind() != table.KindNull:
			kept[i] = table.Text(string(name.AppendText(nil)))
		}
	}
	c.names[series-1] = kept
}

// otherSeries is the name of all series together that have no row of their own.
const otherSeries = "(others)"

func (c *count) checkSize(buckets, series int64) error {
	if buckets*max(series, 1) > mostCells {
		return &SizeError{Buckets: buckets, Series: series, Every: c.every}
	}
	return nil
}

// finish decides on the buckets, and finds the gaps.
func (c *count) finish() error {
	window := &c.p.Filter
	if !c.timed && (window.From.IsZero() || window.To.IsZero()) {
		return nil
	}
	from, to := c.span()
	c.from, c.to = c.bucket(from), c.bucket(to.Add(-time.Nanosecond))+1
	if len(c.p.By) == 0 && len(c.names) == 0 {
		c.names = [][]table.Value{{}}
	}
	if err := c.checkSize(c.to-c.from, int64(len(c.names))); err != nil {
		return err
	}
	c.gaps = c.presence.Gaps()
	return nil
}
