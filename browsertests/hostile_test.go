package browsertests

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// hostileValues are texts that do something where a page forgets to escape, or shows something else than is there.
func hostileValues() []string {
	return []string{
		`<script>window.owned=1</script>`,
		`<img src=x onerror="window.owned=2">`,
		`"><svg onload=window.owned=3>`,
		`javascript:window.owned=4`,
		`' onmouseover='window.owned=5' x='`,
		"${window.owned=6}`+alert(6)+`{{7*7}}<%= 7 %>",
		"invoice\u202egnp.exe",
		"zero\u200bwidth\u0000null\u001b[31mred\u2028line\nnext\ttab",
		`\"};window.owned=9;//</script><iframe srcdoc="<script>parent.owned=9</script>">`,
		`https://evil.example/?q=1&where=x#<base href=//evil.example>` + strings.Repeat("A", 600),
	}
}

// hostileRecord returns a record that has the value in all its fields.
func hostileRecord(i int, value string) map[string]any {
	return map[string]any{
		"eventVersion": "1.08", "eventTime": fmt.Sprintf("2023-11-02T0%d:00:00Z", i), "eventID": fmt.Sprintf("00000000-0000-4000-8000-00000000000%d", i),
		"eventSource": value + ".amazonaws.com", "eventName": value, "awsRegion": value, "sourceIPAddress": value, "userAgent": value,
		"errorCode": value, "errorMessage": value, "requestID": value, "eventType": value, "recipientAccountId": value, "eventCategory": value,
		"sharedEventID": value, "vpcEndpointId": value, "apiVersion": value, "managementEvent": true, "readOnly": false,
		"userIdentity": map[string]any{"type": "AssumedRole", "principalId": value, "arn": value, "accountId": value, "accessKeyId": value, "userName": value,
			"sessionContext": map[string]any{"sessionIssuer": map[string]any{"type": "Role", "arn": value, "userName": value, "principalId": value},
				"attributes": map[string]any{"mfaAuthenticated": value, "creationDate": value}}},
		"requestParameters":   map[string]any{"bucketName": value, "key": value, "roleArn": value, "roleSessionName": value, "instanceId": value, value: value},
		"responseElements":    map[string]any{"credentials": map[string]any{"accessKeyId": value, "sessionToken": value, "expiration": value}, value: []any{value}},
		"additionalEventData": map[string]any{"bytesTransferredOut": 1, "x": value}, "tlsDetails": map[string]any{"tlsVersion": value},
		"resources": []any{map[string]any{"ARN": value, "accountId": value, "type": value}},
	}
}

// writeHostileLogs writes a folder of logs, of which one file cannot be read and has a hostile name.
func writeHostileLogs(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "logs<b>")
	var list []any
	for i, value := range hostileValues() {
		list = append(list, hostileRecord(i, value))
	}
	text, err := json.Marshal(map[string]any{"Records": list})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"events.json": string(text), `<img src=x onerror=window.owned=10>.json`: `{"Records":[{"eventName":`} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestHostileLogs visits every screen of logs with hostile values in all fields: nothing runs, nothing is loaded, and
// characters that hide or turn text are visible.
func TestHostileLogs(t *testing.T) {
	ctx := startBrowser(t)
	b := &browser{ctx: ctx, server: startServer(t, buildProgram(t), writeHostileLogs(t))}
	p := b.openTab(t)
	p.watchDialogs()
	p.allowed = []string{"%00"} // a condition with U+0000 is refused: no command line can hold it
	open := "open=account,region,bucket,resource,accessKey,session,eventType,mfa,vpce"
	paths := []string{"/explore?" + open, "/explore?by=caller&bins=1&" + open, "/explore?select=2023-11-02T02:00:00Z..2023-11-02T06:00:00Z", "/changes",
		"/changes?before=2023-11-02T00:00..2023-11-02T05:00&after=2023-11-02T05:00..2023-11-02T10:00&why=1", "/cost?by=caller", "/cost?by=bucket&as=treemap", "/who", "/coverage",
		"/sql", "/evidence", "/explore?show=command&where=" + url.QueryEscape("caller="+hostileValues()[0])}
	for _, value := range hostileValues() {
		escaped := url.QueryEscape(value)
		paths = append(paths, "/who?what="+escaped, "/explore?by=agent&where="+url.QueryEscape("agent="+value))
	}
	for _, path := range paths {
		p.visit(path)
		p.assertInert(path)
	}
	p.assertFieldsInert()
	p.assertDrawersInert()
	p.visit("/explore?" + open)
	p.saveScreenshot("hostile")
}

