package timeline

import (
	"fmt"
	"time"

	"github.com/trailq/trailq/internal/gap"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// timelineTable returns the timeline.
func (c *count) timelineTable() *table.Table {
	t := &table.Table{
		Name:    "timeline",
		Title:   string(c.p.Measure) + " by " + c.everyName(),
		Columns: []table.Column{{Name: "time", Type: table.TypeTime}},
		Chart:   &table.Chart{Bucket: c.every.Duration(), Mark: -1, MarkName: "gaps"},
		Notes:   c.listNotes(),
	}
	for _, d := range c.p.By {
		t.Chart.Series = append(t.Chart.Series, len(t.Columns))
		t.Columns = append(t.Columns, table.Column{Name: string(d.Name)})
	}
	t.Chart.Value = len(t.Columns)
	if c.hasSum() {
		t.Columns = append(t.Columns, table.Column{Name: string(c.p.Measure), Unit: table.UnitBytes})
	}
	t.Columns = append(t.Columns, table.Column{Name: "events"})
	if c.p.Presence {
		t.Chart.Mark = len(t.Columns)
	}
	t.Columns = append(t.Columns, table.Column{Name: "gaps"})
	t.Rows = c.yieldRows
	return t
}

func (c *count) everyName() string {
	if c.every == EveryFiveMinutes {
		return "five minutes"
	}
	return string(c.every)
}

func (c *count) hasSum() bool { return c.p.Sum != (report.Measure{}) }

// yieldRows yields a row for each series in each bucket.
func (c *count) yieldRows(yield func([]table.Value, error) bool) {
	silent := c.silentPlaces()
	var row []table.Value
	for bucket := c.from; bucket < c.to; bucket++ {
		start := table.Text(c.bucketStart(bucket).Format(time.RFC3339))
		cells := c.cells[bucket]
		for i, names := range c.names {
			var one cell
			if i < len(cells) {
				one = cells[i]
			}
			row = append(append(row[:0], start), names...)
			if c.hasSum() {
				row = append(row, table.Int(one.sum))
			}
			row = append(row, table.Int(one.events))
			if c.p.Presence {
				row = append(row, table.Int(silent[bucket]))
			} else {
				row = append(row, table.Value{})
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// silentPlaces returns how many places have a gap in each bucket.
func (c *count) silentPlaces() map[int64]int64 {
	silent := make(map[int64]int64)
	counted := make(map[gap.Place]int64) // the bucket behind the last that counts
	for _, g := range c.gaps {
		from, to := c.bucketOf(g.From), c.bucketOf(g.To.Add(-time.Nanosecond))+1
		from, to = max(from, c.from), min(to, c.to)
		if behind, before := counted[g.Place]; before {
			from = max(from, behind)
		}
		for bucket := from; bucket < to; bucket++ {
			silent[bucket]++
		}
		counted[g.Place] = to
	}
	return silent
}

// listNotes returns what readers must know.
func (c *count) listNotes() []string {
	var notes []string
	if shown := int64(c.p.Series); len(c.p.By) > 0 && shown > 0 && c.groups > shown {
		notes = append(notes, fmt.Sprintf("%s of %s series are shown, the others together as %s", humanize.Thousands(shown), humanize.Thousands(c.groups), otherSeries))
	}
	switch {
	case c.untimed == 1:
		notes = append(notes, fmt.Sprintf("1 event has no eventTime between %d and %d, and is in no bucket", firstYear, lastYear))
	case c.untimed > 1:
		notes = append(notes, fmt.Sprintf("%s events have no eventTime between %d and %d, and are in no bucket", humanize.Thousands(c.untimed), firstYear, lastYear))
	}
	switch {
	case !c.p.Presence:
		notes = append(notes, "gaps are not searched: the filters leave out some events of each account and region")
	case len(c.gaps) > 0:
		notes = append(notes, "a gap is an hour or more without events in an account and region that otherwise has some in at least nine of ten hours; it does not prove that logs are missing (trailq coverage names files that are known to be)")
	}
	if c.presence.Partial() {
		notes = append(notes, "there are too many accounts and regions to look for gaps in all of them")
	}
	return notes
}

// gapTable returns the gaps, nil if they are not searched.
func (c *count) gapTable() *table.Table {
	if !c.p.Presence {
		return nil
	}
	t := &table.Table{Name: "gaps", Title: "Gaps: no events of the account and region"}
	for _, name := range []string{"account", "region", "from", "to", "hours", "activeHours", "allHours"} {
		column := table.Column{Name: name}
		if name == "from" || name == "to" {
			column.Unit = table.UnitTime
		}
		t.Columns = append(t.Columns, column)
	}
	t.Rows = func(yield func([]table.Value, error) bool) {
		for _, g := range c.gaps {
			row := []table.Value{
				table.OptionalText(g.Account), table.OptionalText(g.Region),
				table.Text(g.From.Format(time.RFC3339)), table.Text(g.To.Format(time.RFC3339)),
				table.Int(int64(g.To.Sub(g.From) / time.Hour)), table.Int(int64(g.Active)), table.Int(int64(g.Hours)),
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return t
}
