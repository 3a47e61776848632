//go:build cgo

package cli

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
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

// page asks the server of "trailq web" as its page does.
type page struct {
	t       *testing.T
	handler http.Handler
}

// openPage opens a page and waits until its events are there, or cannot be.
func openPage(t *testing.T, options web.Options) *page {
	t.Helper()
	options.Clock = words.NewClock(time.Date(2023, 11, 5, 0, 0, 0, 0, time.UTC))
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
	p.visit("/api/progress")
	return p
}

// visit returns the answer at an address, when it is no longer prepared.
func (p *page) visit(target string) *httptest.ResponseRecorder {
	for {
		recorder := httptest.NewRecorder()
		p.handler.ServeHTTP(recorder, httptest.NewRequestWithContext(p.t.Context(), http.MethodGet, target, nil))
		if recorder.Code != http.StatusAccepted {
			return recorder
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// read returns the JSON at an address, without the time that it took.
func (p *page) read(target string) map[string]any {
	p.t.Helper()
	answer := p.visit(target)
	var value map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &value); err != nil || answer.Code != http.StatusOK {
		p.t.Fatalf("%s: %d %s", target, answer.Code, answer.Body)
	}
	delete(value, "ms")
	return value
}

// The page shows the same of a table elsewhere as of the folder that the table is made of:
// by one statement, which the page tells. Records and reports come from there, too.
func TestClusterPage(t *testing.T) {
	server := trinotest.Connect(t)
	folder := filepath.Join(t.TempDir(), "parquet")
	trinotest.ConvertFolder(t, testLogs, folder)
	here := openPage(t, web.Options{Sources: []string{folder}})
	there := openPage(t, web.Options{Sources: []string{server.Source(server.FolderTable(t, folder))}})
	targets := []string{
		"/api/view",
		"/api/view?where=service%3Ds3&where=caller!%3D*exporter&from=2023-11-01T06:00&to=2023-11-02T03:00:30&by=caller",
		"/api/view?where=error&sum=bytesOut&by=service",
		"/api/facet?field=caller&n=10&sum=bytesOut",
		"/api/events?n=200",
	}
	for _, row := range here.read("/api/events?n=2")["rows"].([]any) {
		fields := row.(map[string]any)
		place := url.Values{"file": {fields["file"].(string)}, "number": {strconv.Itoa(int(fields["number"].(float64)))}}
		targets = append(targets, "/api/record?"+place.Encode())
	}
	for _, target := range targets {
		if diff := cmp.Diff(here.read(target), there.read(target)); diff != "" {
			t.Errorf("%s (-here +there):\n%.3000s", target, diff)
		}
	}
	for range 2 { // a report does not end the connection
		if answer := there.visit("/api/report/top").Body.String(); !strings.Contains(answer, "Trino scanned") {
			t.Errorf("the report says %.500s", answer)
		}
	}
	said := there.visit("/api/source").Body.String()
	for _, part := range []string{`"text":"Trino scanned `, "one statement fetched the events of trino+http://"} {
		if !strings.Contains(said, part) {
			t.Errorf("no %s in %s", part, said)
		}
	}
	if dollars := there.visit("/api/view?sum=dollars"); dollars.Code != http.StatusConflict {
		t.Errorf("dollars of events: %d %s", dollars.Code, dollars.Body)
	}
}

// A page whose statement would scan more than it may is not made.
func TestClusterPageScan(t *testing.T) {
	server := trinotest.Connect(t)
	options := web.Options{Sources: []string{server.Source(server.ConvertedTable(t, testLogs))}}
	options.Access.Table.MaxScan = 10
	said := openPage(t, options).visit("/api/source").Body.String()
	for _, part := range []string{`"state":"failed"`, "at most 10 B are allowed"} {
		if !strings.Contains(said, part) {
			t.Errorf("no %s in %s", part, said)
		}
	}
}
