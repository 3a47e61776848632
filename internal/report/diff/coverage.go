package diff

import (
	"cmp"
	"slices"
	"time"

	"github.com/trailq/trailq/internal/gap"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// place is an account and region, or everything together.
type place struct {
	account, region string
	all             bool
}

// coverage is what was delivered of the windows.
type coverage struct {
	unit   step
	hours  [2][]time.Time // of Before and After, in units
	places map[place]*[2]placeHours
	left   []leftOut
}

// placeHours are the events of a place in each unit of a window.
type placeHours = []float64

// leftOut is a part of a window that is not compared, because there is nothing of it,
// or because there is nothing of the same part of the other window.
type leftOut struct {
	place    place
	after    bool // the window in which there is nothing
	from, to int  // units, of a window from its start
	whole    bool // the place is not compared at all
	inBoth   bool // the same part of the other window is left out
}

const (
	// mostCoverage bounds the rows of coverage.sql.
	mostCoverage = 14_000
	// leastCovered is how many hours a window must have for its coverage to be looked at.
	leastCovered = 6
)

// coverageUnit returns the unit in which coverage is measured: hours, tens of minutes
// in short windows, days in long ones.
func (d *Comparison) coverageUnit() step {
	const day = 24 * time.Hour
	shorter := min(d.options.Before.duration(), d.options.After.duration())
	switch {
	case d.step.length == day:
		return d.step
	case shorter < leastCovered*time.Hour && d.step.Length >= 15:
		return step{15, "2006-01-02T15:04", "0", 10 * time.Minute, "10m"}
	}
	return step{13, "2006-01-02T15", "", time.Hour, "1h"}
}

// queryCoverage returns the statement that counts the events of each hour.
func (d *Comparison) queryCoverage() (*report.Report, error) {
	d.startCoverage()
	return report.New(files, "coverage", struct{ Pairs, Length int }{d.coverage.mostPlaces(), d.coverage.unit.Length})
}

// startCoverage starts the coverage of both windows, without events.
func (d *Comparison) startCoverage() {
	c := &coverage{unit: d.coverageUnit(), places: make(map[place]*[2]placeHours)}
	for side, w := range []Window{d.options.Before, d.options.After} {
		if w.duration() > 0 && w.duration() <= mostSteps*c.unit.length {
			for at := w.From.Truncate(c.unit.length); at.Before(w.To); at = at.Add(c.unit.length) {
				c.hours[side] = append(c.hours[side], at)
			}
		}
	}
	d.coverage = c
}

// mostPlaces returns how many accounts and regions are looked at.
func (c *coverage) mostPlaces() int {
	return max(1, min(200, mostCoverage/max(len(c.hours[0])+len(c.hours[1]), 1)))
}

// readCoverage reads a row of coverage.sql. An invalid eventTime is no hour.
func (d *Comparison) readCoverage(row []table.Value) error {
	c, side := d.coverage, 0
	switch string(row[0].AppendText(nil)) {
	case "after":
		side = 1
	case "before":
	default:
		return nil
	}
	at, err := time.Parse(c.unit.layout, string(row[3].AppendText(nil))+c.unit.rest)
	if err != nil || len(c.hours[side]) == 0 {
		return nil //nolint:nilerror // hostile logs have it
	}
	i := int(at.Sub(c.hours[side][0]) / c.unit.length)
	if i < 0 || i >= len(c.hours[side]) {
		return nil
	}
	events, err := readNumber(row[4])
	if err != nil {
		return err
	}
	c.addEvents(place{all: true}, side, i, events)
	if row[1].Kind() != table.KindNull {
		c.addEvents(place{account: string(row[1].AppendText(nil)), region: string(row[2].AppendText(nil))}, side, i, events)
	}
	return nil
}

// addEvents adds the events of a place at an hour.
func (c *coverage) addEvents(p place, side, hour int, events float64) {
	if c.places[p] == nil {
		c.places[p] = &[2]placeHours{make(placeHours, len(c.hours[0])), make(placeHours, len(c.hours[1]))}
	}
	c.places[p][side][hour] += events
}

// findLeftOut decides what is not compared: first of everything together, then of
// accounts and regions.
func (d *Comparison) findLeftOut() {
	c := d.coverage
	if len(c.hours[0]) < leastCovered || len(c.hours[1]) < leastCovered {
		return
	}
	all := place{all: true}
	c.left = c.gapsOf(all)
	if len(c.left) == 0 {
		for _, p := range c.listPlaces() {
			c.left = append(c.left, c.gapsOf(p)...)
		}
		return
	}
	if !c.sameLength() {
		d.ratio = d.options.lengthRatio() * c.coveredShare(1) / c.coveredShare(0)
	}
}

// listPlaces returns the accounts and regions in order.
func (c *coverage) listPlaces() []place {
	var all []place
	for p := range c.places {
		if !p.all {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region))
	})
	return all
}

