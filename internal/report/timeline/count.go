package timeline

import (
	"fmt"
	"strconv"
	"time"

	"github.com/trailq/trailq/internal/gap"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// mostCells limits the memory of a timeline: buckets times series.
const mostCells = 2_000_000

// SizeError means that a timeline would be too large.
type SizeError struct {
	Buckets, Series int64
	Every           Every
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("the timeline would have %d buckets (%s) of %d series", e.Buckets, e.Every, e.Series)
}

// cell is the counts of a series in a bucket.
type cell struct{ sum, events int64 }

// count collects the rows of timeline.sql.
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

// addRow adds a row: time, series, the columns of By, those of presence, groups,
// the sum, events.
func (c *count) addRow(row []table.Value) error {
	names := row[2 : 2+len(c.p.By)]
	rest := row[2+len(names):]
	if c.p.Presence {
		if row[1].Kind() == table.KindNull {
			c.addPresence(rest)
			return nil
		}
		rest = rest[3:]
	}
	series, groups, events := readWhole(row[1]), readWhole(rest[0]), readWhole(rest[len(rest)-1])
	c.groups = max(c.groups, groups)
	at, ok := slotTime(string(row[0].AppendText(nil)))
	if !ok {
		c.untimed += events
		return nil
	}
	c.extendSpan(at)
	if err := c.checkSize(int64(len(c.cells)), series); err != nil {
		return err
	}
	c.nameSeries(series, names)
	found := c.cellAt(at, series)
	found.events += events
	if c.p.Sum != (report.Measure{}) {
		found.sum += readWhole(rest[1])
	}
	return nil
}

// readWhole returns a whole number of the SQL's answer, zero for NULL.
func readWhole(value table.Value) int64 {
	n, _ := strconv.ParseInt(string(value.AppendText(nil)), 10, 64)
	return n
}

// The years that events can have. CloudTrail started in November 2013, and one
// event of the year 9999 would stretch the timeline beyond use.
const (
	firstYear = 2013
	lastYear  = 2100
)

// slotTime parses the start of an eventTime.
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

// extendSpan extends the span to include a time, and lengthens the buckets as
// needed.
func (c *count) extendSpan(at time.Time) {
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
	from, to := c.timeSpan()
	every := fittingEvery(to.Sub(from))
	if every.Duration() <= c.every.Duration() {
		return
	}
	shorter := c.cells
	factor := int64(every.Duration() / c.every.Duration())
	c.every, c.cells = every, make(map[int64][]cell)
	for bucket, cells := range shorter {
		for i, one := range cells {
			sum := c.bucketCell(floorDivide(bucket, factor), int64(i+1))
			sum.sum += one.sum
			sum.events += one.events
		}
	}
}

// floorDivide returns n/d rounded down, also for negative n.
func floorDivide(n, d int64) int64 {
	q := n / d
	if n%d < 0 {
		q--
	}
	return q
}

// timeSpan returns the bounds of the timeline: those of the window or, where it is
// open, of the events.
func (c *count) timeSpan() (from, to time.Time) {
	from, to = c.p.Filter.From, c.p.Filter.To
	if from.IsZero() {
		from = c.first
	}
	if to.IsZero() {
		to = c.last.Add(time.Nanosecond)
	}
	return from, to
}

// bucketOf returns the number of the bucket of a time.
func (c *count) bucketOf(at time.Time) int64 {
	return floorDivide(at.Unix(), int64(c.every.Duration()/time.Second))
}

// bucketStart returns when a bucket starts.
func (c *count) bucketStart(bucket int64) time.Time {
	return time.Unix(bucket*int64(c.every.Duration()/time.Second), 0).UTC()
}

func (c *count) cellAt(at time.Time, series int64) *cell { return c.bucketCell(c.bucketOf(at), series) }

// bucketCell returns the cell of a bucket and of a series, counted from 1.
func (c *count) bucketCell(bucket, series int64) *cell {
	cells := c.cells[bucket]
	for int64(len(cells)) < series {
		cells = append(cells, cell{})
	}
	c.cells[bucket] = cells
	return &cells[series-1]
}

// nameSeries stores the names of a series.
func (c *count) nameSeries(series int64, names []table.Value) {
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

// otherSeries is the name of the series that adds up all others.
const otherSeries = "(others)"

func (c *count) checkSize(buckets, series int64) error {
	if buckets*max(series, 1) > mostCells {
		return &SizeError{Buckets: buckets, Series: series, Every: c.every}
	}
	return nil
}

// finishCount chooses the buckets and finds the gaps.
func (c *count) finishCount() error {
	window := &c.p.Filter
	if !c.timed && (window.From.IsZero() || window.To.IsZero()) {
		return nil
	}
	from, to := c.timeSpan()
	c.from, c.to = c.bucketOf(from), c.bucketOf(to.Add(-time.Nanosecond))+1
	if len(c.p.By) == 0 && len(c.names) == 0 {
		c.names = [][]table.Value{{}}
	}
	if err := c.checkSize(c.to-c.from, int64(len(c.names))); err != nil {
		return err
	}
	c.gaps = c.presence.Gaps()
	return nil
}
