//go:build cgo

package duck

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/sqltext"
)

// What is exported is what the query gives, as another DuckDB reads it.
func TestExport(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "it's an answer.parquet")
	db := openDB(t, trailq.Dir(testLogs), Options{ExportFile: name})
	text := "SELECT eventid, eventname, count(*) AS n, CAST(max(from_iso8601_timestamp(eventtime)) AS varchar) AS latest FROM cloudtrail_logs GROUP BY eventid, eventname ORDER BY 1"
	answer, err := db.Export(t.Context(), statement(t, text))
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := allRows(t, answer); err != nil || fmt.Sprint(rows) != "[[6649]]" {
		t.Errorf("%v, %v", rows, err)
	}
	if summary := answer.Reading().Summary; summary.Records.Yielded != 6728 || !summary.Complete() {
		t.Errorf("%+v", summary)
	}
	_, want := ask(t, db, text)
	got := plainRows(t, plainDuckDB(t), "SELECT * FROM "+sqltext.Literal(name)+" ORDER BY 1")
	if diff := cmp.Diff(plain(want), plain(got)); diff != "" {
		t.Errorf("(-query +parquet):\n%s", diff)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%v lie there, %v", entries, err)
	}
}

// Every type that a query can give can be exported, and two columns of one name.
func TestExportTypes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "all.parquet")
	db := openDB(t, trailq.Dir(testLogs), Options{ExportFile: name})
	for _, text := range []string{
		"SELECT * FROM cloudtrail_logs", "SELECT eventname, eventname FROM cloudtrail_logs",
		"SELECT md5(to_utf8('x')), now(), current_date, INTERVAL '2' DAY, 1.5, true, map(ARRAY['a'], ARRAY[1]), json_extract('{\"a\":1}', '$.a'), NULL, ARRAY[ROW(1, 'x')]",
		"WITH x AS (SELECT 1 AS n) SELECT * FROM x -- and a comment",
	} {
		answer, err := db.Export(t.Context(), statement(t, text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if err := answer.Close(); err != nil {
			t.Error(err)
		}
	}
}

// An export that fails leaves what was there.
func TestExportFails(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "answer.parquet")
	writeFile(t, name, "before")
	db := openDB(t, trailq.Dir(testLogs), Options{ExportFile: name})
	var mistake *dialect.Error
	if _, err := db.Export(t.Context(), statement(t, "SELECT CAST(eventname AS bigint) FROM cloudtrail_logs")); !errors.As(err, &mistake) {
		t.Errorf("gives %v", err)
	}
	if _, err := db.Export(t.Context(), statement(t, "SELECT nothing FROM cloudtrail_logs")); !errors.As(err, &mistake) || mistake.Column != 8 {
		t.Errorf("gives %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 || read(t, name) != "before" {
		t.Errorf("%v lie there, %v", entries, err)
	}
	other := openDB(t, trailq.Dir(testLogs), Options{})
	if _, err := other.Export(t.Context(), statement(t, "SELECT 1")); !errors.Is(err, errNoExport) {
		t.Errorf("without a name: %v", err)
	}
	missing := openDB(t, trailq.Dir(testLogs), Options{ExportFile: filepath.Join(folder, "none", "x.parquet")})
	if _, err := missing.Export(t.Context(), statement(t, "SELECT 1")); !errors.Is(err, ErrExport) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
