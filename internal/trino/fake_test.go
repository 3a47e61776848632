package trino_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trino"
)

// object is a JSON object.
type object = map[string]any

// fakeServer speaks Trino's protocol, without an engine:
// https://trino.io/docs/current/develop/client-protocol.html
type fakeServer struct {
	*httptest.Server
	// answer returns the pages of a statement's answer. The first has no rows.
	answer func(sql string) []object
	// admit, if not nil, says whether a request has the right to ask.
	admit func(*http.Request) bool

	mu         sync.Mutex
	pages      []object
	statements []string
	stopped    chan struct{} // closed when the statement was stopped
}

// startFake starts a server; secure ones have a certificate that nobody knows.
func startFake(t *testing.T, isSecure bool, answer func(sql string) []object) *fakeServer {
	t.Helper()
	f := &fakeServer{answer: answer, stopped: make(chan struct{})}
	f.Server = httptest.NewUnstartedServer(http.HandlerFunc(f.serve))
	f.Config.ErrorLog = nil
	if isSecure {
		f.StartTLS()
	} else {
		f.Start()
	}
	t.Cleanup(f.Close)
	return f
}

func (f *fakeServer) serve(w http.ResponseWriter, r *http.Request) {
	if f.admit != nil && !f.admit(r) {
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodGet {
		time.Sleep(5 * time.Millisecond) // as a server that has no news
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch r.Method {
	case http.MethodPost:
		sql, _ := io.ReadAll(r.Body)
		f.statements = append(f.statements, string(sql))
		f.pages = f.answer(string(sql))
	case http.MethodDelete:
		select {
		case <-f.stopped:
		default:
			close(f.stopped)
		}
		w.WriteHeader(http.StatusNoContent)
		return
	}
	page := object{}
	if len(f.pages) > 0 {
		page = f.pages[0]
	}
	if len(f.pages) > 1 {
		f.pages = f.pages[1:]
		page["nextUri"] = f.URL + "/v1/statement/executing/1/2"
	}
	page["id"], page["infoUri"] = "1", f.URL
	_ = json.NewEncoder(w).Encode(page)
}

// source returns the address of a table of the server.
func (f *fakeServer) source(t *testing.T) *url.URL {
	t.Helper()
	scheme := "trino+http"
	if strings.HasPrefix(f.URL, "https") {
		scheme = "trino"
	}
	address, err := url.Parse(scheme + "://analyst@" + f.Listener.Addr().String() + "/hive/security/trail")
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// open connects to the server, with an environment.
func (f *fakeServer) open(t *testing.T, environment map[string]string) (client.Client, catalog.Name) {
	t.Helper()
	opened, name, err := trino.Open(t.Context(), f.source(t), client.Options{Getenv: func(name string) string { return environment[name] }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened, name
}

// certificateFile returns a file with the certificate of the server.
func (f *fakeServer) certificateFile(t *testing.T) string {
	t.Helper()
	file := t.TempDir() + "/server.pem"
	if err := os.WriteFile(file, encodeCertificate(f.Certificate().Raw), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// columnOf returns a column of an answer.
func columnOf(name, typeName string) object {
	raw, _, _ := strings.Cut(typeName, "(")
	return object{"name": name, "type": typeName, "typeSignature": object{"rawType": raw, "arguments": []any{}}}
}

// oneRow is an answer of one row with one number; its last page says what was scanned.
func oneRow(string) []object {
	stats := func(bytes int) object { return object{"state": "RUNNING", "physicalInputBytes": bytes} }
	return []object{
		{"stats": stats(0)},
		{"stats": stats(5), "columns": []object{columnOf("n", "bigint")}, "data": [][]any{{1}}},
		{"stats": stats(4711), "columns": []object{columnOf("n", "bigint")}},
	}
}

// askOne runs a statement and returns its rows as texts, and what watch was told last.
func askOne(t *testing.T, c client.Client, sql string) (rows []string, last client.Progress, err error) {
	t.Helper()
	result, err := c.Run(t.Context(), sql, func(p client.Progress) { last = p })
	if err != nil {
		return nil, last, err
	}
	for row, err := range result.Rows {
		if err != nil {
			return rows, last, err
		}
		var texts []string
		for _, value := range row {
			texts = append(texts, string(value.AppendJSON(nil)))
		}
		rows = append(rows, strings.Join(texts, " "))
	}
	return rows, last, result.Stop()
}
