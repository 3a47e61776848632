//go:build cgo

package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/web"
)

// hostileValues try to be code, HTML, SQL, a pattern, a formula or to look like
// something else.
func hostileValues() []string {
	return []string{
		`<script>alert(1)</script>`,
		`"><img src=x onerror=alert(1)>`,
		`javascript:alert(document.cookie)`,
		`{{constructor.constructor('alert(1)')()}}${alert(1)}`,
		"a\u202egnp.exe\u2066\u200b",
		"\x1b[31m\x1b]0;title\x07\u0000end",
		`'; DROP TABLE trailq_events; --`,
		`%' OR 1=1 ESCAPE '\`,
		`=HYPERLINK("http://evil.example","x")`,
		strings.Repeat("long ", 2000) + "\r\nSet-Cookie: a=b",
	}
}

// hostileRecord is an event whose every field has the value.
func hostileRecord(value string, n int) string {
	record := map[string]any{
		"eventVersion": "1.08", "eventTime": time.Date(2023, 11, 1, 10, n, 0, 0, time.UTC).Format(time.RFC3339),
		"eventSource": value, "eventName": value, "awsRegion": value, "sourceIPAddress": value, "userAgent": value,
		"errorCode": value, "eventType": value, "recipientAccountId": value, "vpcEndpointId": value, "eventID": fmt.Sprint("e", n),
		"userIdentity":        map[string]any{"type": "IAMUser", "arn": value, "accessKeyId": value, "userName": value},
		"requestParameters":   map[string]any{"bucketName": value, value: value},
		"resources":           []any{map[string]any{"ARN": value}},
		"additionalEventData": map[string]any{},
		"responseElements":    map[string]any{"credentials": map[string]any{"sessionToken": "IQoJb3JpZ2luX2Vj" + strings.Repeat("A", 200), "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}},
	}
	record["userIdentity"].(map[string]any)["sessionContext"] = map[string]any{"attributes": map[string]any{"mfaAuthenticated": value}}
	text, err := json.Marshal(record)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// hostilePage is a page over the hostile records, one of each.
func hostilePage(t *testing.T) *page {
	folder := t.TempDir()
	var records []string
	for n, value := range hostileValues() {
		records = append(records, hostileRecord(value, n))
	}
	trailtest.Tree{
		trailtest.LogPath("111122223333", "us-east-1", time.Date(2023, 11, 1, 10, 5, 0, 0, time.UTC), "<b>&'x"): trailtest.Gzip(trailtest.Envelope(records...)),
	}.Write(t, folder)
	return openPage(t, web.Options{Sources: []string{folder}, Case: filepath.Join(t.TempDir(), "case.json")})
}

// Each hostile value of each field is a value like any other: it is counted, can be
// filtered by, and is made visible where it would not be.
func TestHostileValues(t *testing.T) {
	p := hostilePage(t)
	for _, field := range facet.Fields() {
		var all facetAnswer
		p.read(address("/api/facet", "field", field.Name, "n", "100"), &all)
		var split viewAnswer
		p.read(address("/api/view", "by", field.Name, "facets", "", "rows", "0"), &split)
		if series := split.Histogram.Series; len(series) != 6 || !series[5].Other {
			t.Errorf("split by %s: %+v", field.Name, series)
		}
		if len(all.Values) != len(hostileValues()) {
			t.Errorf("%s has %d values: %+v", field.Name, len(all.Values), all)
		}
		for _, value := range all.Values {
			if value.Value == nil || value.Count != 1 || !slices.Contains(hostileValues(), *value.Value) {
				t.Errorf("%s: %+v", field.Name, value)
				continue
			}
			if strings.ContainsAny(*value.Value, "\u202e\x1b\r") != (value.Shown != "" && !strings.ContainsAny(value.Shown, "\u202e\x1b\r\n")) {
				t.Errorf("%s: %q is shown as %q", field.Name, *value.Value, value.Shown)
			}
			if strings.Contains(*value.Value, "\x00") {
				if answer := p.visit(http.MethodGet, address("/api/view", "where", value.Is), ""); answer.Code != http.StatusBadRequest {
					t.Errorf("%q: %d", value.Is, answer.Code)
				}
				continue
			}
			p.checkCondition(t, value.Is, 1)
			p.checkCondition(t, value.Not, int64(len(hostileValues()))-1)
		}
	}
}

// checkCondition counts the events that meet a condition.
func (p *page) checkCondition(t *testing.T, where string, want int64) {
	t.Helper()
	var view viewAnswer
	p.read(address("/api/view", "where", where, "facets", "", "rows", "0"), &view)
	if view.Total != want {
		t.Errorf("%d events meet %q, want %d", view.Total, where, want)
	}
}

// Nothing of a record becomes HTML in what is exported, no cell of a CSV a formula, and
// credentials are hidden.
func TestHostileExports(t *testing.T) {
	p := hostilePage(t)
	var rows rowsAnswer
	p.read("/api/events", &rows)
	for _, row := range rows.Rows {
		body, err := json.Marshal(map[string]any{"do": "add", "pin": map[string]any{"kind": "event", "file": row.File, "number": row.Number, "note": row.Name}})
		if err != nil {
			t.Fatal(err)
		}
		if answer := p.visit(http.MethodPost, "/api/case", string(body)); answer.Code != http.StatusOK {
			t.Fatal(answer.Code, answer.Body)
		}
		if strings.Contains(row.Caller, "\x00") {
			continue // it can be no condition
		}
		view, err := json.Marshal(map[string]any{"do": "add", "pin": map[string]any{"kind": "view", "url": address("/explore", "where", "caller="+row.Caller), "title": row.Name}})
		if err != nil {
			t.Fatal(err)
		}
		if answer := p.visit(http.MethodPost, "/api/case", string(view)); answer.Code != http.StatusOK {
			t.Fatal(answer.Code, answer.Body)
		}
	}
	for _, of := range []string{"case", "events"} {
		for _, form := range []string{"html", "csv", "jsonl"} {
			answer := p.visit(http.MethodGet, "/api/export/"+form+"?of="+of, "")
			text := answer.Body.String()
			if answer.Code != http.StatusOK || !strings.HasPrefix(answer.Header().Get("Content-Disposition"), "attachment;") || len(text) < 1000 {
				t.Fatalf("%s of %s: %d %.200s", form, of, answer.Code, text)
			}
			for _, secret := range []string{"IQoJb3JpZ2luX2Vj", "wJalrXUtnFEMI"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s of %s has a credential", form, of)
				}
			}
			if form == "html" && (strings.Contains(text, "<script") || strings.Contains(text, "<img") || strings.ContainsAny(text, "\u202e\x1b")) {
				t.Errorf("the page of %s has HTML of a record, or invisible characters", of)
			}
			if form == "csv" && (strings.Contains(text, "\n=HYPER") || strings.Contains(text, ",=HYPER") || strings.Contains(text, `,"=HYPER`)) {
				t.Errorf("the CSV of %s has a formula", of)
			}
		}
	}
}

