//go:build cgo

package duck

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/table"
)

// number is a number as ask gives it.
func numeral(n int) json.Number { return json.Number(fmt.Sprint(n)) }

func TestQuery(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	answer, rows := ask(t, db, `SELECT eventname, count(*) AS calls FROM cloudtrail_logs WHERE eventsource = 's3.amazonaws.com' GROUP BY 1 ORDER BY 2 DESC LIMIT 2`)
	if diff := cmp.Diff([][]any{{"GetObject", numeral(5214)}, {"HeadObject", numeral(865)}}, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]table.Column{{Name: "eventname", Type: table.TypeText}, {Name: "calls", Type: table.TypeInteger}}, answer.Table.Columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if !slices.Equal(answer.Types, []string{"VARCHAR", "BIGINT"}) {
		t.Errorf("types %q", answer.Types)
	}
	summary := answer.Reading().Summary
	if err := summary.Reconcile(); err != nil || summary.Records.Yielded != 6728 || !summary.Complete() || len(answer.Table.Notes) > 0 {
		t.Errorf("%v: %+v, notes %q", err, summary, answer.Table.Notes)
	}
}

// The filters of the options apply below the SQL.
func TestQueryFilter(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{Read: trailq.Options{Filter: trailq.Filter{EventNames: []string{"Get*"}}}})
	_, rows := ask(t, db, "SELECT DISTINCT substr(eventname, 1, 3) FROM cloudtrail_logs")
	if diff := cmp.Diff([][]any{{"Get"}}, rows); diff != "" {
		t.Error(diff)
	}
}

func TestQueryNames(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	for _, test := range []struct {
		text string
		want []string
	}{
		{"SELECT count(*) FROM cloudtrail_logs", nil},
		{"SELECT count(*) FROM mine a, \"db\".\"Other\" b LIMIT 1", []string{"mine", `"db"."Other"`}},
		{"SELECT count(*) FROM mine", nil},
	} {
		if answer, _ := ask(t, db, test.text); !slices.Equal(answer.Names, test.want) {
			t.Errorf("%s: names %q, want %q", test.text, answer.Names, test.want)
		}
	}
}

func TestQueryCreates(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	ask(t, db, "CREATE TABLE small AS SELECT eventname FROM cloudtrail_logs WHERE eventsource = 'kms.amazonaws.com'")
	answer, rows := ask(t, db, "SELECT count(*) FROM small")
	if fmt.Sprint(rows) != "[[13]]" || answer.Reading().Passes != 0 {
		t.Errorf("%v after %d readings, want 13 after none", rows, answer.Reading().Passes)
	}
	ask(t, db, "CREATE VIEW seen AS SELECT * FROM small UNION ALL SELECT eventname FROM cloudtrail_logs")
	if _, rows := ask(t, db, "SELECT count(*) FROM seen"); fmt.Sprint(rows) != "[[6741]]" {
		t.Errorf("the view gives %v, want 6741", rows)
	}
	ask(t, db, "DROP TABLE small")
}

func TestQueryMistakes(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	for _, test := range []struct{ text, want string }{
		{"SELECT eventname,\n evntsource FROM cloudtrail_logs", "line 2, column 2: there is no column evntsource"},
		{"SELECT json_extract_scalar(requestparameters, '$.items[0].x') AS x,\n  hour(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo'),\n  evntsource FROM cloudtrail_logs", "line 3, column 3: there is no column evntsource"},
		{"SELECT (eventname, errorcode) IN (('a', NULL), ('b', 'c')) AS x,\n  1e0 / 2 > 0.5 AS y, evntname FROM cloudtrail_logs", "line 2, column 23: there is no column evntname"},
		{"SELECT requestparameters.bucketName FROM cloudtrail_logs", "use json_extract_scalar(requestparameters, '$.bucketName')"},
		{"SELECT CAST(eventname AS bigint) FROM cloudtrail_logs", "is no bigint"},
		{"SELECT eventname,\n  substr(1, 2) FROM cloudtrail_logs", "line 2, column 3: substr does not take (integer)"},
		{"SELECT split(eventname, 1, 2) FROM cloudtrail_logs", "line 1, column 8: split does not take (varchar, integer)"},
		{"SELECT count(*) FROM cloudtrail_logs WHERE CAST(eventid AS timestamp) > now()", "from_iso8601_timestamp"},
	} {
		_, _, err := tryAsk(t, db, test.text)
		var mistake *dialect.Error
		if !errors.As(err, &mistake) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s\ngives %v, want a dialect.Error with %q", test.text, err, test.want)
		}
	}
	if _, rows := ask(t, db, "SELECT count(*) FROM cloudtrail_logs"); fmt.Sprint(rows) != "[[6728]]" {
		t.Errorf("afterwards %v, want 6728", rows)
	}
}

