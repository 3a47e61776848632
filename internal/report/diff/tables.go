package diff

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/novelty"
	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// Form says how the answer is presented.
type Form struct {
	// ForPeople asks for words and charts, instead of columns for programs.
	ForPeople bool
	// ASCII restricts charts to ASCII.
	ASCII bool
}

// Tables returns the answer, once Ask has returned: the causes, the changes by
// dimension and the timeline. For people, it leaves out tables without rows.
func (d *Comparison) Tables(form Form) []*table.Table {
	if form.ForPeople {
		return d.tablesForPeople(form.ASCII)
	}
	all := []*table.Table{d.causesData(), d.changesTable(form), d.timelineTable(), d.coverageTable()}
	all[0].Notes = append(d.listNotes(), d.noteLimit()...)
	if d.hasNews() {
		all = append(all, d.newsTable(novelty.New), d.newsTable(novelty.Gone))
	}
	return all
}

// What fits a screen: so many lines about causes, or changes where there is no cause, and
// so many about what was never seen before.
const (
	briefRows  = 14
	briefNews  = 6
	briefAlone = 10 // about what was never seen before, where there is no cause
)

// tablesForPeople returns the tables that have rows. What people see without details is
// the causes, or else the changes, and what was never seen before: a few hostile calls are
// nothing else.
func (d *Comparison) tablesForPeople(ascii bool) []*table.Table {
	changes := d.changesTable(Form{ForPeople: true, ASCII: ascii})
	changes.Notes = d.noteLimit()
	var all []*table.Table
	if len(d.causes) > 0 {
		all = append(all, d.causesText())
	}
	for _, kind := range []novelty.Kind{novelty.New, novelty.Gone} {
		if news := d.newsText(kind); news != nil {
			all = append(all, news)
		}
	}
	if all = append(all, changes); len(d.causes) > 0 {
		all = append(all, d.chartTable(ascii))
	}
	main := changes
	if len(d.causes) > 0 {
		main = all[0]
	}
	for _, one := range all {
		one.Detail = one != main && one.Name != "new"
		if one.Brief = briefNews; len(d.causes) == 0 {
			one.Brief = briefAlone
		}
	}
	main.Brief, main.Notes = briefRows, append(d.listNotes(), main.Notes...)
	return all
}

// noteLimit returns the note that not all changes are shown, if they are not.
func (d *Comparison) noteLimit() []string {
	for _, dimension := range allDimensions() {
		if values := d.values[dimension.Name]; values != nil && d.options.Limit > 0 && values.count > d.options.Limit {
			return []string{"only the largest changes of each dimension are shown; -n 0 shows all"}
		}
	}
	return nil
}

// causesData returns the causes as data.
func (d *Comparison) causesData() *table.Table {
	answer := &table.Table{
		Name:  "causes",
		Title: d.describeChange(),
		Columns: append([]table.Column{{Name: "rank"}, {Name: "cause"}, {Name: "conditions"}, {Name: "traits"}, {Name: "except"}, {Name: "changedBefore"}, {Name: "since", Type: table.TypeTime}, {Name: "until", Type: table.TypeTime}, {Name: "resolution"}},
			d.amountColumns()...),
	}
	var rows [][]table.Value
	moved := d.movedByCauses()
	for _, c := range d.causes {
		row := []table.Value{table.Int(int64(c.rank)), table.Text(c.String()), c.conditionsJSON(), c.traitsJSON(), c.exceptJSON(), c.changedJSON(),
			table.Time(c.span.since), table.Time(c.span.until), table.Text(d.spanResolution(c))}
		rows = append(rows, append(row, d.amountCells(c.Before, c.After, moved)...))
	}
	answer.Rows = table.All(rows)
	return answer
}

// spanResolution returns how exact the times of a cause are.
func (d *Comparison) spanResolution(c *cause) string {
	if c.span.resolution == 0 {
		return d.step.name
	}
	return phrase.Duration(c.span.resolution)
}

// describeChange returns the whole change in words.
func (d *Comparison) describeChange() string {
	words := fmt.Sprintf("%s: %s before, %s after", d.formatChange(d.netChange()), d.formatAmount(d.ratio*d.explanation.Before), d.formatAmount(d.explanation.After))
	if moves := d.describeMoves(); moves != "" {
		words += "; " + moves
	}
	if windows := d.describeWindows(); len(windows) > 0 {
		words += " (" + strings.Join(windows, "; ") + ")"
	}
	return words
}

// listNotes returns the notes: what the figures are about, and what cannot be said.
func (d *Comparison) listNotes() []string {
	var notes []string
	add := func(format string, values ...any) { notes = append(notes, fmt.Sprintf(format, values...)) }
	before, after := d.options.Before.duration(), d.options.After.duration()
	if before > 0 && after > 0 && before != after {
		add("the windows differ in length, %s and %s: figures of before are scaled to %[2]s", phrase.Duration(before), phrase.Duration(after))
	}
	notes = append(notes, d.coverageNotes()...)
	if d.options.AfterPaths != (report.Paths{}) && after == 0 {
		add("the two sources are compared as a whole, whatever time each covers: %s before, %s after", coveredTime(d.all.before), coveredTime(d.all.after))
	}
	if len(d.causes) == 0 || len(notes) > 0 {
		add("%s", d.describeChange())
	}
	switch growth := d.explanation.Growth / d.ratio; {
	case d.explanation.Before == 0 || d.explanation.After == 0:
		add("one of the windows has no events, so there is nothing to compare")
	case len(d.causes) == 0:
		add("no cause stands out: %s", d.describeThreshold())
	case d.remainingShare() > 0.3 && (growth < 0.8 || growth > 1.25):
		add("apart from the causes, everything became %.2g times as much", growth)
	}
	if hidden := d.hiddenShare(); hidden > explain.LeastShare {
		add("there are too many combinations of values to tell all apart: a cause of less than %s of all events can be named by a wider value, or by none", phrase.Percent(hidden))
	}
	if d.options.InDollars() {
		notes = append(notes, d.billNotes()...)
	} else if note := d.classNote(); note != "" {
		add("%s", note)
	}
	return append(notes, d.notes...)
}

// hiddenShare returns the largest part of all that a cause can have which is hidden in
// values that are not told apart, zero for none. The others of its dimension that are
// told apart are at least as large, and all together are no more than both windows.
func (d *Comparison) hiddenShare() float64 {
	largest := max(d.explanation.After, d.ratio*d.explanation.Before)
	isFolded := func(one dimension) bool { return d.values[one.Name] != nil && d.values[one.Name].count > d.told }
	if largest == 0 || !slices.ContainsFunc(allDimensions(), isFolded) {
		return 0
	}
	return min(1, (d.explanation.After+d.ratio*d.explanation.Before)/float64(d.told+1)/largest)
}

// remainingShare returns the part of Before that belongs to no cause.
func (d *Comparison) remainingShare() float64 {
	left := d.explanation.Before
	for _, c := range d.causes {
		left -= c.Before
	}
	return left / d.explanation.Before
}

// coveredTime returns the times of the first and the last events in words.
func coveredTime(amounts map[time.Time]float64) string {
	var first, last time.Time
	for at := range amounts {
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	if first.IsZero() {
		return "nothing"
	}
	const layout = "2006-01-02T15:04"
	return first.Format(layout) + " to " + last.Format(layout)
}
