//go:build cgo

package duck

import (
	"os"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// readMeanings returns a table of names with their meanings.
func readMeanings(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../dialect/testdata/trino/" + file)
	if err != nil {
		t.Fatal(err)
	}
	meanings := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if name, meaning, found := strings.Cut(strings.TrimSpace(line), "\t"); found && !strings.HasPrefix(line, "#") {
			meanings[name] = meaning
		}
	}
	return meanings
}

// compareNames compares what the engine lists with a table of meanings.
func compareNames(t *testing.T, listing string, meanings map[string]string, isTrue func(name, meaning string) bool) {
	t.Helper()
	rows, err := askEngine(t, openDB(t, trailq.Dir(testLogs), Options{}), listing)
	if err != nil || len(rows) < 20 {
		t.Fatalf("%d names, %v", len(rows), err)
	}
	for _, row := range rows {
		name, _ := row[0].(string)
		if !isTrue(name, meanings[name]) {
			t.Errorf("%s is not %q", name, meanings[name])
		}
		delete(meanings, name)
	}
	for name := range meanings {
		t.Errorf("the engine has no %s", name)
	}
}

// Each operator of the engine is in the table, and those that Trino does not have are
// refused with their place.
func TestOperatorMeanings(t *testing.T) {
	compareNames(t, `SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT regexp_matches(function_name, '^\w+$')`,
		readMeanings(t, "operators.tsv"), func(name, meaning string) bool {
			symbol := strings.TrimSuffix(name, "__postfix")
			for _, text := range []string{"SELECT 1 " + symbol + " 1", "SELECT " + symbol + " 1", "SELECT 1 " + symbol} {
				if _, err := dialect.Rewrite(text, dialect.Options{}); err == nil {
					return meaning == "rewritten" || meaning == "equal"
				}
			}
			return meaning == "refused"
		})
}

// Each type of the engine is in the table, and those that Trino does not have are
// refused, or noted.
func TestTypeMeanings(t *testing.T) {
	parameters := map[string]string{"array": "(bigint)", "map": "(varchar, bigint)", "row": "(a bigint)"}
	compareNames(t, "SELECT lower(type_name) FROM duckdb_types() UNION SELECT lower(logical_type) FROM duckdb_types()",
		readMeanings(t, "types.tsv"), func(name, meaning string) bool {
			query, err := dialect.Rewrite("SELECT CAST(eventname AS "+name+parameters[name]+") FROM logs", dialect.Options{})
			switch {
			case err != nil:
				return meaning == "refused"
			case strings.Contains(strings.Join(query.Notes, " "), "Athena refuses the type"):
				return meaning == "lenient"
			case strings.Contains(query.SQL, "trino_cast"):
				return meaning == "rewritten"
			}
			return meaning == "equal"
		})
}

// For each operator with each pair of types, and each cast, the engine says what Trino
// says; or Trino refuses, and so does it, or a note says so. What differs is listed, with
// the row of docs/trino-differences.md that says why.
func TestOperators(t *testing.T) {
	db := openDB(t, trailq.Files("../dialect/testdata/trino/odd.jsonl"), Options{})
	page, known := read(t, "../../docs/trino-differences.md"), readMeanings(t, "operators_known.tsv")
	for _, want := range sample(readAnswers(t, "../dialect/testdata/trino/operators.jsonl")) {
		difference := compareRefusal(t, db, want)
		switch row, isKnown := known[want.SQL]; {
		case isKnown && difference == "":
			t.Errorf("%s\n agrees: it is mended", want.SQL)
		case isKnown && !strings.Contains(page, "\n| "+row):
			t.Errorf("%s\n the docs have no row %q", want.SQL, row)
		case !isKnown && difference != "":
			t.Errorf("%s\n%s", want.SQL, difference)
		}
	}
}