// sameLength reports whether each hour of a window has one in the other window that it
// is compared with.
func (c *coverage) sameLength() bool { return len(c.hours[0]) == len(c.hours[1]) }

// gapsOf returns what is missing of a place.
func (c *coverage) gapsOf(p place) []leftOut {
	var all []leftOut
	counts := c.places[p]
	if counts == nil {
		return nil
	}
	for side := range 2 {
		for _, run := range gap.Missing(counts[side], c.expectedHours(counts, side)) {
			left := leftOut{place: p, after: side == 1, from: run[0], to: run[1], inBoth: c.sameLength()}
			if !left.inBoth && !p.all {
				left.whole = true
			}
			all = append(all, left)
		}
	}
	return all
}

// expectedHours returns what the hours of a window would have by the other one: the
// events of the same hour, or the mean.
func (c *coverage) expectedHours(counts *[2]placeHours, side int) placeHours {
	if c.sameLength() {
		return counts[1-side]
	}
	other, sum := counts[1-side], 0.0
	for _, n := range other {
		sum += n
	}
	expected := make(placeHours, len(counts[side]))
	for i := range expected {
		expected[i] = sum / float64(len(other))
	}
	return expected
}

// coveredShare returns the part of a window that is compared.
func (c *coverage) coveredShare(side int) float64 {
	left := 0
	for _, gap := range c.left {
		if gap.after == (side == 1) || gap.inBoth {
			left += gap.to - gap.from
		}
	}
	return 1 - float64(left)/float64(max(len(c.hours[side]), 1))
}

// comparedSQL returns the condition that a row of trailq_changes is compared.
func (d *Comparison) comparedSQL() report.Expression {
	all := report.Expressionf(`"side" IN ('before', 'after')`)
	if d.coverage == nil {
		return all
	}
	for _, gap := range d.coverage.left {
		all = joinConditions(report.Expressionf("NOT (%v)", d.leftOutSQL(gap)), all)
	}
	return all
}

// leftOutSQL returns the condition that a row is left out.
func (d *Comparison) leftOutSQL(gap leftOut) report.Expression {
	var place report.Expression
	if !gap.place.all {
		place = report.Expressionf(`coalesce("account", '') = %v AND coalesce("region", '') = %v`, report.QuoteText(gap.place.account), report.QuoteText(gap.place.region))
	}
	if gap.whole {
		return place
	}
	var times []report.Expression
	for side := range 2 {
		if gap.after == (side == 1) || gap.inBoth {
			from, to := d.coverage.gapTimes(gap, side)
			times = append(times, report.Expressionf(`("at" >= %v AND "at" < %v)`, report.Text(d.coverage.unit.text(from)), report.Text(d.coverage.unit.text(to))))
		}
	}
	return joinConditions(report.AnyOf(times), place)
}

// gapTimes returns when what is left out of a window begins and ends.
func (c *coverage) gapTimes(gap leftOut, side int) (from, to time.Time) {
	first := c.hours[side][0]
	return first.Add(time.Duration(gap.from) * c.unit.length), first.Add(time.Duration(gap.to) * c.unit.length)
}

// text returns a time as the beginning of eventTime.
func (s step) text(at time.Time) string { return at.UTC().Format(time.RFC3339)[:s.Length] }
