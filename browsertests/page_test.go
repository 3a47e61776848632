package browsertests

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// screens are the seven screens with the state in which they are looked at.
func screens() []struct{ name, path string } {
	return []struct{ name, path string }{
		{"explore", "/explore"},
		{"explore-split", "/explore?by=caller&open=account&sum=bytesOut&facet=ip&bins=1"},
		{"explore-selected", "/explore?where=service%3Ds3&select=2023-11-02T02:00:00Z..2023-11-03T00:00:00Z"},
		{"changes", "/changes"},
		{"changes-why", "/changes?sum=dollars&select=2023-11-02T02:00:00Z..2023-11-03T00:00:00Z&why=1"},
		{"cost", "/cost?by=caller"},
		{"cost-treemap", "/cost?by=call&as=treemap"},
		{"who", "/who"},
		{"who-key", "/who?what=AKIAI44QH8DHBEXAMPLE"},
		{"coverage", "/coverage?unfold=111122223333"},
		{"sql", "/sql"},
		{"evidence", "/evidence"},
		{"keys", "/explore?show=keys"},
		{"command", "/explore?show=command"},
	}
}

// TestPage runs everything in one browser, on the logs of the README.
func TestPage(t *testing.T) {
	ctx := startBrowser(t)
	trailq := buildProgram(t)
	b := &browser{ctx: ctx, server: startServer(t, trailq, "testdata/logs")}
	t.Run("Screens", func(t *testing.T) { testScreens(t, b) })
	t.Run("Drawer", func(t *testing.T) { testDrawer(t, b) })
	t.Run("BillByKeyboard", func(t *testing.T) { testBillByKeyboard(t, b) })
	t.Run("BillByMouse", func(t *testing.T) { testBillByMouse(t, b) })
	t.Run("Keys", func(t *testing.T) { testKeys(t, b) })
	t.Run("Drag", func(t *testing.T) { testDrag(t, b) })
	t.Run("Facets", func(t *testing.T) { testFacets(t, b) })
	t.Run("Links", func(t *testing.T) { testLinks(t, b) })
	t.Run("Mistakes", func(t *testing.T) { testMistakes(t, b) })
	t.Run("Zone", func(t *testing.T) { testZone(t, b) })
	t.Run("SQL", func(t *testing.T) { testSQL(t, b) })
	t.Run("Evidence", func(t *testing.T) { testEvidence(t, b) })
	t.Run("Sources", func(t *testing.T) { testSources(t, b, trailq) })
}

// testScreens looks at every screen, light and dark: axe finds nothing, and the accessibility tree is the known one.
func testScreens(t *testing.T, b *browser) {
	p := b.openTab(t)
	for _, screen := range screens() {
		p.visit(screen.path)
		// The editor loads and colours its words when the rest is there.
		p.waitFor(`location.pathname !== "/sql" || document.querySelector(".editor > div")?.shadowRoot?.querySelectorAll(".cm-content span").length > 5`)
		p.useScheme("light")
		p.saveScreenshot(screen.name + "-light")
		p.assertAccessible(screen.name+" light", allRules)
		p.useScheme("dark")
		p.saveScreenshot(screen.name + "-dark")
		p.assertAccessible(screen.name+" dark", colourOnly)
		p.assertTree(screen.name)
	}
}

func testDrawer(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.visit("/explore?where=eventName%3DAssumeRole&to=2023-11-02T02:03")
	p.click("table.list a.row")
	p.saveScreenshot("drawer")
	p.assertAccessible("drawer", allRules)
	for _, want := range []string{"Who is behind it", "± 5 minutes", "SHA-256", `"eventName": "AssumeRole"`, `"sessionToken": "***"`} {
		if !strings.Contains(p.text(".drawer"), want) {
			t.Errorf("the drawer lacks %q:\n%s", want, p.text(".drawer"))
		}
	}
	p.press(kb.Escape)
	if p.text(".drawer") != "" {
		t.Error("Esc does not close the drawer")
	}
	if focused := evaluate[string](p, `document.activeElement.className`); !strings.Contains(focused, "row") {
		t.Errorf("the focus is on %q, not on the event that was open", focused)
	}
}

// testBillByKeyboard tells the README's story of a bill: role, prefix, onset and dollars, and who is behind it.
func testBillByKeyboard(t *testing.T, b *browser) {
	p := b.openTab(t)
	keys := 0
	press := func(list ...string) {
		keys += len(list)
		p.press(list...)
	}
	press("m") // bytes, until the measure is dollars
	for evaluate[string](p, `new URLSearchParams(location.search).get("sum") ?? ""`) != "dollars" && keys < 12 {
		press("m")
	}
	press("p", "w") // the busiest stretch, and why
	assertCause(t, p)
	press("4") // who
	if text := p.text("main"); !strings.Contains(text, "paulo-santos") || !strings.Contains(text, "data-api-exporter") {
		t.Errorf("who does not name the person and the role:\n%s", text)
	}
	t.Logf("%d keystrokes", keys)
	if keys > 12 {
		t.Errorf("the story took %d keystrokes, more than 12", keys)
	}
}

