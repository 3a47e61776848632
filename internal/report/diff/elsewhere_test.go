//go:build cgo

package diff_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/report/reporttest"
)

// wholeAnswer returns all that a comparison says, as data, and the words for people.
func wholeAnswer(t *testing.T, comparison *diff.Comparison) string {
	t.Helper()
	var out strings.Builder
	for _, name := range []string{"causes", "changes", "timeline", "coverage", "new", "gone"} {
		for _, row := range tableNamed(t, comparison, name) {
			line, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString(name + " " + string(line) + "\n")
		}
	}
	for _, answer := range comparison.Tables(diff.Form{ForPeople: true}) {
		out.WriteString(answer.Name + ": " + answer.Title + "\n" + strings.Join(answer.Notes, "\n") + "\n")
	}
	return out.String()
}

// compareNarrow compares the answer of the statements for an engine elsewhere with that of
// those on a table of the events, and returns it.
func compareNarrow(t *testing.T, what string, db *duck.DB, options diff.Options, cells int) string {
	t.Helper()
	var answers []string
	for _, elsewhere := range []bool{false, true} {
		options.Elsewhere = elsewhere
		comparison := diff.New(options)
		comparison.LimitCells(cells)
		askComparison(t, db, comparison)
		answers = append(answers, wholeAnswer(t, comparison))
	}
	if difference := cmp.Diff(answers[0], answers[1]); difference != "" {
		t.Errorf("%s: %.3000s", what, difference)
	}
	return answers[0]
}

// The three statements for an engine elsewhere and those on a table of the events give the
// same answer, of events, of bytes and of dollars, whatever the number of values that are
// told apart. A note says how large a cause can be that is hidden in values which are not
// told apart.
func TestNarrowStatementsAgree(t *testing.T) {
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	options := diff.Options{Before: day(1), After: day(2), Prices: prices, Ranges: reporttest.Ranges(t, reporttest.Blocks()), Limit: 3}
	source := trailq.Dir(plantVariety(t, 4))
	for _, measure := range []report.Measure{{}, report.Measures()[0], {Name: "dollars"}} {
		options.Measure = measure
		for _, cells := range []int{30_000, 500} {
			if measure.Name == "dollars" && cells != 500 && testing.Short() {
				continue // the logs below are told apart
			}
			answer := compareNarrow(t, string(measure.Name), reporttest.OpenDB(t, source), options, cells)
			if strings.Contains(answer, "too many combinations of values") != (cells == 500) {
				t.Errorf("%s, %d cells: the notes are not right: %s", measure.Name, cells, answer)
			}
		}
	}
	// These logs have duplicates, calls across accounts, and callers with an ID alone.
	compareNarrow(t, "logs", reporttest.OpenDB(t, trailq.Dir("../../../testdata/logs")), options, 30_000)
}

// checkElsewhere compares an answer with that of the statements for an engine elsewhere.
func checkElsewhere(t *testing.T, db *duck.DB, w *world, here *diff.Comparison) {
	t.Helper()
	options := diff.Options{Before: w.before, After: w.after}
	options.Elsewhere = true
	if difference := cmp.Diff(wholeAnswer(t, here), wholeAnswer(t, ask(t, db, options))); difference != "" {
		t.Errorf("elsewhere: %.3000s", difference)
	}
}
