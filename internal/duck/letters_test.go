//go:build cgo

package duck

import (
	"os"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// The engine says what Trino says to the queries of letters.sql, which has one rule of
// the language after the other: how a partition is written, which operand is compared,
// what a cast, a zone, a path and a division are.
func TestLetters(t *testing.T) {
	text, err := os.ReadFile("../dialect/testdata/trino/letters.sql")
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]trinoAnswer{}
	for _, answer := range readAnswers(t, "../dialect/testdata/trino/letters.jsonl") {
		answers[answer.SQL] = answer
	}
	db := openDB(t, trailq.Files("../dialect/testdata/trino/records.jsonl"), Options{})
	for part := range strings.SplitSeq(string(text), "\n-- ") {
		rule, queries, _ := strings.Cut(strings.TrimPrefix(part, "-- "), "\n")
		t.Run(rule, func(t *testing.T) {
			for query := range strings.Lines(queries) {
				want, recorded := answers[strings.TrimSuffix(query, "\n")]
				if !recorded {
					t.Errorf("no answer of Trino's is recorded for %s", query)
					continue
				}
				if difference := compareRefusal(t, db, want); difference != "" {
					t.Errorf("%s%s", query, difference)
				}
			}
		})
	}
}

// compareRefusal returns how the engine's answer differs from Trino's; "" also where
// Trino refuses what runs here with a note.
func compareRefusal(t *testing.T, db *DB, want trinoAnswer) string {
	t.Helper()
	if want.Error != "" {
		query, err := dialect.Rewrite(selectText(want.SQL), dialect.Options{})
		if err != nil || len(query.Notes) > 0 {
			return ""
		}
	}
	return compareAnswer(t, db, want)
}
