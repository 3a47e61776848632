//go:build cgo

package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/cli"
	"github.com/trailq/trailq/internal/web"
	"github.com/trailq/trailq/internal/words"
)

const sampleLogs = "../../testdata/logs"

// page is a page over a server whose table is ready. The guard has tests of its own.
type page struct {
	t       *testing.T
	handler http.Handler
}

// openPage opens a server and waits for its table.
func openPage(t *testing.T, options web.Options) *page {
	t.Helper()
	if options.Clock == nil {
		options.Clock = words.NewClock(time.Date(2023, 11, 5, 0, 0, 0, 0, time.UTC))
	}
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
	var source struct{ State, Error string }
	p.read("/api/source", &source)
	if source.State != "ready" {
		t.Fatalf("the table is %s: %s", source.State, source.Error)
	}
	return p
}

// visit returns the answer to a request, when it is no longer prepared.
func (p *page) visit(method, target, body string) *httptest.ResponseRecorder {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	for {
		recorder := httptest.NewRecorder()
		p.handler.ServeHTTP(recorder, httptest.NewRequestWithContext(ctx, method, target, strings.NewReader(body)))
		if recorder.Code != http.StatusAccepted {
			return recorder
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// read reads the JSON at an address.
func (p *page) read(target string, value any) {
	p.t.Helper()
	answer := p.visit(http.MethodGet, target, "")
	if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != "application/json" {
		p.t.Fatalf("%s: %d %s: %s", target, answer.Code, answer.Header(), answer.Body)
	}
	if err := json.Unmarshal(answer.Body.Bytes(), value); err != nil {
		p.t.Fatalf("%s: %v in %s", target, err, answer.Body)
	}
}

// address returns the address of something with words, in pairs.
func address(path string, words ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(words); i += 2 {
		values.Add(words[i], words[i+1])
	}
	return path + "?" + values.Encode()
}

// The answers of the server, as far as tests need them.
type (
	viewAnswer struct {
		Total     int64
		Amount    struct{ Value float64 }
		Facets    []facetAnswer
		Outside   struct{ Before, After int64 }
		Rows      rowsAnswer
		Histogram histogram
	}
	facetAnswer struct {
		Field         string
		Groups, Total int64
		Values        []valueAnswer
	}
	valueAnswer struct {
		Value   *string
		Shown   string
		None    bool
		Count   int64
		Amount  *float64
		Is, Not string
	}
	rowsAnswer struct {
		Rows []rowAnswer
		Next string
	}
	rowAnswer struct {
		Time                                           *string
		Service, Name, Caller, Target, IP, Error, File string
		Number                                         int
		Shown                                          map[string]string
	}
	histogram struct {
		Start  time.Time
		Step   int64
		Bins   int
		Series []struct {
			Value       *string
			None, Other bool
			Total       float64
			Counts      []float64
		}
		Gaps [][2]int
	}
)

// runTrailq runs a command as a shell would, and returns its rows.
func runTrailq(t *testing.T, command string) []map[string]any {
	t.Helper()
	split, err := exec.Command("sh", "-c", `printf '%s\0' `+command).Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	arguments := strings.Split(strings.TrimSuffix(string(split), "\x00"), "\x00")
	if arguments[0] != "trailq" {
		t.Fatalf("the command %q", command)
	}
	var out, said bytes.Buffer
	code := cli.Main(t.Context(), cli.Environment{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &said, Getenv: func(string) string { return "" }}, append(arguments[1:], "-o", "jsonl"))
	if code != 0 {
		t.Fatalf("%s: exit code %d: %s", command, code, said.String())
	}
	return readLines(t, out.String())
}

// readLines reads lines of JSON.
func readLines(t *testing.T, text string) []map[string]any {
	t.Helper()
	var rows []map[string]any
	for line := range strings.Lines(text) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}