// A record's credentials are hidden until they are asked for.
func TestCredentials(t *testing.T) {
	p := hostilePage(t)
	var rows rowsAnswer
	p.read("/api/events?n=1", &rows)
	row := rows.Rows[0]
	for unmasked, want := range map[string]bool{"": false, "true": true} {
		var record struct {
			Masked       bool
			Text, Pretty string
			Leaves       []struct{ Path, Value string }
		}
		p.read(address("/api/record", "file", row.File, "number", fmt.Sprint(row.Number), "unmasked", unmasked), &record)
		leaves := fmt.Sprint(record.Leaves)
		for _, text := range []string{record.Text, record.Pretty, leaves} {
			if strings.Contains(text, "IQoJb3JpZ2luX2Vj") != want || strings.Contains(text, "wJalrXUtnFEMI") != want {
				t.Errorf("unmasked %q: %.3000s", unmasked, text)
			}
		}
		if record.Masked == want {
			t.Errorf("unmasked %q: masked %v", unmasked, record.Masked)
		}
	}
}

// What is asked for in another way than the page does is refused.
func TestRefused(t *testing.T) {
	p := openPage(t, web.Options{Sources: []string{sampleLogs}})
	for _, test := range []struct {
		method, target, body string
		status               int
	}{
		{http.MethodGet, "/api/sql?sql=SELECT%201", "", http.StatusNotFound},
		{http.MethodPost, "/api/view", "", http.StatusNotFound},
		{http.MethodDelete, "/api/case", "", http.StatusNotFound},
		{http.MethodPost, "/api/case", `{"do":"add","pin":{"kind":"event","file":"/etc/passwd","number":1}}`, http.StatusNotFound},
		{http.MethodPost, "/api/case", `{"do":"add","pin":{"kind":"view","url":"https://evil.example/explore"}}`, http.StatusBadRequest},
		{http.MethodPost, "/api/case", `{"do":"add","pin":{"kind":"view","url":"//evil.example/explore"}}`, http.StatusBadRequest},
		{http.MethodPost, "/api/case", `{"do":"add","pin":{"kind":"view","url":"javascript:alert(1)"}}`, http.StatusBadRequest},
		{http.MethodPost, "/api/case", `{"do":"drop"}`, http.StatusBadRequest},
		{http.MethodPost, "/api/case", `no JSON`, http.StatusBadRequest},
		{http.MethodGet, "/api/record?file=/etc/passwd&number=1", "", http.StatusNotFound},
		{http.MethodGet, "/api/record?file=../../go.mod&number=1", "", http.StatusNotFound},
		{http.MethodGet, "/api/record", "", http.StatusBadRequest},
		{http.MethodGet, "/static/../server.go", "", http.StatusTemporaryRedirect},
		{http.MethodGet, "/static/static.go", "", http.StatusNotFound},
		{http.MethodGet, "/static/", "", http.StatusNotFound},
		{http.MethodGet, "/api/nothing", "", http.StatusNotFound},
		{http.MethodGet, "/other", "", http.StatusNotFound},
		{http.MethodGet, "/api/view?wher=service", "", http.StatusBadRequest},
		{http.MethodGet, "/api/view?where=servic=s3", "", http.StatusBadRequest},
		{http.MethodGet, "/api/view?from=2023-13", "", http.StatusBadRequest},
		{http.MethodGet, "/api/view?sum=eventName", "", http.StatusBadRequest},
		{http.MethodGet, "/api/view?by=requestParameters", "", http.StatusBadRequest},
		{http.MethodGet, "/api/view?n=1000000", "", http.StatusBadRequest},
		{http.MethodGet, "/api/view?select=now", "", http.StatusBadRequest},
		{http.MethodGet, "/api/events?before=guess", "", http.StatusBadRequest},
		{http.MethodGet, "/api/facet?field=eventID", "", http.StatusBadRequest},
		{http.MethodGet, "/api/report/nothing", "", http.StatusNotFound},
		{http.MethodGet, "/api/report/top?by=nothing", "", http.StatusBadRequest},
		{http.MethodGet, "/api/report/cost?prices=/etc/passwd", "", http.StatusBadRequest},
		{http.MethodGet, "/api/report/cost?ip-ranges=/etc/passwd", "", http.StatusBadRequest},
		{http.MethodGet, "/api/export/exe?of=case", "", http.StatusNotFound},
		{http.MethodPost, "/api/sql", "SELECT * FROM read_csv('/etc/passwd')", http.StatusBadRequest},
		{http.MethodPost, "/api/sql", "SELECT * FROM read_text('/etc/passwd')", http.StatusBadRequest},
		{http.MethodPost, "/api/sql", "COPY (SELECT 1) TO '/tmp/x'", http.StatusBadRequest},
		{http.MethodPost, "/api/sql", "ATTACH '/tmp/x.db'", http.StatusBadRequest},
		{http.MethodPost, "/api/sql", "SET enable_external_access = true", http.StatusBadRequest},
		{http.MethodPost, "/api/sql", "SELECT getenv('HOME')", http.StatusBadRequest},
		{http.MethodPost, "/api/sql", "", http.StatusBadRequest},
	} {
		answer := p.visit(test.method, test.target, test.body)
		if answer.Code != test.status {
			t.Errorf("%s %s %q: %d %.200s, want %d", test.method, test.target, test.body, answer.Code, answer.Body, test.status)
		}
		if strings.Contains(answer.Body.String(), "root:") {
			t.Errorf("%s %s %q shows a file", test.method, test.target, test.body)
		}
	}
}
