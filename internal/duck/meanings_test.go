//go:build cgo

package duck

import (
	"github.com/trailq/trailq/internal/dialect/duckdb"

	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq"
)

// Each name that the engine and Trino both have is in the table of meanings, and
// nothing else is. What is said to be equal has an answer of Trino's.
func TestFunctionMeanings(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	rows, err := askEngine(t, db, "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE NOT starts_with(function_name, 'trino_') ORDER BY 1")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../dialect/laxity/trino_functions.txt")
	if err != nil {
		t.Fatal(err)
	}
	trino := strings.Fields(string(text))
	meanings := duckdb.FunctionMeanings()
	var both []string
	for _, row := range rows {
		if name, _ := row[0].(string); slices.Contains(trino, name) {
			both = append(both, name)
		}
	}
	if len(both) < 140 {
		t.Fatalf("%d names that both have", len(both))
	}
	var cases strings.Builder
	for _, answer := range trinoAnswers(t) {
		cases.WriteString(strings.ToLower(answer.SQL) + "\n")
	}
	for _, name := range both {
		meaning := meanings[name]
		delete(meanings, name)
		switch meaning {
		case "equal", "rewritten":
			if !regexp.MustCompile(`\b` + name + `\b`).MatchString(cases.String()) {
				t.Errorf("%s is %s, but no case of Trino's has it", name, meaning)
			}
		case "refused":
			if _, _, err := tryAsk(t, db, "SELECT "+name+"(1, 2, 3)"); err == nil || !strings.Contains(err.Error(), name+" is not available") {
				t.Errorf("%s is refused, but gives %v", name, err)
			}
		default:
			t.Errorf("%s has the meaning %q", name, meaning)
		}
	}
	for name := range meanings {
		t.Errorf("%s is no name that both have", name)
	}
}
