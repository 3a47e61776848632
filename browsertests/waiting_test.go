package browsertests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWaiting looks at what the page says while logs are read, and cancels: a bucket holds its objects back.
func TestWaiting(t *testing.T) {
	ctx := startBrowser(t)
	trailq := buildProgram(t)
	logs := startBucket(t, "../testdata/logs")
	logs.holdAfter(30)
	b := &browser{ctx: ctx, server: startServer(t, trailq, logs.arguments()...)}
	p := b.openTabBusy(t)
	t.Run("Opening", func(t *testing.T) { p.t = t; testOpening(t, p, logs) })
	t.Run("Cancel", func(t *testing.T) { p.t = t; testCancel(t, b, p, logs) })
	t.Run("CancelSQL", func(t *testing.T) { p.t = t; testCancelSQL(t, p, logs) })
}

// testOpening waits for progress and for counts, and then for the screen.
func testOpening(t *testing.T, p *tab, logs *bucket) {
	p.waitFor(`/[1-9][0-9,]* of 7[01] files, [1-9][0-9,]* events/.test(document.querySelector("main .progress span")?.innerText)`)
	if done := evaluate[float64](p, `document.querySelector("main .progress progress").value`); done <= 0 || done >= 1 {
		t.Errorf("the progress is %v", done)
	}
	if text := p.text(".account"); !strings.Contains(text, "events so far") || strings.Contains(text, " 0 events so far") {
		t.Errorf("the header has no counts: %q", text)
	}
	p.saveScreenshot("opening")
	p.assertAccessible("opening", allRules)
	logs.release()
	p.waitIdle()
	if text := p.text(".account"); !strings.Contains(text, "6,728 of 6,728 events") {
		t.Errorf("the page did not follow: %q", text)
	}
	if rows := evaluate[int](p, `document.querySelectorAll("table.list tbody tr").length`); rows != 200 {
		t.Errorf("the list has %d events", rows)
	}
}

// testCancel cancels a report that reads the logs. While it reads, clicks are answered, and another report waits for it.
func testCancel(t *testing.T, b *browser, p *tab, logs *bucket) {
	logs.holdAfter(10)
	p.visitBusy("/changes?select=2023-11-02T02:00:00Z..2023-11-03T00:00:00Z&why=1")
	p.waitFor(`/ of [0-9]+ files/.test(document.querySelector('[aria-label="Why"] .progress span')?.innerText)`)
	other := b.openTab(t)
	other.click(`[data-field="service"] li:nth-child(2) a.value`)
	if text := other.text(".account"); !strings.Contains(text, "234 of 6,728 events") {
		t.Errorf("a click beside a report: %q", text)
	}
	other.visitBusy("/cost")
	other.waitFor(`document.querySelector("main .progress span")?.innerText.includes("waiting for another report")`)
	p.saveScreenshot("why-progress")
	p.assertAccessible("a report that runs", allRules)
	p.clickBusy(`[aria-label="Why"] [data-do="cancel"]`)
	p.waitFor(`document.querySelector('[aria-label="Why"]').innerText.includes("Cancelled.")`)
	other.waitFor(`!document.querySelector("main .progress span")?.innerText.includes("waiting for another report")`)
	logs.release()
	other.waitIdle()
	if other.text("table.answer tbody tr") == "" {
		t.Error("the report that waited has no answer")
	}
	p.click(`[aria-label="Why"] [data-do="again"]`)
	p.waitFor(`document.querySelector(".causes > li") !== null`)
}

// testCancelSQL cancels a statement.
func testCancelSQL(t *testing.T, p *tab, logs *bucket) {
	logs.holdAfter(5)
	p.visit("/sql?query=SELECT%20count(*)%20AS%20n%20FROM%20cloudtrail_logs")
	p.waitFor(`document.querySelector(".editor > div")?.shadowRoot?.querySelector(".cm-content") != null`)
	p.clickBusy(`[data-do="run-sql"]`)
	p.waitFor(`document.querySelector('main [data-do="cancel"]') !== null`)
	p.clickBusy(`main [data-do="cancel"]`)
	p.waitFor(`document.querySelector("main").innerText.includes("Cancelled.")`)
	logs.release()
	p.click(`main [data-do="again"]`)
	p.waitFor(`document.querySelector("table.answer tbody td")?.innerText === "6,728"`)
}

// TestLarge opens logs that need more memory than there is: the page says so, offers to convert them, and what does not
// need the table works.
func TestLarge(t *testing.T) {
	ctx := startBrowser(t)
	trailq := buildProgram(t)
	b := &browser{ctx: ctx, server: startServer(t, trailq, "testdata/logs", "--memory", "32MB", "--threads", "1")}
	p := b.openTab(t)
	p.visit("/explore?where=service%3Ds3")
	for _, want := range []string{"need more memory than there is", "--from and --to", "--memory", "trailq convert testdata/logs parquet/"} {
		if text := p.text("main .warning"); !strings.Contains(text, want) {
			t.Errorf("the page does not say %q: %q", want, text)
		}
	}
	if text := p.text("main .error"); text != "" {
		t.Errorf("the page says it twice: %q", text)
	}
	p.saveScreenshot("large")
	p.assertAccessible("large", allRules)
	p.visit("/coverage?unfold=111122223333")
	if rows := evaluate[int](p, `document.querySelectorAll("table.map tbody tr").length`); rows != 4 {
		t.Errorf("the coverage of what is too large has %d rows", rows)
	}
	p.visit("/changes")
	if p.text(`[aria-label="Two windows"] h2`) == "" {
		t.Error("two windows cannot be compared by hand")
	}
}

// TestChangedBefore asks why the calls on a table rose: the cause has what was changed just before, in words.
func TestChangedBefore(t *testing.T) {
	ctx := startBrowser(t)
	script, err := os.ReadFile("../internal/cli/testdata/script/diff_resource.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, made, _ := strings.Cut(string(script), "-- make.sh --\n")
	make := exec.Command("sh", "-c", made)
	make.Dir = t.TempDir()
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b := &browser{ctx: ctx, server: startServer(t, buildProgram(t), filepath.Join(make.Dir, "logs"))}
	p := b.openTab(t)
	p.visit("/changes?before=2023-11-01&after=2023-11-02&why=1")
	cause := p.text(".causes > li")
	want := "2023-11-02 00:52 dynamodb:UpdateTable on arn:aws:dynamodb:eu-west-1:111122223333:table/orders by arn:aws:iam::111122223333:user/dev"
	if !strings.Contains(cause, "changed just before") || !strings.Contains(cause, want) {
		t.Errorf("the cause lacks %q:\n%s", want, cause)
	}
	p.saveScreenshot("changed-before")
	p.assertAccessible("changed before", allRules)
	p.click(`.causes a[href*="/explore"]`)
	if text := p.text(".account"); !strings.Contains(text, fmt.Sprint("from=2023-11-02")) && !strings.Contains(p.location(), "where=resource=") {
		t.Errorf("the cause leads to %s: %s", p.location(), text)
	}
}
