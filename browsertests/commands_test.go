package browsertests

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// copied is what /api/copy answers: the commands and SQL of a screen.
type copied struct {
	Command  string            `json:"command"`
	Commands map[string]string `json:"commands"`
	SQLs     map[string]string `json:"sqls"`
}

// testCommands runs the commands that screens offer to copy, and compares what they print with what the screens show.
func testCommands(t *testing.T, b *browser, trailq program) {
	p := b.openTab(t)
	t.Run("List", func(t *testing.T) { testCopiedList(t, p, trailq) })
	t.Run("Facets", func(t *testing.T) { testCopiedFacets(t, p, trailq) })
	t.Run("Histogram", func(t *testing.T) { testCopiedHistogram(t, p, trailq) })
	t.Run("Reports", func(t *testing.T) { testCopiedReports(t, p, trailq) })
	t.Run("Buttons", func(t *testing.T) { testCopyButtons(t, p) })
}

const filtered = "where=service%3Ds3&where=eventName!%3DGetObject&from=2023-11-01T12:00&to=2023-11-02T12:00"

func (p *tab) copied(query string) copied {
	p.t.Helper()
	return evaluate[copied](p, `fetch("/api/copy?" + `+quoteJS(query)+`).then((answer) => answer.json())`)
}

// testCopiedList compares the rows of the list with `trailq events`.
func testCopiedList(t *testing.T, p *tab, trailq program) {
	p.visit("/explore?" + filtered)
	shown := evaluate[[]string](p, `[...document.querySelectorAll("table.list tbody tr")].map((row) => [0, 2, 5].map((i) => row.cells[i].innerText).join(" "))`)
	var printed []string
	for _, row := range decodeRows(t, trailq.runShell(t, p.copied("screen=explore&" + filtered).Commands["list"]+" -o jsonl --quiet")) {
		printed = append(printed, fmt.Sprintf("%s %s %s", strings.NewReplacer("T", " ", "Z", "").Replace(row["eventTime"].(string)), row["eventName"], row["sourceIPAddress"]))
	}
	if len(shown) == 0 || !slices.Equal(shown, printed) {
		t.Errorf("the list shows %d events, its command prints %d: %s", len(shown), len(printed), firstDifference(strings.Join(printed, "\n"), strings.Join(shown, "\n")))
	}
}

// testCopiedFacets compares the counts of all facets with `trailq top --by`.
func testCopiedFacets(t *testing.T, p *tab, trailq program) {
	fields := evaluate[[]string](p, `fetch("/api/source").then((answer) => answer.json()).then(({ fields }) => fields.map((field) => field.name))`)
	p.visit("/explore?" + filtered + "&open=" + strings.Join(fields, ","))
	for _, field := range fields {
		shown := evaluate[[]string](p, `[...document.querySelectorAll('[data-field="`+field+`"] > ul > li')].map((row) => row.querySelector(".value").title + " " + row.querySelector(".count").innerText.replaceAll(",", ""))`)
		var printed []string
		command := p.copied("screen=explore&facet=" + field + "&" + filtered).Commands["facet"]
		for _, row := range decodeRows(t, trailq.runShell(t, command+" -o jsonl --quiet")) {
			name := "none"
			if value := row[field]; value != nil {
				name = fmt.Sprint(value)
			}
			printed = append(printed, fmt.Sprintf("%s %v", name, row["events"]))
		}
		printed = printed[:min(len(printed), len(shown))]
		slices.Sort(shown) // the order of equal counts is not part of the answer
		slices.Sort(printed)
		if len(shown) == 0 || !slices.Equal(shown, printed) {
			t.Errorf("%s: %s", command, firstDifference(strings.Join(printed, "\n"), strings.Join(shown, "\n")))
		}
	}
}

// testCopiedHistogram compares the chart, as a table, with `trailq timeline`.
func testCopiedHistogram(t *testing.T, p *tab, trailq program) {
	p.visit("/explore?bins=1&" + filtered)
	shown := evaluate[int](p, `[...document.querySelectorAll('[aria-label="Chart as a table"] tbody tr')].reduce((sum, row) => sum + Number(row.cells[1].innerText.replaceAll(",", "")), 0)`)
	printed := 0.0
	for _, row := range decodeRows(t, trailq.runShell(t, p.copied("screen=explore&" + filtered).Commands["histogram"]+" -o jsonl --quiet")) {
		if events, ok := row["events"].(float64); ok {
			printed += events
		}
	}
	if shown == 0 || float64(shown) != printed {
		t.Errorf("the chart shows %d events, its command prints %v", shown, printed)
	}
}

// testCopiedReports compares the number of rows and the first cells of cost and who with their commands.
func testCopiedReports(t *testing.T, p *tab, trailq program) {
	p.visit("/cost?by=caller&" + filtered)
	shown := evaluate[[]string](p, `[...document.querySelectorAll("table.answer tbody tr")].map((row) => row.cells[0].innerText + " " + row.cells[1].innerText.replaceAll(",", ""))`)
	var printed []string
	for _, row := range decodeRows(t, trailq.runShell(t, p.copied("screen=cost&by=caller&limit=50&"+filtered).Command+" -o jsonl --quiet")) {
		name := "–"
		if row["caller"] != nil {
			name = fmt.Sprint(row["caller"])
		}
		printed = append(printed, fmt.Sprintf("%s %v", name, row["calls"]))
	}
	if len(shown) == 0 || !slices.Equal(shown, printed) {
		t.Errorf("cost: %s", firstDifference(strings.Join(printed, "\n"), strings.Join(shown, "\n")))
	}
	p.visit("/who?what=AKIAI44QH8DHBEXAMPLE")
	names := evaluate[[]string](p, `[...document.querySelectorAll(".tree .name")].map((e) => e.innerText)`)
	out := trailq.runShell(t, p.copied("screen=who&what=AKIAI44QH8DHBEXAMPLE").Command+" -o json --quiet")
	for _, name := range names {
		if !strings.Contains(out, name) {
			t.Errorf("who shows %q, its command does not print it", name)
		}
	}
	if len(names) < 5 {
		t.Errorf("who shows only %q", names)
	}
}

// testCopyButtons opens the dialogs: they show what the API has.
func testCopyButtons(t *testing.T, p *tab) {
	for _, screen := range []string{"explore?" + filtered, "changes?before=2023-11-01&after=2023-11-02&why=1", "cost?by=caller", "who", "coverage", "sql?query=" + url.QueryEscape("SELECT 1 AS one FROM cloudtrail_logs LIMIT 1")} {
		p.visit("/" + screen)
		p.click(`a[href*="show=command"]`)
		text := p.text("dialog pre")
		if !strings.HasPrefix(text, "trailq ") {
			t.Errorf("%s: no command to copy: %q", screen, p.text("dialog"))
		}
		p.press("\u001b")
		if p.text("dialog") != "" {
			t.Errorf("%s: Esc does not close the dialog", screen)
		}
		p.click(`a[href*="show=sql"]`)
		if text := p.text("dialog"); !strings.Contains(strings.ToUpper(text), "SELECT") && !strings.Contains(text, "no SQL") && !strings.Contains(text, "SQL does not") {
			t.Errorf("%s: neither SQL to copy nor why there is none: %q", screen, text)
		}
		p.press("\u001b")
	}
}