func testBillByMouse(t *testing.T, b *browser) {
	p := b.openTab(t)
	clicks := 0
	click := func(selector string) {
		clicks++
		p.click(selector)
	}
	click(`a[href*="sum=dollars"]`)
	click(`[data-do="busiest"]`)
	click(`a[href*="why=1"]`)
	assertCause(t, p)
	click(`.causes a[href*="/who"]`)
	if text := p.text("main"); !strings.Contains(text, "paulo-santos") {
		t.Errorf("who does not name the person:\n%s", text)
	}
	t.Logf("%d clicks", clicks)
	if clicks > 6 {
		t.Errorf("the story took %d clicks, more than 6", clicks)
	}
}

func assertCause(t *testing.T, p *tab) {
	t.Helper()
	p.saveScreenshot("bill")
	cause := p.text(".causes > li")
	for _, want := range []string{"data-api-exporter", "digitised/", "since 2023-11-02 02:", "$179.00"} {
		if !strings.Contains(cause, want) {
			t.Errorf("the cause lacks %q:\n%s", want, cause)
		}
	}
}

func testKeys(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.press("/")
	if id := evaluate[string](p, `document.activeElement.id`); id != "where" {
		t.Errorf("/ leads to %q", id)
	}
	p.typeText("service=sts" + kb.Enter)
	p.waitIdle()
	if !strings.Contains(p.location(), "where=service=sts") {
		t.Errorf("the filter is not in %s", p.location())
	}
	p.press("j", "j", "k", "j")
	if row := evaluate[string](p, `document.querySelector("tr.current").dataset.row`); row != "1" {
		t.Errorf("j j k j leads to row %s", row)
	}
	p.press(kb.Enter)
	if p.text(".drawer h2") == "" {
		t.Error("Enter opens no event")
	}
	before := p.location()
	p.press("j")
	if p.location() == before {
		t.Error("j does not lead from one event to the next")
	}
	p.press(kb.Escape, "x")
	if !strings.Contains(p.location(), "where=caller!=") {
		t.Errorf("x excludes nothing: %s", p.location())
	}
	p.press("s")
	if !strings.Contains(p.location(), "by=") {
		t.Errorf("s splits nothing: %s", p.location())
	}
	p.press("?")
	if !strings.Contains(p.text("dialog"), "exclude the value") {
		t.Error("? shows no keys")
	}
	p.press(kb.Escape)
	for i, name := range []string{"Explore", "Changes", "Cost", "Who", "Coverage", "SQL", "Evidence"} {
		p.press(fmt.Sprint(i + 1))
		if got := p.text("h1 span"); got != name {
			t.Errorf("%d leads to %q, not to %s", i+1, got, name)
		}
	}
}

// testDrag drags over the chart with the mouse, and goes back.
func testDrag(t *testing.T, b *browser) {
	p := b.openTab(t)
	box := evaluate[[]float64](p, `(() => { const b = document.querySelector(".u-over").getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })()`)
	p.do(chromedp.DragAndDropXY(box[0]+box[2]*0.6, box[1]+box[3]/2, box[0]+box[2]*0.9, box[1]+box[3]/2, 8))
	p.waitIdle()
	if !strings.Contains(p.location(), "select=2023-11-0") {
		t.Fatalf("the drag selects nothing: %s", p.location())
	}
	if text := p.text(".columns > section"); !strings.Contains(text, "Selection against the rest") {
		t.Errorf("the values are not compared:\n%s", text)
	}
	p.do(chromedp.NavigateBack())
	p.waitIdle()
	if strings.Contains(p.location(), "select=") {
		t.Errorf("back does not take the selection back: %s", p.location())
	}
}

func testFacets(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.click(`[data-field="service"] li:nth-child(2) a.value`)
	if !strings.Contains(p.location(), "where=service=secretsmanager") {
		t.Errorf("is: %s", p.location())
	}
	p.click(`.chip a[aria-label^="Invert"]`)
	if !strings.Contains(p.location(), "where=service!=secretsmanager") {
		t.Errorf("is not: %s", p.location())
	}
	p.click(`.chip a[aria-label^="Remove"]`)
	if strings.Contains(p.location(), "where=") {
		t.Errorf("removed: %s", p.location())
	}
	p.click(`[data-field="error"] a[href*="where=error"]`)
	if !strings.HasSuffix(p.location(), "where=error") {
		t.Errorf("has any: %s", p.location())
	}
	p.visit("/explore")
	p.click(`[data-field="service"] .rest a`)
	p.do(chromedp.Focus(chromedp.CSS("#q")))
	p.typeText("SECRET")
	p.waitIdle()
	if text := p.text(`[data-field="service"] ul`); strings.Contains(text, "sts") {
		t.Errorf("the search does not narrow the values: %s", text)
	}
}

