package browsertests

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// testSources compares what the screens show with their copied commands and SQL: of logs, of Parquet files and of a bucket.
func testSources(t *testing.T, b *browser, trailq program) {
	t.Run("Logs", func(t *testing.T) { testCopies(t, b.openTab(t), trailq) })
	parquet := filepath.Join(t.TempDir(), "parquet")
	trailq.run(t, "convert", "testdata/logs", parquet, "--quiet")
	for name, arguments := range map[string][]string{"Parquet": {parquet}, "Bucket": startBucket(t, "../testdata/logs").arguments()} {
		t.Run(name, func(t *testing.T) {
			other := &browser{ctx: b.ctx, server: startServer(t, trailq, arguments...)}
			testCopies(t, other.openTab(t), trailq)
		})
	}
}

// testCopies copies each screen and runs what it has copied.
func testCopies(t *testing.T, p *tab, trailq program) {
	p.t = t
	testCopiedExplore(t, p, trailq)
	testCopiedCost(t, p, trailq)
	testCopiedChanges(t, p, trailq)
	testCopiedWho(t, p, trailq)
	testCopiedCoverage(t, p, trailq)
	testCopiedSQL(t, p, trailq)
	testCopiedEvidence(t, p, trailq)
}

const filtered = "where=service%3Ds3&where=eventName!%3DGetObject&from=2023-11-01T12:00&to=2023-11-02T12:00"

// copied opens the dialog with the screen as commands or as SQL, and returns its texts by their headings.
func (p *tab) copied(show string) map[string]string {
	p.t.Helper()
	p.click(`a[href*="show=` + show + `"]`)
	parts := evaluate[map[string]string](p, `Object.fromEntries([...document.querySelectorAll("dialog pre")].map((pre) => [pre.previousElementSibling?.tagName === "H3" ? pre.previousElementSibling.innerText : "", pre.innerText]))`)
	if len(parts) == 0 {
		p.t.Errorf("%s: nothing to copy as %s: %q", p.location(), show, p.text("dialog"))
	}
	p.press(kb.Escape)
	if p.text("dialog") != "" {
		p.t.Errorf("%s: Esc does not close the dialog", p.location())
	}
	return parts
}

