//go:build cgo

package parquet_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
)

// sampleLogs is the project's own tree of logs.
const sampleLogs = "../../testdata/logs"

// convertLogs converts a source into a folder.
func convertLogs(t testing.TB, source trailq.Source, folder string, options convert.Options) trailq.Summary {
	t.Helper()
	summary, err := tryConvert(t, source, folder, options)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

func tryConvert(t testing.TB, source trailq.Source, folder string, options convert.Options) (trailq.Summary, error) {
	t.Helper()
	conversion, err := convert.Open(folder, options)
	if err != nil {
		return trailq.Summary{}, err
	}
	err = conversion.Add(t.Context(), source)
	summary := conversion.Summary()
	if problem := summary.Reconcile(); problem != nil {
		t.Errorf("the account does not add up: %v", problem)
	}
	return summary, errors.Join(err, conversion.Close())
}

// openParquet opens a converted folder for questions.
func openParquet(t testing.TB, source trailq.Source, options duck.Options, reading parquet.SourceOptions) *duck.DB {
	t.Helper()
	reading.Filter = options.Read.Filter
	opened, err := parquet.OpenSource(t.Context(), source, reading)
	if err != nil {
		t.Fatal(err)
	}
	options.Parquet = opened
	db := openLogs(t, nil, options)
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func openLogs(t testing.TB, source trailq.Source, options duck.Options) *duck.DB {
	t.Helper()
	db, err := duck.Open(t.Context(), source, options)
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

// ask returns an answer's rows as JSON, sorted unless the question sorts them.
func ask(t testing.TB, db *duck.DB, question string) (rows []string, summary trailq.Summary) {
	t.Helper()
	rows, summary, err := tryAsk(t, db, question)
	if err != nil {
		t.Fatalf("%s\n%v", question, err)
	}
	return rows, summary
}

func tryAsk(t testing.TB, db *duck.DB, question string) (rows []string, summary trailq.Summary, err error) {
	t.Helper()
	statements, err := dialect.Split(question)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := db.Query(t.Context(), statements[0])
	if err != nil {
		return nil, summary, err
	}
	for row, err := range answer.Table.Rows {
		if err != nil {
			return rows, answer.Reading().Summary, err
		}
		var line []byte
		for _, value := range row {
			line = append(value.AppendJSON(line), '\t')
		}
		rows = append(rows, string(line))
	}
	if !strings.Contains(strings.ToUpper(question), "ORDER BY") {
		slices.Sort(rows)
	}
	return rows, answer.Reading().Summary, nil
}

// rawEvents are the events of logs: where each stands, and its bytes, in order.
func rawEvents(t testing.TB, source trailq.Source, options trailq.Options) []string {
	t.Helper()
	var events []string
	for event, err := range trailq.Events(t.Context(), source, options) {
		var bad *trailq.FileError
		if errors.As(err, &bad) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, fmt.Sprintf("%s:%d:%s", event.File, event.Record, event.Raw))
	}
	return events
}

// parquetEvents are those of a converted folder.
func parquetEvents(t testing.TB, folder string, options trailq.Options) []string {
	t.Helper()
	return eventsOf(t, openParquet(t, trailq.Dir(folder), duck.Options{Read: options}, parquet.SourceOptions{}))
}

// eventsOf are those of a folder that is open.
func eventsOf(t testing.TB, db *duck.DB) []string {
	t.Helper()
	answer, err := db.Records(t.Context(), duck.FileOrder, 0)
	if err != nil {
		t.Fatal(err)
	}
	var events []string
	for event, err := range parquet.Events(answer) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, fmt.Sprintf("%s:%d:%s", event.File, event.Record, event.Raw))
	}
	if err := answer.Reading().Summary.Reconcile(); err != nil {
		t.Error(err)
	}
	return events
}

// same fails the test where two lists differ, and shows the first difference.
func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("%s: place %d\n got %.600s\nwant %.600s", what, i, got[i], want[i])
			return
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d, want %d", what, len(got), len(want))
	}
}

// lackOf is what a question on a folder warns of, and its account.
func lackOf(t testing.TB, source trailq.Source, reading parquet.SourceOptions) (told []string, summary trailq.Summary) {
	t.Helper()
	db := openParquet(t, source, duck.Options{Warn: func(err error) { told = append(told, err.Error()) }}, reading)
	_, summary = ask(t, db, "SELECT count(*) FROM cloudtrail_logs")
	return told, summary
}

// sameTrouble fails the test where two accounts have other numbers of files that
// failed and records that were rejected.
func sameTrouble(t testing.TB, what string, got, want trailq.Summary) {
	t.Helper()
	if got.Files.Failed != want.Files.Failed || got.Records.Rejected != want.Records.Rejected || got.Complete() != want.Complete() {
		t.Errorf("%s: %d files failed and %d records were rejected, want %d and %d", what,
			got.Files.Failed, got.Records.Rejected, want.Files.Failed, want.Records.Rejected)
	}
	if err := got.Reconcile(); err != nil {
		t.Errorf("%s: the account does not add up: %v", what, err)
	}
}

// parquetFiles are the Parquet files in a folder, as other engines find them,
// and all else that is in it.
func parquetFiles(t testing.TB, folder string) (parquet, others []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir():
			return err
		case strings.HasSuffix(path, ".parquet"):
			parquet = append(parquet, path)
		default:
			others = append(others, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return parquet, others
}

// write writes a file and the folders that it is in.
func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}