// An error that comes when rows have gone out already is the last pair.
func TestQueryLateMistake(t *testing.T) {
	var records []string
	for i := range 500_000 {
		records = append(records, fmt.Sprintf(`{"eventName":"%d"}`, i))
	}
	folder := writeLogs(t, append(records, `{"eventName":"not a number"}`)...)
	db := openDB(t, trailq.Dir(folder), Options{Threads: 1})
	answer, err := db.Query(t.Context(), statement(t, "SELECT CAST(eventname AS bigint) FROM cloudtrail_logs"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := allRows(t, answer)
	if err == nil || !strings.Contains(err.Error(), "is no bigint") || len(rows) == 0 {
		t.Errorf("%d rows, then %v; want some, then an error", len(rows), err)
	}
}

// A bad file costs its own events and nothing else, and is told of once.
func TestQueryBadFile(t *testing.T) {
	folder := writeLogs(t, `{"eventName":"A"}`, `{"eventName":"B"}`)
	writeFile(t, filepath.Join(folder, "bad.json"), `{"Records":[{"eventName":"C"},{"eventNa`)
	writeFile(t, filepath.Join(folder, "alien.json"), `{"some":"thing"}`)
	var warnings []string
	db := openDB(t, trailq.Dir(folder), Options{Warn: func(err error) {
		var file *trailq.FileError
		if !errors.As(err, &file) {
			t.Errorf("%v is no FileError", err)
		}
		warnings = append(warnings, filepath.Base(file.File))
	}})
	answer, rows := ask(t, db, "SELECT a.eventname FROM cloudtrail_logs a JOIN cloudtrail_logs b ON a.eventname = b.eventname ORDER BY 1")
	if diff := cmp.Diff([][]any{{"A"}, {"B"}, {"C"}}, rows); diff != "" {
		t.Error(diff)
	}
	slices.Sort(warnings)
	if !slices.Equal(warnings, []string{"alien.json", "bad.json"}) {
		t.Errorf("warnings about %q", warnings)
	}
	summary := answer.Reading().Summary
	if summary.Complete() || summary.Files.Failed != 4 || answer.Reading().Passes != 2 || summary.Reconcile() != nil || len(answer.Table.Notes) != 1 {
		t.Errorf("%d readings, notes %q: %+v", answer.Reading().Passes, answer.Table.Notes, summary)
	}
}

// A source that fails ends the query with its own error.
func TestQueryBadSource(t *testing.T) {
	failure := errors.New("access denied")
	db := openDB(t, failing{failure}, Options{})
	for _, text := range []string{"SELECT count(*) FROM cloudtrail_logs", "SELECT * FROM cloudtrail_logs"} {
		if _, _, err := tryAsk(t, db, text); !errors.Is(err, failure) {
			t.Errorf("%s gives %v, want %v", text, err, failure)
		}
	}
	missing := openDB(t, trailq.Dir("/there/is/none"), Options{})
	if _, _, err := tryAsk(t, missing, "SELECT count(*) FROM cloudtrail_logs"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there gives %v", err)
	}
}

type failing struct{ err error }

func (f failing) String() string { return "failing" }

func (f failing) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) { yield(trailq.File{}, f.err) }
}

// What comes once can be read as often as queries ask.
func TestQueryStream(t *testing.T) {
	log := `{"Records":[{"eventName":"A"},{"eventName":"B"}]}`
	for _, reader := range []io.Reader{strings.NewReader(log), &slow{text: log}} {
		db := openDB(t, trailq.Stream("standard input", reader), Options{})
		for range 2 {
			_, rows := ask(t, db, `SELECT a.eventname, b."$path" FROM cloudtrail_logs a, cloudtrail_logs b ORDER BY 1`)
			want := [][]any{{"A", "standard input"}, {"A", "standard input"}, {"B", "standard input"}, {"B", "standard input"}}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Error(diff)
			}
		}
	}
}

// slow gives a byte at a time.
type slow struct{ text string }

func (s *slow) Read(p []byte) (int, error) {
	if s.text == "" {
		return 0, io.EOF
	}
	time.Sleep(100 * time.Microsecond)
	n := copy(p[:1], s.text)
	s.text = s.text[n:]
	return n, nil
}

// Rows come before the logs have been read to their end.
func TestQueryStreams(t *testing.T) {
	rest := make(chan struct{})
	var records []string
	for i := range 20_000 {
		records = append(records, fmt.Sprintf(`{"eventName":"N","eventID":"%d"}`, i))
	}
	reader := io.MultiReader(strings.NewReader(strings.Join(records, "\n")+"\n"), &blocking{until: rest})
	db := openDB(t, trailq.Stream("-", reader), Options{})
	answer, err := db.Query(t.Context(), statement(t, "SELECT eventid FROM cloudtrail_logs"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range answer.Table.Rows {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 10_000 {
			close(rest) // until here, the log has no end
		}
	}
	if n != 20_000 {
		t.Errorf("%d rows of 20,000", n)
	}
}

// blocking ends when until is closed.
type blocking struct{ until <-chan struct{} }

func (b *blocking) Read([]byte) (int, error) {
	<-b.until
	return 0, io.EOF
}

func TestQueryMisuse(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	answer, err := db.Query(t.Context(), statement(t, "SELECT 1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Query(t.Context(), statement(t, "SELECT 2")); !errors.Is(err, errBusy) {
		t.Errorf("a second query gives %v", err)
	}
	if err := answer.Close(); err != nil {
		t.Error(err)
	}
	answer, _ = ask(t, db, "SELECT 3")
	if _, err := allRows(t, answer); !errors.Is(err, errReadTwice) {
		t.Errorf("reading twice gives %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if _, err := db.Query(t.Context(), statement(t, "SELECT 4")); !errors.Is(err, errClosed) {
		t.Errorf("a closed database gives %v", err)
	}
}
