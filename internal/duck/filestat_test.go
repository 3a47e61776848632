//go:build cgo

package duck

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect/schema"
)

// "$file_size" and "$file_modified_time" are what os.Stat says, as of Hive's tables:
// https://trino.io/docs/current/connector/hive.html#metadata-columns
func TestFileStats(t *testing.T) {
	folder := writeLogs(t, `{"eventID":"1"}`)
	stored := time.Date(2023, 11, 1, 10, 0, 0, 123456789, time.UTC)
	name := filepath.Join(folder, "logs.json")
	if err := os.Chtimes(name, stored, stored); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	db := openDB(t, trailq.Dir(folder), Options{})
	want := fmt.Sprintf("[[%d 2023-11-01 10:00:00.123 UTC]]", info.Size())
	const columns = `"$file_size", "$file_modified_time"`
	for _, query := range []string{
		"SELECT " + columns + " FROM cloudtrail_logs",
		"SELECT " + columns + " FROM $EDS_ID",
		`SELECT l."$file_size", l."$file_modified_time" FROM cloudtrail_logs l WHERE l."$file_modified_time" < TIMESTAMP '2023-11-01 10:00:01 UTC'`,
	} {
		if _, rows := ask(t, db, query); fmt.Sprint(rows) != want {
			t.Errorf("%s gives %v, want %s", query, rows, want)
		}
	}
	ask(t, db, "CREATE VIEW stats AS SELECT "+columns+" FROM cloudtrail_logs")
	if _, rows := ask(t, db, "SELECT * FROM stats"); fmt.Sprint(rows) != want {
		t.Errorf("the view gives %v, want %s", rows, want)
	}
	if _, rows := ask(t, db, "SELECT * FROM cloudtrail_logs"); len(rows[0]) != len(schema.DefaultTable().Columns) {
		t.Errorf("SELECT * gives %d columns", len(rows[0]))
	}
}
