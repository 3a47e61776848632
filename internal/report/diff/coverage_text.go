package diff

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/gap"
	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/table"
)

// coverageTable returns how many hours of each window have events, by account and
// region.
func (d *Comparison) coverageTable() *table.Table {
	answer := &table.Table{
		Name:    "coverage",
		Title:   "Coverage, in units of " + d.coverage.unit.name,
		Columns: []table.Column{{Name: "window"}, {Name: "account"}, {Name: "region"}, {Name: "units"}, {Name: "covered"}, {Name: "compared"}},
	}
	var rows [][]table.Value
	for _, p := range d.coverage.listPlaces() {
		for side, name := range []string{"before", "after"} {
			counts := d.coverage.places[p][side]
			rows = append(rows, []table.Value{table.Text(name), table.OptionalText(p.account), table.OptionalText(p.region),
				table.Int(int64(len(counts))), table.Int(int64(gap.CountActive(counts))), table.Int(int64(d.coverage.comparedUnits(p, side)))})
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

// comparedUnits returns how many units of a window are compared, of a place.
func (c *coverage) comparedUnits(p place, side int) int {
	left := make([]bool, len(c.hours[side]))
	for _, gap := range c.left {
		switch {
		case gap.place != p && !gap.place.all:
		case gap.whole:
			return 0
		case gap.after == (side == 1) || gap.inBoth:
			for i := gap.from; i < gap.to; i++ {
				left[i] = true
			}
		}
	}
	compared := 0
	for _, isLeft := range left {
		if !isLeft {
			compared++
		}
	}
	return compared
}

// describeWindows says what the windows have against each other, in a few words for
// the first line.
func (d *Comparison) describeWindows() []string {
	var all []string
	if c := d.coverage; c != nil && len(c.left) > 0 {
		p := c.left[0].place
		words := fmt.Sprintf("delivered in part: %d of %d %s compared", c.comparedUnits(p, 1), len(c.hours[1]), c.unit.plural())
		if !p.all {
			words = "some accounts and regions are delivered in part, and compared on equal hours"
		}
		all = append(all, words)
	}
	if before, after := d.options.Before.duration(), d.options.After.duration(); before != after && before > 0 && after > 0 {
		all = append(all, fmt.Sprintf("windows of %s and %s", phrase.Duration(before), phrase.Duration(after)))
	}
	if days := d.describeWeekdays(); days != "" {
		all = append(all, days)
	}
	return all
}

// plural returns the unit for people.
func (s step) plural() string {
	switch s.length {
	case time.Hour:
		return "hours"
	case 10 * time.Minute:
		return "tens of minutes"
	}
	return "days"
}

// describeWeekdays says that a working day is compared with a weekend.
func (d *Comparison) describeWeekdays() string {
	before, after := d.options.Before.weekendShare(), d.options.After.weekendShare()
	if before-after < 0.5 && after-before < 0.5 {
		return ""
	}
	return fmt.Sprintf("a %s against a %s", d.options.After.From.Weekday(), d.options.Before.From.Weekday())
}

// weekendShare returns the part of the window's days, in UTC, that are a Saturday or a
// Sunday.
func (w Window) weekendShare() float64 {
	if w.duration() < time.Hour || w.duration() > 366*24*time.Hour {
		return 0
	}
	days, weekend := 0.0, 0.0
	for at := w.From; at.Before(w.To); at = at.Add(time.Hour) {
		days++
		if day := at.UTC().Weekday(); day == time.Saturday || day == time.Sunday {
			weekend++
		}
	}
	return weekend / days
}

// coverageNotes says what is not compared, and why.
func (d *Comparison) coverageNotes() []string {
	var notes []string
	const most = 3
	if d.coverage != nil {
		for i, gap := range d.coverage.left {
			if i == most {
				notes = append(notes, fmt.Sprintf("%d more gaps of accounts and regions are left out in the same way", len(d.coverage.left)-most))
				break
			}
			notes = append(notes, d.describeGap(gap))
		}
	}
	if days := d.describeWeekdays(); days != "" {
		notes = append(notes, days+" is compared, on which people and timers do other things; --base week compares with the same weekday before")
	}
	return notes
}

// describeGap says what is missing, and what is therefore not compared.
func (d *Comparison) describeGap(gap leftOut) string {
	const layout = "2006-01-02 15:04"
	side, window := 0, "before"
	if gap.after {
		side, window = 1, "after"
	}
	from, to := d.coverage.gapTimes(gap, side)
	who := "the window " + window + " has"
	if !gap.place.all {
		who = strings.TrimSpace("account "+gap.place.account) + " in " + gap.place.region + " has, " + window + ","
	}
	words := fmt.Sprintf("%s no or few events from %s to %s UTC, as if not all were delivered: ", who, from.Format(layout), to.Format(layout))
	switch {
	case gap.whole:
		return words + "it is not compared"
	case gap.inBoth:
		return words + "this time is left out of both windows"
	}
	return words + "this time is left out, and figures of before are scaled to what is covered"
}
