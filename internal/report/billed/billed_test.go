//go:build cgo

package billed_test

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/bill"
	"github.com/trailq/trailq/internal/bill/export"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/billed"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/table"
)

// The bill of the sample logs was made by a program that shares no code with this one
// (scripts/bill/cur.py). What it charged to each caller is found again, and the shares
// and rests add up to the bill.
func TestSampleBill(t *testing.T) {
	const root = "../../../testdata/"
	var want struct {
		Whole, Explained string
		Callers          map[string]string
	}
	text, err := os.ReadFile(root + "bill/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	by, err := report.ParseDimensions([]string{"caller"})
	if err != nil {
		t.Fatal(err)
	}
	groups, lines := share(t, root+"bill/cur2.csv.gz", root+"logs", billed.Options{By: by})
	shared := 0.0
	for _, row := range groups {
		amount := number(t, row[7])
		shared += amount
		caller := string(row[0].AppendText(nil))
		if w, _ := strconv.ParseFloat(want.Callers[caller], 64); math.Abs(w-amount) > 1e-8 {
			t.Errorf("%s: %v, want %v", caller, amount, w)
		}
		delete(want.Callers, caller)
	}
	if len(want.Callers) > 0 {
		t.Errorf("missing: %v", want.Callers)
	}
	whole, rest := 0.0, 0.0
	unexplained := make(map[string]string)
	for _, row := range lines {
		whole += number(t, row[5])
		rest += number(t, row[8])
		if math.Abs(number(t, row[8])) > 1e-9 {
			unexplained[string(row[0].AppendText(nil))+" "+string(row[2].AppendText(nil))] = string(row[9].AppendText(nil))
		}
	}
	for name, pair := range map[string][2]any{"whole": {whole, want.Whole}, "shared": {shared, want.Explained}, "shared and rest": {shared + rest, want.Whole}} {
		if w, _ := strconv.ParseFloat(pair[1].(string), 64); math.Abs(pair[0].(float64)-w) > 1e-6 {
			t.Errorf("%s: %v, want %v", name, pair[0], w)
		}
	}
	planted := map[string]bill.Reason{
		"EU-TimedStorage-ByteHrs amzn-s3-demo-bucket": bill.NoCalls, "EU-Requests-Tier2 amzn-s3-demo-unlogged": bill.NoBucket,
		"AmazonEC2 Usage ": bill.OtherService, "AmazonS3 Credit ": bill.NotUsage, "AmazonS3 Tax ": bill.NotUsage,
	}
	for line, why := range planted {
		if unexplained[line] != string(why) {
			t.Errorf("%s: %q, want %q", line, unexplained[line], why)
		}
		delete(unexplained, line)
	}
	if len(unexplained) > 0 {
		t.Errorf("not explained: %v", unexplained)
	}
}

// share shares a bill among the calls in logs, and returns the rows of both tables.
func share(t *testing.T, billFile, logs string, options billed.Options) (groups, lines [][]table.Value) {
	t.Helper()
	read, err := export.Read(t.Context(), trailq.Files(billFile), export.Window{}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	tally := billed.NewTally(options, read)
	asked, err := billed.New(options, report.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	db := reporttest.OpenDB(t, trailq.Dir(logs))
	answer, err := db.Query(t.Context(), asked.Statement)
	if err != nil {
		t.Fatal(err)
	}
	if err := tally.Read(answer.Table); err != nil {
		t.Fatal(err)
	}
	var found [2][][]table.Value
	for i, one := range tally.Tables() {
		for row, err := range one.Rows {
			if err != nil {
				t.Fatal(err)
			}
			found[i] = append(found[i], row)
		}
	}
	return found[0], found[1]
}

func number(t *testing.T, value table.Value) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(string(value.AppendText(nil)), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
