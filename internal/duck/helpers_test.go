//go:build cgo

package duck

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
)

// testLogs is the project's own tree of logs.
const testLogs = "../../testdata/logs"

// someLogs is one account's part of it, for tests that ask often.
const someLogs = testLogs + "/AWSLogs/111122223333"

// sample returns all cases, and under the race detector every twentieth: what two
// goroutines do does not depend on the statement, and thousands of statements took
// more than a quarter of an hour there.
func sample[T any](all []T) []T {
	if !underRace {
		return all
	}
	var some []T
	for i := 0; i < len(all); i += 20 {
		some = append(some, all[i])
	}
	return some
}

// openDB opens a database that is closed with the test.
func openDB(t testing.TB, source trailq.Source, options Options) *DB {
	t.Helper()
	db, err := Open(t.Context(), source, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return db
}

// statement is the one statement in text.
func statement(t testing.TB, text string) dialect.Statement {
	t.Helper()
	statements, err := dialect.Split(text)
	if err != nil {
		t.Fatal(err)
	}
	if len(statements) != 1 {
		t.Fatalf("%d statements in %q", len(statements), text)
	}
	return statements[0]
}

// ask runs a statement and returns the answer with its rows, as encoding/json
// decodes them. Numbers are json.Number.
func ask(t testing.TB, db *DB, text string) (*engine.Answer, [][]any) {
	t.Helper()
	answer, rows, err := tryAsk(t, db, text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return answer, rows
}

func tryAsk(t testing.TB, db *DB, text string) (*engine.Answer, [][]any, error) {
	t.Helper()
	answer, err := db.Query(t.Context(), statement(t, text))
	if err != nil {
		return nil, nil, err
	}
	rows, err := allRows(t, answer)
	return answer, rows, err
}

func allRows(t testing.TB, answer *engine.Answer) ([][]any, error) {
	t.Helper()
	rows := [][]any{}
	for row, err := range answer.Table.Rows {
		if err != nil {
			return rows, err
		}
		decoded := make([]any, len(row))
		for i, value := range row {
			text := value.AppendJSON(nil)
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.UseNumber()
			if err := decoder.Decode(&decoded[i]); err != nil {
				t.Fatalf("column %s gives %s: %v", answer.Table.Columns[i].Name, text, err)
			}
		}
		rows = append(rows, decoded)
	}
	return rows, nil
}

// writeLogs writes a log file of CloudTrail's form into a folder of the test and
// returns the folder.
func writeLogs(t testing.TB, records ...string) string {
	t.Helper()
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "logs.json"), `{"Records":[`+strings.Join(records, ",")+`]}`)
	return folder
}

func writeFile(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// askRaw runs DuckDB's own SQL, past the dialect.
func askRaw(t testing.TB, db *DB, sql string) ([][]any, error) {
	t.Helper()
	answer, err := db.runQuery(t.Context(), &dialect.Query{SQL: sql})
	if err != nil {
		return nil, err
	}
	return allRows(t, answer)
}

// askEngine runs DuckDB's own SQL, past the dialect and past the guard.
func askEngine(t testing.TB, db *DB, sql string) ([][]any, error) {
	t.Helper()
	q, err := db.beginQuery(t.Context(), &dialect.Query{SQL: sql})
	if err != nil {
		return nil, err
	}
	if err = q.prepareChecked(sql); err == nil {
		err = q.startStatement()
	}
	if err != nil {
		return nil, q.failQuery(err)
	}
	answer, err := q.newAnswer()
	if err != nil {
		return nil, err
	}
	return allRows(t, answer)
}
