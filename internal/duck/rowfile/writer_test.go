//go:build cgo

package rowfile_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/duck/rowfile"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/typed"
)

// The file has all rows, with the types of their columns.
func TestWriter(t *testing.T) {
	const rows = 5000
	path := filepath.Join(t.TempDir(), "it's.parquet")
	answer := &table.Table{
		Columns: []table.Column{{Name: "text"}, {Name: "n"}, {Name: "f", Type: table.TypeFloat}, {Name: "b"}, {Name: "moment", Unit: table.UnitTime}, {Name: "day", Type: table.TypeDate}},
		Rows: func(yield func([]table.Value, error) bool) {
			for i := range rows {
				row := []table.Value{table.Text("ä\x00"), table.Int(int64(i)), table.Int(1), table.Bool(true), table.Text("2023-11-01T09:00:00Z"), table.Text("2023-11-01")}
				if i == 0 {
					row = make([]table.Value, 6)
				}
				if !yield(row, nil) {
					return
				}
			}
		},
	}
	if err := writeParquet(t.Context(), answer, path); err != nil {
		t.Fatal(err)
	}
	got := ask(t, `SELECT count(*)::VARCHAR || ' ' || sum(n) || ' ' || sum(f) || ' ' || count(b) || ' ' || min(epoch(moment)) || ' ' || max(day) || ' ' || count(text)
		|| ' ' || any_value(typeof(n)) || ' ' || any_value(typeof(f)) || ' ' || any_value(typeof(moment)) || ' ' || any_value(typeof(day)) FROM '`+filepath.Dir(path)+`/*.parquet'`)
	want := "5000 12497500 4999.0 4999 1698829200.0 2023-11-01 4999 BIGINT DOUBLE TIMESTAMP WITH TIME ZONE DATE"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// No rows are a file, too.
func TestWriterOfNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.parquet")
	if err := writeParquet(t.Context(), &table.Table{Columns: []table.Column{{Name: "a"}}, Rows: table.All(nil)}, path); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, "SELECT count(*)::VARCHAR FROM '"+path+"'"); got != "0" {
		t.Errorf("%s rows", got)
	}
}

// The error that ends the rows is the writer's, and so is one of the file. Nothing keeps
// running.
func TestWriterFails(t *testing.T) {
	failure := errors.New("the rows end here")
	answer := &table.Table{Columns: []table.Column{{Name: "a"}}, Rows: func(yield func([]table.Value, error) bool) {
		for range 1 << 17 {
			if !yield([]table.Value{table.Int(1)}, nil) {
				return
			}
		}
		yield(nil, failure)
	}}
	if err := writeParquet(t.Context(), answer, filepath.Join(t.TempDir(), "a.parquet")); !errors.Is(err, failure) {
		t.Errorf("the error is %v", err)
	}
	if err := writeParquet(t.Context(), answer, filepath.Join(t.TempDir(), "nowhere", "a.parquet")); err == nil || errors.Is(err, failure) || errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func writeParquet(ctx context.Context, answer *table.Table, path string) error {
	_ = os.WriteFile(path, nil, 0o600) // where there is a folder for it
	w := rowfile.New(ctx, path)
	_, err := typed.Write(answer, w)
	return w.Close(err)
}

func ask(t *testing.T, query string) (answer string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), query).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}