// testLinks follows every kind of link from a filtered view: all of them keep the filter and the window.
func testLinks(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.visit("/explore?where=service%3Ds3&from=2023-11-02T02:00&to=2023-11-02T12:00")
	lost := evaluate[[]string](p, `[...document.querySelectorAll("a[href^='/']:not([data-plain])")].map((a) => a.getAttribute("href"))
		.filter((href) => !href.includes("from=") || !(href.includes("where=service=s3") || href.includes("where=service!=s3")))`)
	lost = slices.DeleteFunc(lost, func(href string) bool { return href == "/explore?from=2023-11-02T02:00&to=2023-11-02T12:00" }) // removes the filter
	for _, href := range lost {
		if !strings.Contains(href, "all=1") {
			t.Errorf("a link loses the state: %s", href)
		}
	}
}

// testMistakes makes mistakes: each is a sentence on the page.
func testMistakes(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.allowed = []string{"the server responded with a status of 400", "the server responded with a status of 404"}
	for path, want := range map[string]string{
		"/explore?where=%3D%3D":                      "=",
		"/explore?from=tomorrowish":                  "tomorrowish",
		"/explore?file=nowhere.json.gz&number=1":     "no such record",
		"/cost?by=nonsense!":                         "nonsense",
		"/changes?before=x&after=2023-11-02&why=1":   "x",
		"/who?what=arn:aws:iam::000000000000:user/x": "",
	} {
		p.visit(path)
		text := p.text(".error")
		if want == "" {
			text = p.text("main")
		}
		if len(text) < 10 || !strings.Contains(text, want) {
			t.Errorf("%s: no sentence says what is wrong: %q", path, text)
		}
	}
	p.saveScreenshot("mistake")
}

func testZone(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.visit("/explore?tz=Asia/Tokyo&where=eventName%3DCreateAccessKey")
	if text := p.text("table.list tbody td"); text != "2023-11-01 08:54:27" { // 2023-10-31T23:54:27Z
		t.Errorf("in Tokyo it is %s", text)
	}
}

func testSQL(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.visit("/sql?query=SELECT%20date_trunc('hour',%20from_iso8601_timestamp(eventtime))%20AS%20hour,%20count(*)%20AS%20events%20FROM%20cloudtrail_logs%20GROUP%20BY%201%20ORDER%20BY%201")
	p.waitFor(`document.querySelector(".editor > div")?.shadowRoot?.querySelector(".cm-content") != null`)
	p.click(`[data-do="run-sql"]`)
	p.waitFor(`document.querySelectorAll("table.answer tbody tr").length > 40`)
	p.saveScreenshot("sql-chart")
	if p.text(`section[aria-label="Chart of the rows"]`) == "" {
		t.Error("rows with a time have no chart")
	}
	p.visit("/sql?query=SELECT%20eventnam%20FROM%20cloudtrail_logs")
	p.waitFor(`document.querySelector(".editor > div")?.shadowRoot?.querySelector(".cm-content") != null`)
	p.allowed = []string{"the server responded with a status of 400"}
	p.click(`[data-do="run-sql"]`)
	p.waitFor(`document.querySelector(".error") !== null`)
	p.saveScreenshot("sql-error")
	p.assertAccessible("sql error", allRules)
	if text := p.text(".error"); !strings.Contains(text, "eventnam") {
		t.Errorf("the error does not name the column: %s", text)
	}
	if !evaluate[bool](p, `document.querySelector(".editor > div").shadowRoot.querySelector(".cm-lintRange-error") !== null`) {
		t.Error("the editor does not mark the place of the error")
	}
}

func testEvidence(t *testing.T, b *browser) {
	p := b.openTab(t)
	p.visit("/explore?where=eventName%3DCreateAccessKey")
	p.click("table.list a.row")
	p.click(`.drawer [data-do="pin-event"]`)
	p.press(kb.Escape)
	p.click(`.copies [data-do="pin-view"]`)
	p.waitFor(`document.querySelector(".said").innerText === "Pinned."`)
	p.press("7")
	p.waitFor(`document.querySelectorAll(".causes > li").length === 2`)
	p.do(chromedp.Focus(chromedp.CSS("#note0")))
	p.typeText("a new key at night" + kb.Enter)
	p.waitFor(`document.querySelector(".said").innerText === "Saved."`)
	p.saveScreenshot("evidence-pinned")
	p.assertAccessible("evidence with pins", allRules)
	if text := p.text(".causes"); !strings.Contains(text, "CreateAccessKey") || !strings.Contains(text, "SHA-256") {
		t.Errorf("the pins do not say what they are:\n%s", text)
	}
	html := evaluate[string](p, `fetch("/api/export/html?of=case").then((answer) => answer.text())`)
	if !strings.Contains(html, "a new key at night") || strings.Contains(html, "<script") {
		t.Errorf("the exported page lacks the note, or has a script:\n%.2000s", html)
	}
	p.click(`.causes [data-do="remove"]`)
	p.waitFor(`document.querySelectorAll(".causes > li").length === 1`)
	p.click(`.causes [data-do="remove"]`)
}