// assertFieldsInert splits the chart by each field, and clicks each of its values: one event has it, and nothing runs.
func (p *tab) assertFieldsInert() {
	p.t.Helper()
	fields := evaluate[[]string](p, `fetch("/api/source").then((answer) => answer.json()).then(({ fields }) => fields.map((field) => field.name))`)
	for _, field := range fields {
		list := "/explore?by=" + field + "&facet=" + field
		p.visit(list)
		p.assertInert(list)
		values := evaluate[int](p, `document.querySelectorAll('[data-field="`+field+`"] > ul > li').length`)
		if values != len(hostileValues()) {
			p.t.Errorf("%s has %d values", field, values)
		}
		for i := range values {
			p.click(fmt.Sprintf(`[data-field="%s"] > ul > li:nth-child(%d) a.value`, field, i+1))
			p.assertInert(fmt.Sprintf("value %d of %s", i, field))
			refused := strings.Contains(p.text(".error"), "U+0000") // no command line can hold it
			if text := p.text(".account"); !refused && !strings.Contains(text, "1 of 10 events") {
				p.t.Errorf("value %d of %s: %s", i, field, text)
			}
			p.do(chromedp.NavigateBack())
			p.waitIdle()
		}
	}
}

// assertDrawersInert opens every record, pins it, and looks at the case and at its export.
func (p *tab) assertDrawersInert() {
	p.t.Helper()
	p.visit("/explore")
	for i := range hostileValues() {
		p.press("j", "\r")
		p.assertInert(fmt.Sprintf("record %d", i))
		p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('.drawer details').open = true`))
		p.click(`.drawer [data-do="pin-event"]`)
		p.press("\u001b")
	}
	p.visit("/evidence")
	p.assertInert("evidence with pins")
	html := evaluate[string](p, `fetch("/api/export/html?of=case").then((answer) => answer.text())`)
	for _, tag := range []string{"<script", "<img", "<iframe", "<svg onload", "<base"} {
		if strings.Contains(html, tag) {
			p.t.Errorf("the exported page has %s", tag)
		}
	}
	if strings.ContainsAny(html, "\u202e\u200b\u2028") {
		p.t.Error("the exported page has characters that hide or turn text")
	}
}

// assertInert looks for what a hostile text could have become.
func (p *tab) assertInert(where string) {
	p.t.Helper()
	if owned := evaluate[string](p, `String(window.owned)`); owned != "undefined" {
		p.t.Errorf("%s: value %s ran", where, owned)
	}
	if found := evaluate[[]string](p, `[...document.querySelectorAll("#root script, #root img, #root iframe, #root base, #root object, #root embed, #root style, #root link")].map((e) => e.outerHTML.slice(0, 100))`); len(found) > 0 {
		p.t.Errorf("%s: elements that are not ours: %q", where, found)
	}
	if found := evaluate[[]string](p, `[...document.querySelectorAll("#root *")].flatMap((e) => [...e.attributes]).filter((a) => /^on/i.test(a.name) || (/^(href|src|action|formaction)$/i.test(a.name) && !/^(\/|#)(?!\/)/.test(a.value))).map((a) => a.name + "=" + a.value.slice(0, 80))`); len(found) > 0 {
		p.t.Errorf("%s: attributes that do something else: %q", where, found)
	}
	text := evaluate[string](p, `document.body.innerText + [...document.querySelectorAll("[title], [aria-label], [placeholder]")].map((e) => (e.title ?? "") + e.getAttribute("aria-label")).join("")`)
	if strings.ContainsAny(text, "\u202e\u200b\u0000\u001b\u2028") {
		p.t.Errorf("%s: characters that hide or turn text are not made visible", where)
	}
	if !evaluate[bool](p, `document.documentElement.scrollWidth <= innerWidth + 1`) {
		p.t.Errorf("%.80s: long values make the page wider than the window: %s", where, evaluate[string](p, `[...document.querySelectorAll("#root *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .chart, .editor")).slice(0, 3).map((e) => e.tagName + "." + e.className + " " + e.innerText?.slice(0, 60)).join(" / ")`))
	}
}

// watchDialogs fails the test if the page opens a dialog of the browser.
func (p *tab) watchDialogs() {
	dialogs := chromedp.Events(p.ctx, page.JavascriptDialogOpening)
	go func() {
		for opened, err := range dialogs {
			if err != nil {
				return
			}
			p.addProblem("a dialog: " + opened.Message)
			_, _ = chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: false})
		}
	}()
}
