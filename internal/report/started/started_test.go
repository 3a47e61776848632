//go:build cgo

package started_test

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/report/started"
	"github.com/trailq/trailq/internal/table"
)

// plan is what a program that shares no code with this one (scripts/bill/started.py) has
// planned, before it wrote the logs.
type plan struct {
	Lives map[string]struct {
		Kind, StartedBy, State string
		EndedBy                *string
		Hours, USD             float64
	}
	Older, Failed int
}

// The lives of planned resources are found in the logs that they leave: who started each,
// how long it ran, what became of it, and what that costs.
func TestPlannedLives(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("it takes python3")
	}
	folder := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), python, "../../../scripts/bill/started.py", folder, "2000").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var want plan
	text, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	list, err := price.ReadFiles([]string{filepath.Join(folder, "prices.csv")})
	if err != nil {
		t.Fatal(err)
	}
	by, err := report.ParseDimensions([]string{"user"})
	if err != nil {
		t.Fatal(err)
	}
	groups, resources, notes := findLives(t, filepath.Join(folder, "logs"), started.Options{By: by, Prices: list})
	users := make(map[string]float64)
	for _, row := range resources {
		life, known := want.Lives[row["resource"]]
		if !known {
			t.Errorf("%s was not planned", row["resource"])
			continue
		}
		delete(want.Lives, row["resource"])
		endedBy := ""
		if life.EndedBy != nil {
			endedBy = "arn:aws:iam::111122223333:user/" + *life.EndedBy
		}
		if row["kind"] != life.Kind || row["startedBy"] != "arn:aws:iam::111122223333:user/"+life.StartedBy || row["state"] != life.State || row["endedBy"] != endedBy ||
			math.Abs(number(t, row["hours"])-life.Hours) > 0.006 || math.Abs(number(t, row["totalUSD"])-life.USD) > 1e-9 {
			t.Errorf("%v, want %+v ended by %q", row, life, endedBy)
		}
		users[life.StartedBy] += life.USD
	}
	if len(want.Lives) > 0 {
		t.Errorf("%d lives are missing", len(want.Lives))
	}
	for _, row := range groups {
		if math.Abs(number(t, row["totalUSD"])-users[row["user"]]) > 1e-6 {
			t.Errorf("%v, want %v", row, users[row["user"]])
		}
	}
	all := strings.Join(notes, "\n")
	for _, part := range []string{"nobody is named: instance (" + strconv.Itoa(want.Older) + ")", strconv.Itoa(want.Failed) + " calls failed or were dry runs"} {
		if !strings.Contains(all, part) {
			t.Errorf("no %q in %s", part, all)
		}
	}
}

// findLives returns the rows of both tables by their columns, and the notes.
func findLives(t *testing.T, logs string, options started.Options) (groups, resources []map[string]string, notes []string) {
	t.Helper()
	tally, err := started.NewTally(options)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := started.New(options, report.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := reporttest.OpenDB(t, trailq.Dir(logs)).Query(t.Context(), asked.Statement)
	if err != nil {
		t.Fatal(err)
	}
	if err := tally.Read(answer.Table); err != nil {
		t.Fatal(err)
	}
	tables := tally.Tables()
	return readRows(t, tables[0]), readRows(t, tables[1]), tables[0].Notes
}

func readRows(t *testing.T, one *table.Table) []map[string]string {
	t.Helper()
	var rows []map[string]string
	for row, err := range one.Rows {
		if err != nil {
			t.Fatal(err)
		}
		values := make(map[string]string)
		for i, column := range one.Columns {
			values[column.Name] = string(row[i].AppendText(nil))
		}
		rows = append(rows, values)
	}
	return rows
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
