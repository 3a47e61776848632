//go:build cgo

package duck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
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
}

func trinoAnswers(t *testing.T) []trinoAnswer {
	t.Helper()
	file, err := os.Open("../dialect/testdata/trino/answers.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var answers []trinoAnswer
	lines := bufio.NewScanner(file)
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
	for _, want := range trinoAnswers(t) {
		text := want.SQL
		if first, _, _ := strings.Cut(strings.ToUpper(text), " "); first != "SELECT" && first != "WITH" {
			text = "SELECT " + text
		}
		answer, rows, err := tryAsk(t, db, text)
		switch {
		case want.Error != "":
			if err == nil {
				t.Errorf("%s\n gives %v, Trino fails: %s", want.SQL, rows, want.Error)
			}
			continue
		case err != nil:
			t.Errorf("%s\n fails: %v\n Trino gives %v", want.SQL, err, want.Rows)
			continue
		}
		var names []string
		for _, column := range answer.Table.Columns {
			names = append(names, column.Name)
		}
		if diff := cmp.Diff(want.Columns, names); diff != "" {
			t.Errorf("%s\n columns (-Trino +here):\n%s", want.SQL, diff)
		}
		if ours, differs := differences()[want.SQL]; differs {
			want.Rows = [][]any{{ours}}
		}
		if diff := cmp.Diff(plain(want.typed(t)), plain(rows)); diff != "" {
			t.Errorf("%s\n as %v (-Trino +here):\n%s\n%s", want.SQL, answer.Types, diff, answer.SQL)
		}
	}
}

// differences are answers that are written otherwise than recorded: a time with
// its zone, as Trino's clients show it. An offset that only the run tells is not
// kept: DuckDB's instants have no zone of their own.
func differences() map[string]any {
	return map[string]any{
		"from_iso8601_timestamp('2023-11-01T10:00:00+02:00')":                            "2023-11-01 10:00:00.000 +02:00",
		"parse_datetime('2023-11-01 10:05:00 +0200', 'yyyy-MM-dd HH:mm:ss Z')":           "2023-11-01 08:05:00.000 UTC",
		"from_iso8601_timestamp('2023-11-01T10:00:00Z') AT TIME ZONE 'America/New_York'": "2023-11-01 06:00:00.000 America/New_York",
	}
}

// typed returns the rows in the form in which answers have them here: JSON is
// not a text, decimals are numbers, and times have milliseconds.
func (a *trinoAnswer) typed(t *testing.T) [][]any {
	for _, row := range a.Rows {
		for i := range row {
			text, isText := row[i].(string)
			switch {
			case !isText:
			case a.Types[i] == "json":
				if err := json.Unmarshal([]byte(text), &row[i]); err != nil {
					t.Fatal(err)
				}
			case strings.HasPrefix(a.Types[i], "decimal"):
				row[i] = json.Number(text)
			case a.Types[i] == "timestamp(0)":
				row[i] = text + ".000"
			}
		}
	}
	return a.Rows
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
