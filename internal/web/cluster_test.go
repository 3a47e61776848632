//go:build cgo

package web_test

import (
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/trailtest/trinotest"
	"github.com/trailq/trailq/internal/web"
	"github.com/trailq/trailq/internal/words"
)

// The page shows the same of a table elsewhere as of the folder that the table is made of:
// by one statement, which the page tells. Records and reports come from there, too.
func TestClusterPage(t *testing.T) {
	server := trinotest.Connect(t)
	folder := filepath.Join(t.TempDir(), "parquet")
	trinotest.ConvertFolder(t, sampleLogs, folder)
	here := openPage(t, web.Options{Sources: []string{folder}})
	there := openPage(t, web.Options{Sources: []string{server.Source(server.FolderTable(t, folder))}})
	for _, target := range []string{
		address("/api/view"),
		address("/api/view", "where", "service=s3", "where", "caller!=*exporter", "from", "2023-11-01T06:00", "to", "2023-11-02T03:00:30", "by", "caller"),
		address("/api/view", "where", "error", "sum", "bytesOut", "by", "service"),
		address("/api/facet", "field", "caller", "n", "10", "sum", "bytesOut"),
		address("/api/events", "n", "200"),
	} {
		var got, want map[string]any
		here.read(target, &want)
		there.read(target, &got)
		delete(got, "ms")
		delete(want, "ms")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-here +there):\n%.3000s", target, diff)
		}
	}
	var list rowsAnswer
	here.read(address("/api/events", "n", "3"), &list)
	for _, row := range list.Rows {
		var got, want struct{ SHA256 string }
		target := address("/api/record", "file", row.File, "number", strconv.Itoa(row.Number))
		here.read(target, &want)
		there.read(target, &got)
		if got != want || got.SHA256 == "" {
			t.Errorf("%s: %v, want %v", target, got, want)
		}
	}
	for range 2 { // a report does not end the connection
		if answer := there.visit(http.MethodGet, address("/api/report/top"), "").Body.String(); !strings.Contains(answer, "Trino scanned") {
			t.Errorf("the report says %.500s", answer)
		}
	}
	var source struct {
		Account struct{ Text string }
		Notes   []string
	}
	there.read("/api/source", &source)
	if !strings.HasPrefix(source.Account.Text, "Trino scanned ") || !strings.Contains(strings.Join(source.Notes, "\n"), "one statement fetched the events of trino+http://") {
		t.Errorf("the page says %+v", source)
	}
	if dollars := there.visit(http.MethodGet, address("/api/view", "sum", "dollars"), ""); dollars.Code != http.StatusConflict {
		t.Errorf("dollars of events: %d %s", dollars.Code, dollars.Body)
	}
}

// A page that would scan more than it may is refused.
func TestClusterPageScan(t *testing.T) {
	server := trinotest.Connect(t)
	options := web.Options{Sources: []string{server.Source(server.ConvertedTable(t, sampleLogs))}, Clock: words.NewClock(time.Now())}
	options.Access.Table.MaxScan = 10
	if failure := failToOpen(t, options); !strings.Contains(failure, "at most 10 B are allowed") {
		t.Errorf("the page says %s", failure)
	}
}

// failToOpen returns what a page says that cannot be made.
func failToOpen(t *testing.T, options web.Options) string {
	t.Helper()
	server := web.NewServer(options)
	if err := server.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.Begin()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	p := &page{t, server.Handler()}
	p.visit(http.MethodGet, "/api/progress", "")
	var source struct{ State, Error, Hint string }
	p.read("/api/source", &source)
	if source.State != "failed" {
		t.Errorf("the table is %s", source.State)
	}
	return source.Error + ": " + source.Hint
}
