//go:build cgo

package duck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// trinoAnswer is what Trino itself said to a case; scripts/trino/record.sh asks
// it.
type trinoAnswer struct {
	SQL     string   `json:"sql"`
	Columns []string `json:"columns"`
	Types   []string `json:"types"`
	Rows    [][]any  `json:"rows"`
	Error   string   `json:"error"`
	Known   string   `json:"known"` // the start of the row about a known difference
}

func trinoAnswers(t *testing.T) []trinoAnswer {
	t.Helper()
	return readAnswers(t, "../dialect/testdata/trino/answers.jsonl")
}

func readAnswers(t *testing.T, name string) []trinoAnswer {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var answers []trinoAnswer
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var answer trinoAnswer
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.UseNumber()
		if err := decoder.Decode(&answer); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, answer)
	}
	if lines.Err() != nil || len(answers) == 0 {
		t.Fatalf("%d answers, %v", len(answers), lines.Err())
	}
	return answers
}

// The engine says what Trino says, to each of the recorded cases.
func TestTrino(t *testing.T) {
	db := openDB(t, trailq.Files("../dialect/testdata/trino/records.jsonl"), Options{})
	for _, want := range sample(trinoAnswers(t)) {
		if ours, differs := differences()[want.SQL]; differs {
			want.Rows = [][]any{{ours}}
		}
		if difference := compareAnswer(t, db, want); difference != "" {
			t.Errorf("%s\n%s", want.SQL, difference)
		}
	}
}

// The engine says what Trino says, to each of the generated queries that were
// recorded: so many that every function with every kind of argument is there.
func TestTrinoGenerated(t *testing.T) {
	db := openDB(t, trailq.Files("../dialect/testdata/trino/odd.jsonl"), Options{})
	for _, want := range readAnswers(t, "../dialect/testdata/trino/generated.jsonl") {
		if difference := compareAnswer(t, db, want); difference != "" {
			t.Errorf("%s\n%s", want.SQL, difference)
		}
	}
}

// The engine says what Trino says to queries in the manner of published ones, on the
// logs of one account: of tables with all forms of partitions, and without their DDL.
func TestTrinoPublished(t *testing.T) {
	db := openDB(t, trailq.Dir(someLogs), Options{})
	for _, want := range sample(readAnswers(t, "../dialect/testdata/trino/published.jsonl")) {
		if difference := compareAnswer(t, db, want); difference != "" {
			t.Errorf("%s\n%s", want.SQL, difference)
		}
	}
}

// Known differences are told in the docs, and are still there.
func TestKnownDifferences(t *testing.T) {
	page := read(t, "../../docs/trino-differences.md")
	db := openDB(t, trailq.Files("../dialect/testdata/trino/odd.jsonl"), Options{})
	for _, want := range readAnswers(t, "../dialect/testdata/trino/known.jsonl") {
		if !strings.Contains(page, "\n| "+want.Known) {
			t.Errorf("the docs have no row %q", want.Known)
		}
		if compareAnswer(t, db, want) == "" {
			t.Errorf("%s\n agrees: %q is mended", want.SQL, want.Known)
		}
	}
}

// compareAnswer returns how the engine's answer differs from Trino's; "" if it
// does not.
func compareAnswer(t *testing.T, db *DB, want trinoAnswer) string {
	t.Helper()
	answer, rows, err := tryAsk(t, db, selectText(want.SQL))
	switch {
	case want.Error != "" && err == nil:
		return fmt.Sprintf(" gives %v, Trino fails: %s", rows, want.Error)
	case want.Error != "":
		return ""
	case err != nil:
		return fmt.Sprintf(" fails: %v\n Trino gives %v", err, want.Rows)
	}
	var names []string
	for _, column := range answer.Table.Columns {
		names = append(names, column.Name)
	}
	if diff := cmp.Diff(want.Columns, names); diff != "" {
		return " columns (-Trino +here):\n" + diff
	}
	for _, row := range rows {
		for i := range row {
			row[i] = listRows(row[i], answer.Types[i])
		}
	}
	if diff := cmp.Diff(plain(want.typed(t)), plain(rows)); diff != "" {
		return fmt.Sprintf(" as %v (-Trino +here):\n%s\n%s", answer.Types, diff, answer.SQL)
	}
	return ""
}

// selectText returns the statement of a case, which can be an expression alone.
func selectText(text string) string {
	if first, _, _ := strings.Cut(strings.ToUpper(text), " "); first == "SELECT" || first == "WITH" {
		return text
	}
	return "SELECT " + text
}

// differences are answers that are written otherwise than recorded: a time with
// its zone, as Trino's clients show it. An offset that only the run tells is not
// kept: DuckDB's instants have no zone of their own.
func differences() map[string]any {
	return map[string]any{
		"from_iso8601_timestamp('2023-11-01T10:00:00+02:00')":                            "2023-11-01 10:00:00.000 +02:00",
		"from_iso8601_timestamp('2023-11-01T10:00:00Z') AT TIME ZONE 'America/New_York'": "2023-11-01 06:00:00.000 America/New_York",
	}
}

// typed returns the rows in the form in which answers have them here: JSON is
// not a text, decimals are numbers, and times have milliseconds.
func (a *trinoAnswer) typed(t *testing.T) [][]any {
	for _, row := range a.Rows {
		for i := range row {
			if strings.Contains(a.Types[i], ", json)") || strings.Contains(a.Types[i], "(json)") {
				row[i] = parsedInside(row[i])
				continue
			}
			text, isText := row[i].(string)
			switch {
			case !isText:
			case a.Types[i] == "json":
				if err := json.Unmarshal([]byte(text), &row[i]); err != nil {
					t.Fatal(err)
				}
			case strings.HasPrefix(a.Types[i], "decimal"):
				row[i] = json.Number(text)
			case a.Types[i] == "timestamp(0)" && !strings.Contains(text, "."):
				row[i] = text + ".000"
			}
		}
	}
	return a.Rows
}

// parsedInside returns an array or a map of JSON with its elements parsed.
func parsedInside(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = parsedInside(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = parsedInside(v[key])
		}
	case string:
		var parsed any
		if json.Unmarshal([]byte(v), &parsed) == nil {
			return parsed
		}
	}
	return value
}

// listRows returns a value with its rows as lists of their fields, as Trino's answers
// have them.
func listRows(value any, typeText string) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = listRows(v[i], typeText)
		}
	case map[string]any:
		fields := make([]string, 0, len(v))
		for name, inner := range v {
			v[name] = listRows(inner, typeText)
			fields = append(fields, name)
		}
		place := func(name string) int { return strings.Index(typeText, strconv.Quote(name)+" ") }
		if !strings.Contains(typeText, "STRUCT(") || slices.ContainsFunc(fields, func(name string) bool { return place(name) < 0 }) {
			return v // a map
		}
		slices.SortFunc(fields, func(a, b string) int { return place(a) - place(b) })
		list := make([]any, len(fields))
		for i, name := range fields {
			list[i] = v[name]
		}
		return list
	}
	return value
}

// plain makes answers comparable: a number is what it is worth.
func plain(value any) any {
	switch v := value.(type) {
	case [][]any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i])
		}
		return list
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i])
		}
		return list
	case map[string]any:
		object := make(map[string]any)
		for key, inner := range v {
			object[key] = plain(inner)
		}
		return object
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return v.String()
		}
		return f
	}
	return value
}