// runSQL runs a statement on the page's server and returns its rows.
func (p *tab) runSQL(statement string) (rows []map[string]any) {
	p.t.Helper()
	var columns []struct{ Name string }
	answer := evaluate[string](p, `fetch("/api/sql", { method: "POST", body: `+quoteJS(statement)+` }).then((answer) => answer.text())`)
	for line := range strings.Lines(answer) {
		var one struct {
			Columns       []struct{ Name string }
			Row           []any
			Failed, Error any
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil || one.Failed != nil || one.Error != nil {
			p.t.Fatalf("%s: %v: %s", statement, err, line)
		}
		if one.Columns != nil {
			columns = one.Columns
		}
		if one.Row == nil {
			continue
		}
		row := map[string]any{}
		for i, column := range columns {
			row[column.Name] = one.Row[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// assertSame compares what a screen shows with what is printed.
func assertSame(t *testing.T, what string, printed, shown []string) {
	t.Helper()
	if len(shown) == 0 || !slices.Equal(printed, shown) {
		t.Errorf("%s (- printed, + shown): %s", what, firstDifference(strings.Join(printed, "\n"), strings.Join(shown, "\n")))
	}
}

// testCopiedExplore compares the list with `trailq events`, the values of all fields with `trailq top`, the chart with
// `trailq timeline`, and all of them with their SQL.
func testCopiedExplore(t *testing.T, p *tab, trailq program) {
	fields := evaluate[[]string](p, `fetch("/api/source").then((answer) => answer.json()).then(({ fields }) => fields.map((field) => field.name))`)
	p.visit("/explore?bins=1&open=" + strings.Join(fields, ",") + "&" + filtered)
	commands, statements := p.copied("command"), p.copied("sql")
	rows := evaluate[[]string](p, `[...document.querySelectorAll("table.list tbody tr")].map((row) => row.cells[0].innerText + [1, 2, 3, 5, 6].map((i) => " " + (row.cells[i].title || row.cells[i].innerText)).join(""))`)
	assertSame(t, commands["The events"], describeEvents(decodeRows(t, trailq.runShell(t, commands["The events"]+" -o jsonl --quiet"))), rows)
	if listed := p.runSQL(statements["The events"]); len(listed) != len(rows) {
		t.Errorf("the list has %d events, its SQL %d", len(rows), len(listed))
	}
	for _, field := range fields {
		values := evaluate[[]string](p, `[...document.querySelectorAll('[data-field="`+field+`"] > ul > li')].map((row) => row.querySelector(".value").title + " " + row.querySelector(".count").innerText.replaceAll(",", ""))`)
		slices.Sort(values) // the order of equal counts is not part of the answer
		name := "The values of " + field
		assertSame(t, commands[name], describeValues(field, decodeRows(t, trailq.runShell(t, commands[name]+" -o jsonl --quiet"))), values)
		assertSame(t, "SQL of "+field, describeValues(field, p.runSQL(statements[name])), values)
	}
	bins := evaluate[[]string](p, `[...document.querySelectorAll('[aria-label="Chart as a table"] tbody tr')].map((row) => row.cells[0].innerText + " " + row.cells[1].innerText.replaceAll(",", ""))`)
	var printed []string
	for _, row := range decodeRows(t, trailq.runShell(t, commands["The chart"]+" -o jsonl --quiet")) {
		if row["events"] != nil && row["events"] != 0.0 {
			printed = append(printed, fmt.Sprintf("%s %v", strings.NewReplacer("T", " ", ":00Z", "").Replace(row["time"].(string)), row["events"]))
		}
	}
	assertSame(t, commands["The chart"], printed, bins)
}

// describeEvents returns events as the list has them.
func describeEvents(rows []map[string]any) (lines []string) {
	for _, row := range rows {
		line := strings.NewReplacer("T", " ", "Z", "").Replace(row["eventTime"].(string))
		for _, name := range []string{"eventSource", "eventName", "caller", "sourceIPAddress", "error"} {
			value := ""
			if row[name] != nil {
				value = strings.TrimSuffix(row[name].(string), ".amazonaws.com")
				if name != "eventSource" {
					value = row[name].(string)
				}
			}
			line += " " + value
		}
		lines = append(lines, line)
	}
	return lines
}

// describeValues returns the values of a field as the page has them, in no order.
func describeValues(field string, rows []map[string]any) (lines []string) {
	for _, row := range rows {
		name := "none"
		if row[field] != nil && row[field] != "" {
			name = fmt.Sprint(row[field])
		}
		lines = append(lines, fmt.Sprintf("%s %v", name, row["events"]))
	}
	slices.Sort(lines)
	return lines
}

// testCopiedCost compares callers and calls with `trailq cost`, and with its SQL.
func testCopiedCost(t *testing.T, p *tab, trailq program) {
	for _, by := range []string{"caller", "call", "bucket", "region"} {
		p.visit("/cost?by=" + by + "&" + filtered)
		shown := evaluate[[]string](p, `[...document.querySelectorAll("table.answer tbody tr")].map((row) => row.cells[0].innerText.replace("–", "null") + " " + row.cells[1].innerText.replaceAll(",", ""))`)
		command, statement := p.copied("command")["The report"], p.copied("sql")["The report"]
		describe := func(rows []map[string]any) (lines []string) {
			for _, row := range rows {
				if row["cost_group"] == false {
					continue // SQL has the sums for the notes, too
				}
				name, _ := json.Marshal(row[by])
				lines = append(lines, strings.Trim(string(name), `"`)+fmt.Sprintf(" %v", row["calls"]))
			}
			slices.Sort(lines)
			return lines
		}
		slices.Sort(shown)
		assertSame(t, command, describe(decodeRows(t, trailq.runShell(t, command+" -o jsonl --quiet"))), shown)
		assertSame(t, "SQL of cost by "+by, describe(p.runSQL(statement)), shown)
	}
}

// testCopiedChanges compares the causes with those of `trailq diff`.
func testCopiedChanges(t *testing.T, p *tab, trailq program) {
	p.visit("/changes?sum=bytesOut&select=2023-11-02T02:00:00Z..2023-11-03T00:00:00Z&why=1")
	shown := evaluate[[]string](p, `[...document.querySelectorAll(".causes h3")].map((cause) => cause.innerText.replace(/^\d+\. /, ""))`)
	command := p.copied("command")["The report"]
	var answer struct{ Causes []struct{ Cause string } }
	if err := json.Unmarshal([]byte(trailq.runShell(t, command+" -o json --quiet")), &answer); err != nil {
		t.Fatal(err)
	}
	var printed []string
	for _, one := range answer.Causes {
		printed = append(printed, one.Cause)
	}
	assertSame(t, command, printed, shown)
	p.runStatements(p.copied("sql")["The report"])
	p.visit("/changes") // without a selection it is a chart
	if commands := p.copied("command"); !strings.HasPrefix(commands["The chart"], "trailq timeline ") {
		t.Errorf("the chart of changes: %v", commands)
	}
}

// runStatements runs the SQL of a report: each of its statements has an answer.
func (p *tab) runStatements(text string) {
	p.t.Helper()
	statements := 0
	for statement := range strings.SplitSeq(text, ";\n\n") {
		if len(p.runSQL(statement)) == 0 {
			p.t.Errorf("no rows of %s", statement)
		}
		statements++
	}
	if statements == 0 {
		p.t.Error("no SQL")
	}
}

// testCopiedWho compares the tree with that of `trailq who`.
func testCopiedWho(t *testing.T, p *tab, trailq program) {
	for _, address := range []string{"/who", "/who?what=AKIAI44QH8DHBEXAMPLE"} {
		p.visit(address)
		shown := evaluate[[]string](p, `[...document.querySelectorAll(".tree .name")].map((e) => e.innerText)`)
		command := p.copied("command")["The report"]
		var answer struct{ Tree []struct{ Name *string } }
		if err := json.Unmarshal([]byte(trailq.runShell(t, command+" -o json --quiet")), &answer); err != nil {
			t.Fatal(err)
		}
		var printed []string
		for _, one := range answer.Tree {
			if one.Name == nil {
				one.Name = new(string)
			}
			printed = append(printed, *one.Name)
		}
		assertSame(t, command, printed, shown)
		p.runStatements(p.copied("sql")["The report"])
	}
}

// testCopiedCoverage compares the events of accounts and regions with those of `trailq coverage`.
func testCopiedCoverage(t *testing.T, p *tab, trailq program) {
	p.visit("/coverage?unfold=111122223333,444455556666&where=service%3Ds3&from=2023-11-01&to=2023-11-02")
	shown := evaluate[[]string](p, `[...document.querySelectorAll("table.map tbody th .hidden")].map((e) => e.textContent.replace(/ events?,.*$/s, "").replaceAll(",", "")).sort()`)
	command := p.copied("command")["The report"]
	type hour struct {
		Account, Region string
		Events          int
	}
	var answer struct{ Hours, Timeline []hour }
	if err := json.Unmarshal([]byte(trailq.runShell(t, command+" -o json --quiet")), &answer); err != nil {
		t.Fatal(err)
	}
	events := map[string]int{}
	for _, hour := range append(answer.Hours, answer.Timeline...) {
		events[hour.Account] += hour.Events
		events[hour.Account+" "+hour.Region] += hour.Events
	}
	var printed []string
	for _, n := range slices.Collect(maps.Values(events)) {
		printed = append(printed, fmt.Sprint(n))
	}
	slices.Sort(printed)
	assertSame(t, command, printed, shown)
	if answer.Timeline != nil {
		p.runStatements(p.copied("sql")["The report"])
		return
	}
	p.click(`a[href*="show=sql"]`)
	if !strings.Contains(p.text("dialog"), "SQL does not see") {
		t.Errorf("coverage as SQL: %q", p.text("dialog"))
	}
	p.press(kb.Escape)
}

// testCopiedSQL compares rows with those of `trailq sql`. Filters are not for SQL: it has its own.
func testCopiedSQL(t *testing.T, p *tab, trailq program) {
	statement := "SELECT eventsource, count(*) AS events FROM cloudtrail_logs GROUP BY 1 ORDER BY 2 DESC, 1"
	p.visit("/sql?where=service%3Dsts&query=" + url.QueryEscape(statement))
	p.waitFor(`document.querySelector(".editor > div")?.shadowRoot?.querySelector(".cm-content") != null`)
	p.click(`[data-do="run-sql"]`)
	p.waitFor(`document.querySelectorAll("table.answer tbody tr").length > 3 && !document.querySelector("main .progress")`)
	shown := evaluate[[]string](p, `[...document.querySelectorAll("table.answer tbody tr")].map((row) => row.cells[0].innerText + " " + row.cells[1].innerText.replaceAll(",", ""))`)
	command := p.copied("command")["The report"]
	describe := func(rows []map[string]any) (lines []string) {
		for _, row := range rows {
			lines = append(lines, strings.Replace(fmt.Sprint(row["eventsource"], " ", row["events"]), "<nil>", "NULL", 1))
		}
		return lines
	}
	assertSame(t, command, describe(decodeRows(t, trailq.runShell(t, command+" -o jsonl --quiet"))), shown)
	assertSame(t, "SQL", describe(p.runSQL(p.copied("sql")["The report"])), shown)
}

// testCopiedEvidence pins an event and a view, and compares the pinned events with `trailq events`.
func testCopiedEvidence(t *testing.T, p *tab, trailq program) {
	p.visit("/explore?where=eventName%3DCreateAccessKey")
	p.click(`.copies [data-do="pin-view"]`)
	p.click("table.list a.row")
	p.click(`.drawer [data-do="pin-event"]`)
	pinned := func() int {
		return evaluate[int](p, `fetch("/api/case").then((answer) => answer.json()).then(({ pins }) => pins.length)`)
	}
	for end := time.Now().Add(20 * time.Second); pinned() < 2 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
	}
	p.visit("/evidence")
	commands, statements := p.copied("command"), p.copied("sql")
	rows := decodeRows(t, trailq.runShell(t, commands["The events"]+" -o jsonl --quiet"))
	if len(rows) != 1 || len(p.runSQL(statements["The events"])) != 1 || !strings.Contains(p.text(".causes"), rows[0]["eventID"].(string)) {
		t.Errorf("the pinned event, and %q: %d events", commands["The events"], len(rows))
	}
	if len(commands) != 2 {
		t.Errorf("the commands of two pins: %v", commands)
	}
	for range 2 {
		left := evaluate[int](p, `document.querySelectorAll(".causes > li").length`)
		p.click(`.causes [data-do="remove"]`)
		p.waitFor(fmt.Sprintf(`document.querySelectorAll(".causes > li").length === %d`, left-1))
	}
}
