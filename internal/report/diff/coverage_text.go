package diff

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/delivery"
	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/table"
)

// coverageTable returns how many hours of each window have events, by account and
// region, and which are not compared.
func (d *Comparison) coverageTable() *table.Table {
	answer := &table.Table{
		Name:    "coverage",
		Title:   "Coverage, in units of " + d.coverage.unit.name,
		Columns: []table.Column{{Name: "window"}, {Name: "account"}, {Name: "region"}, {Name: "units"}, {Name: "covered"}, {Name: "compared"}, {Name: "leftOut"}},
	}
	var rows [][]table.Value
	for _, p := range d.coverage.ListPlaces() {
		for side, name := range []string{"before", "after"} {
			rows = append(rows, []table.Value{table.Text(name), table.OptionalText(p.Account), table.OptionalText(p.Region),
				table.Int(int64(len(d.coverage.Starts[side]))), table.Int(int64(d.coverage.CountActive(p, side))), table.Int(int64(d.coverage.CountCompared(p, side))),
				spansJSON(d.coverage.ListLeft(p, side))})
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

// spansJSON returns times as data.
func spansJSON(spans []delivery.Span) table.Value {
	type jsonSpan struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	all := []jsonSpan{}
	for _, span := range spans {
		all = append(all, jsonSpan{span.From.UTC().Format(time.RFC3339), span.To.UTC().Format(time.RFC3339)})
	}
	return asJSON(all)
}

// describeWindows says what the windows have against each other, in a few words for
// the first line.
func (d *Comparison) describeWindows() []string {
	var all []string
	if c := d.coverage; c != nil && len(c.Left) > 0 {
		words := fmt.Sprintf("delivered in part: %d of %d %s compared", c.CountCompared(c.Left[0].Place, 1), len(c.Starts[1]), c.unit.plural())
		if !c.IsPartly() {
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
		for i, part := range d.coverage.Left {
			if i == most {
				notes = append(notes, fmt.Sprintf("%d more gaps of accounts and regions are left out in the same way", len(d.coverage.Left)-most))
				break
			}
			notes = append(notes, d.describeGap(part))
		}
	}
	if days := d.describeWeekdays(); days != "" {
		notes = append(notes, days+" is compared, on which people and timers do other things; --base week compares with the same weekday before")
	}
	return notes
}

// describeGap says what is missing, and what is therefore not compared.
func (d *Comparison) describeGap(part delivery.Part) string {
	const layout = "2006-01-02 15:04"
	window := []string{"before", "after"}[part.Side]
	span := d.coverage.GapSpan(part)
	who := "the window " + window + " has"
	if !part.Place.IsAll {
		who = strings.TrimSpace("account "+part.Place.Account) + " in " + part.Place.Region + " has, " + window + ","
	}
	words := fmt.Sprintf("%s no or few events from %s to %s UTC, as if not all were delivered: ", who, span.From.Format(layout), span.To.Format(layout))
	switch {
	case part.IsWhole:
		return words + "it is not compared"
	case part.InBoth:
		return words + "this time is left out of both windows"
	}
	return words + "this time is left out, and figures of before are scaled to what is covered"
}
