package reporttest

import (
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/report"
)

// OpenDB opens the engine on a source.
func OpenDB(t *testing.T, source trailq.Source) *duck.DB {
	t.Helper()
	db, err := duck.Open(t.Context(), source, duck.Options{Read: trailq.Options{Duplicates: trailq.MarkDuplicates}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Rows returns the rows of a report as presented.
func Rows(t *testing.T, db *duck.DB, r *report.Report) [][]any {
	t.Helper()
	answer, err := db.Query(t.Context(), r.Statement)
	if err != nil {
		t.Fatalf("%s\n%v", r.SQL, err)
	}
	var all [][]any
	for row, err := range r.Present(answer.Table).Rows {
		if err != nil {
			t.Fatal(err)
		}
		var values []any
		for _, value := range row {
			var read any
			Decode(t, value.AppendJSON(nil), &read)
			values = append(values, read)
		}
		all = append(all, values)
	}
	return all
}
