//go:build cgo

package started_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/report/started"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/trailtest"
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
	for _, part := range []string{"nobody is named: instance (" + strconv.Itoa(want.Older) + ")", strconv.Itoa(want.Failed) + " calls started nothing"} {
		if !strings.Contains(all, part) {
			t.Errorf("no %q in %s", part, all)
		}
	}
}

// Of two calls of one second that name one resource, the same one counts in each run and
// on each engine: the first by its text.
func TestTiedCallers(t *testing.T) {
	var records []string
	for n := range 300 {
		for _, caller := range []string{"zoe", "alice"} {
			record, err := json.Marshal(reporttest.Record{
				"eventVersion": "1.11", "eventSource": "ec2.amazonaws.com", "eventName": "RunInstances", "eventTime": "2023-11-02T10:00:00Z", "awsRegion": "us-east-1",
				"recipientAccountId": trailtest.Account, "eventID": fmt.Sprintf("%s-%d", caller, n),
				"userIdentity":     reporttest.Record{"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/" + caller},
				"responseElements": reporttest.Record{"instancesSet": reporttest.Record{"items": []any{reporttest.Record{"instanceId": fmt.Sprintf("i-%d", n)}}}},
			})
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, string(record))
		}
	}
	folder := t.TempDir()
	path := trailtest.LogPath(trailtest.Account, trailtest.Region, time.Date(2023, 11, 2, 10, 5, 0, 0, time.UTC), "0123456789abcdef")
	trailtest.Tree{path: trailtest.Gzip(trailtest.Envelope(records...))}.Write(t, folder)
	_, resources, _ := findLives(t, folder, started.Options{})
	if len(resources) != 300 {
		t.Errorf("%d resources", len(resources))
	}
	for _, row := range resources {
		if row["startedBy"] != "arn:aws:iam::111122223333:user/alice" {
			t.Errorf("%v", row)
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
