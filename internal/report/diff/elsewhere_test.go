//go:build cgo

package diff_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/trailtest"
)

// wholeAnswer returns all that a comparison says, as data, and the words for people.
func wholeAnswer(t *testing.T, db *duck.DB, comparison *diff.Comparison) string {
	t.Helper()
	askComparison(t, db, comparison)
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
// those on a table of the events.
func compareNarrow(t *testing.T, what string, db *duck.DB, options diff.Options, cells int) {
	t.Helper()
	var answers []string
	for _, elsewhere := range []bool{false, true} {
		options.Elsewhere = elsewhere
		comparison := diff.New(options)
		comparison.LimitCells(cells)
		answers = append(answers, wholeAnswer(t, db, comparison))
	}
	if difference := cmp.Diff(answers[0], answers[1]); difference != "" {
		t.Errorf("%s: %.3000s", what, difference)
	}
}

// The three statements for an engine elsewhere and those on a table of the events give the
// same answer, of events and of bytes, whatever the number of values that are told
// apart.
func TestNarrowStatementsAgree(t *testing.T) {
	source := trailq.Dir(plantVariety(t, 4))
	for _, measure := range []report.Measure{{}, report.Measures()[0]} {
		for _, cells := range []int{30_000, 500} {
			compareNarrow(t, string(measure.Name), reporttest.OpenDB(t, source), diff.Options{Before: day(1), After: day(2), Measure: measure, Limit: 3}, cells)
		}
	}
}

// So they do where an incident is planted, or hours are missing.
func TestNarrowStatementsAgreeOnPlants(t *testing.T) {
	for i, kind := range plants() {
		if testing.Short() && i%5 != 0 {
			continue
		}
		w := &world{Rand: rand.New(rand.NewPCG(uint64(i), 7)), t: t, before: day(1), after: day(2), events: 2000}
		kind.do(w)
		folder := t.TempDir()
		path := trailtest.LogPath(trailtest.Account, trailtest.Region, day(2).To, "0123456789abcdef")
		trailtest.Tree{path: trailtest.Gzip(trailtest.Envelope(w.records...))}.Write(t, folder)
		compareNarrow(t, kind.name, reporttest.OpenDB(t, trailq.Dir(folder)), diff.Options{Before: w.before, After: w.after, Limit: 3}, 30_000)
	}
}
