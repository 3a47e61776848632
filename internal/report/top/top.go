package top

import (
	"fmt"
	"strconv"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// Options are the parameters of the ranking.
type Options struct {
	// By is the dimensions that calls are grouped by, at least one.
	By []report.Dimension
	// Sum, unless it is the zero value, is what groups are ranked by.
	Sum report.Measure
	// Limit is the maximum number of groups; zero is all.
	Limit int
	report.Scope
}

// parameters are the values that top.sql uses.
type parameters struct {
	Options
	By      []report.OrdinalDimension
	Measure report.Name
	Once    *report.Once
}

// Ordinals returns the places of all columns that are grouped by.
func (p *parameters) Ordinals() string { return report.Ordinals(len(p.By) + len(p.Once.Keys)) }

// New returns the report of the most common calls: the columns of By, the sum if
// one is asked for, events, and share, the group's part of the total, from 0 to 1.
func New(options Options) (*report.Report, error) {
	options.By = options.WithInsights(options.By)
	p := parameters{Options: options, By: report.NumberDimensions(options.By), Measure: "events", Once: options.GroupOnce(options.By, options.Sum)}
	if options.Sum != (report.Measure{}) {
		p.Measure = options.Sum.Name
	}
	r, err := report.New(files, "top", &p)
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return presentRows(answer, &p) }
	return r, nil
}

// presentRows replaces the last two columns, which are equal in all rows, by a
// note.
func presentRows(answer *table.Table, p *parameters) *table.Table {
	shown := len(answer.Columns) - 2
	presented := &table.Table{Columns: append([]table.Column(nil), answer.Columns[:shown]...)}
	presented.Columns[shown-1].Unit = table.UnitShare
	if p.Measure != "events" {
		presented.Columns[len(p.By)].Unit = table.UnitBytes
	}
	presented.Rows = func(yield func([]table.Value, error) bool) {
		count := totals{measure: p.Measure}
		for row, err := range answer.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			count.addTotals(row[shown:])
			if !yield(row[:shown], nil) {
				return
			}
		}
		presented.Notes = append(count.listNotes(), answer.Notes...)
	}
	return presented
}

// totals is what the notes say.
type totals struct {
	measure report.Name
	rows    int64
	total   string
	groups  int64
}

func (c *totals) addTotals(totals []table.Value) {
	c.rows++
	if c.rows > 1 {
		return
	}
	c.total = string(totals[0].AppendText(nil))
	c.groups, _ = strconv.ParseInt(string(totals[1].AppendText(nil)), 10, 64)
}

// listNotes returns how much there is in addition to what is shown.
func (c *totals) listNotes() []string {
	var notes []string
	if c.groups > c.rows {
		notes = append(notes, fmt.Sprintf("%s of %s groups are shown; all together have %s", humanize.Thousands(c.rows), humanize.Thousands(c.groups), c.formatAmount()))
	} else if c.measure != "events" && c.rows > 0 {
		notes = append(notes, "all together have "+c.formatAmount())
	}
	return notes
}

// formatAmount returns the total with its unit.
func (c *totals) formatAmount() string {
	n, err := strconv.ParseInt(c.total, 10, 64)
	switch {
	case err != nil:
		return c.total + " " + string(c.measure)
	case c.measure == "events":
		return humanize.Thousands(n) + " events"
	}
	return humanize.Bytes(n) + " (" + string(c.measure) + ")"
}
