//go:build cgo

package billed_test

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/billed"
)

// A month of logs and its bill are made by a program that shares no code with this one
// (scripts/bill/month.py): with a discount, two price steps, STANDARD_IA, a bucket whose
// data events are not logged, and lines that no event explains. What it charged to each
// user is found again, and all adds up to the cent.
func TestGeneratedMonth(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("it takes python3")
	}
	events := "200000"
	if testing.Short() {
		events = "20000"
	}
	folder := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), python, "../../../scripts/bill/month.py", folder, events).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var want struct {
		Whole, Unexplained string
		Users              map[string]string
		Lines              map[string][2]string // quantity and amount
	}
	text, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	by, err := report.ParseDimensions([]string{"user"})
	if err != nil {
		t.Fatal(err)
	}
	groups, lines := share(t, filepath.Join(folder, "cur.csv.gz"), filepath.Join(folder, "logs"), billed.Options{By: by})
	sum := 0.0
	for _, row := range groups {
		user, amount := string(row[0].AppendText(nil)), number(t, row[7])
		if w, _ := strconv.ParseFloat(want.Users[user], 64); math.Abs(w-amount) > 1e-6 {
			t.Errorf("%s: %v, want %v", user, amount, w)
		}
		delete(want.Users, user)
		sum += amount
	}
	if len(want.Users) > 0 {
		t.Errorf("missing: %v", want.Users)
	}
	rest := 0.0
	for _, row := range lines {
		name := string(row[0].AppendText(nil)) + " " + string(row[1].AppendText(nil)) + " " + string(row[2].AppendText(nil))
		rest += number(t, row[8])
		line, isExplained := want.Lines[name]
		if !isExplained {
			if number(t, row[8]) != number(t, row[5]) || string(row[9].AppendText(nil)) == "" {
				t.Errorf("%s: no event explains it, but %v of %v is left (%s)", name, row[8], row[5], row[9].AppendText(nil))
			}
			continue
		}
		quantity, _ := strconv.ParseFloat(line[0], 64)
		amount, _ := strconv.ParseFloat(line[1], 64)
		if math.Abs(number(t, row[4])-quantity) > 1e-5 || math.Abs(number(t, row[6])-quantity) > 1e-5 || math.Abs(number(t, row[5])-amount) > 1e-9 {
			t.Errorf("%s: %s of %s charged and %s in the logs, want %v and %v", name, row[5].AppendText(nil), row[4].AppendText(nil), row[6].AppendText(nil), amount, quantity)
		}
		delete(want.Lines, name)
	}
	if len(want.Lines) > 0 {
		t.Errorf("missing: %v", want.Lines)
	}
	whole, _ := strconv.ParseFloat(want.Whole, 64)
	unexplained, _ := strconv.ParseFloat(want.Unexplained, 64)
	if math.Abs(sum+rest-whole) > 0.005 || math.Abs(rest-unexplained) > 0.005 {
		t.Errorf("%v shared and %v left of %v, of which %v is unexplained", sum, rest, whole, unexplained)
	}
}
