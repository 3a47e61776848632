package diff

import (
	"time"

	"github.com/trailq/trailq/internal/delivery"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// coverage is what was delivered of the windows, in units of a step.
type coverage struct {
	*delivery.Counts
	unit step
}

// mostCoverage bounds the rows of coverage.sql.
const mostCoverage = 14_000

// coverageUnit returns the unit in which coverage is measured: hours, tens of minutes
// in short windows, days in long ones.
func (d *Comparison) coverageUnit() step {
	const day = 24 * time.Hour
	shorter := min(d.options.Before.duration(), d.options.After.duration())
	switch {
	case d.step.length == day:
		return d.step
	case shorter < delivery.LeastHours*time.Hour && d.step.Length >= 15:
		return step{15, "2006-01-02T15:04", "0", 10 * time.Minute, "10m"}
	}
	return step{13, "2006-01-02T15", "", time.Hour, "1h"}
}

// queryCoverage returns the statement that counts the events of each hour.
func (d *Comparison) queryCoverage() (*report.Report, error) {
	d.startCoverage()
	events := report.Expressionf("count(*)")
	if d.options.InDollars() {
		events = report.Expressionf(`sum("calls")`)
	}
	return report.New(files, "coverage", struct {
		Pairs, Length int
		Events        report.Expression
	}{d.coverage.mostPlaces(), d.coverage.unit.Length, events})
}

// startCoverage starts the coverage of both windows, without events.
func (d *Comparison) startCoverage() {
	unit := d.coverageUnit()
	var starts [2][]time.Time
	for side, w := range []Window{d.options.Before, d.options.After} {
		if w.duration() > 0 && w.duration() <= mostSteps*unit.length {
			for at := w.From.Truncate(unit.length); at.Before(w.To); at = at.Add(unit.length) {
				starts[side] = append(starts[side], at)
			}
		}
	}
	d.coverage = &coverage{delivery.New(starts[0], starts[1], unit.length), unit}
}

// mostPlaces returns how many accounts and regions are looked at.
func (c *coverage) mostPlaces() int {
	return max(1, min(200, mostCoverage/max(len(c.Starts[0])+len(c.Starts[1]), 1)))
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
	if err != nil {
		return nil //nolint:nilerror // hostile logs have it
	}
	hour, isInside := c.FindHour(side, at)
	if !isInside {
		return nil
	}
	events, err := readNumber(row[4])
	if err != nil {
		return err
	}
	c.AddEvents(delivery.Place{IsAll: true}, side, hour, events)
	if row[1].Kind() != table.KindNull {
		c.AddEvents(delivery.Place{Account: string(row[1].AppendText(nil)), Region: string(row[2].AppendText(nil))}, side, hour, events)
	}
	return nil
}

// findLeftOut decides what is not compared.
func (d *Comparison) findLeftOut() {
	c := d.coverage
	c.FindLeft()
	if c.IsPartly() && !c.HasSameLength() {
		d.ratio = d.options.lengthRatio() * c.CoveredShare(1) / c.CoveredShare(0)
	}
}

// comparedSQL returns the condition that a row of trailq_changes is compared.
func (d *Comparison) comparedSQL() report.Expression {
	all := report.Expressionf(`"side" IN ('before', 'after')`)
	if d.coverage == nil {
		return all
	}
	for _, part := range d.coverage.Left {
		all = joinConditions(report.Expressionf("NOT (%v)", d.leftOutSQL(part)), all)
	}
	return all
}

// leftOutSQL returns the condition that a row is left out.
func (d *Comparison) leftOutSQL(part delivery.Part) report.Expression {
	var place report.Expression
	if !part.Place.IsAll {
		place = report.Expressionf(`coalesce("account", '') = %v AND coalesce("region", '') = %v`, report.QuoteText(part.Place.Account), report.QuoteText(part.Place.Region))
	}
	if part.IsWhole {
		return place
	}
	var times []report.Expression
	for _, span := range d.coverage.Spans(part) {
		times = append(times, report.Expressionf(`("at" >= %v AND "at" < %v)`, report.Text(d.coverage.unit.text(span.From)), report.Text(d.coverage.unit.text(span.To))))
	}
	return joinConditions(report.AnyOf(times), place)
}

// text returns a time as the beginning of eventTime.
func (s step) text(at time.Time) string { return at.UTC().Format(time.RFC3339)[:s.Length] }
