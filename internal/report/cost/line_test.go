//go:build cgo

package cost_test

import (
	"compress/gzip"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report/cost"
	"github.com/trailq/trailq/internal/report/reporttest"
)

// readBill returns the quantities of a bill that a program of its own has made of the
// sample logs (scripts/bill/cur.py), by usage type and operation. AWS has no code for
// us-east-1 in the usage types of S3.
func readBill(t *testing.T) map[string]float64 {
	t.Helper()
	file, err := os.Open("../../../testdata/bill/cur2.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(unpacked).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := make(map[string]int)
	for i, name := range rows[0] {
		at[name] = i
	}
	quantities := make(map[string]float64)
	for _, row := range rows[1:] {
		service, usage := row[at["line_item_product_code"]], row[at["line_item_usage_type"]]
		if row[at["line_item_resource_id"]] == "amzn-s3-demo-unlogged" || strings.Contains(usage, "TimedStorage") ||
			row[at["line_item_line_item_type"]] != "Usage" || service == "AmazonEC2" {
			continue
		}
		if service == "AmazonS3" {
			usage = strings.TrimPrefix(usage, "USE1-")
		}
		if operation := row[at["line_item_operation"]]; operation != "None" {
			usage += " " + operation
		}
		quantity, err := strconv.ParseFloat(row[at["line_item_usage_amount"]], 64)
		if err != nil {
			t.Fatal(err)
		}
		quantities[usage] += quantity
	}
	return quantities
}

// The lines that --by billLine makes are those of the bill, with its quantities; and all
// lines together cost as much as all calls.
func TestBillLinesAreThoseOfTheBill(t *testing.T) {
	db := reporttest.OpenDB(t, trailq.Dir("../../../testdata/logs"))
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	totals := make(map[string]float64)
	got := make(map[string]float64)
	for _, by := range []string{"billLine", "region"} {
		dimensions, err := cost.ParseDimensions([]string{by})
		if err != nil {
			t.Fatal(err)
		}
		r, err := cost.New(cost.Options{By: dimensions, Prices: prices})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range reporttest.Rows(t, db, r) {
			total, _ := reporttest.NullableNumber(row[8])
			totals[by] += total
			name, _ := row[0].(string)
			if by != "billLine" || name == "" || strings.HasPrefix(name, "secretsmanager") {
				continue
			}
			calls, _ := reporttest.NullableNumber(row[1])
			free, _ := reporttest.NullableNumber(row[3])
			billed, _ := reporttest.NullableNumber(row[4])
			if got[name] = calls; strings.Contains(name, "-Bytes") {
				got[name] = (free + billed) / price.GB
			}
		}
	}
	if math.Abs(totals["billLine"]-totals["region"]) > 1e-9 {
		t.Errorf("all lines cost %v, all calls %v", totals["billLine"], totals["region"])
	}
	want := readBill(t)
	for name, quantity := range want {
		if math.Abs(got[name]-quantity) > 1e-6*math.Max(1, quantity) {
			t.Errorf("%s: %v, want %v", name, got[name], quantity)
		}
	}
	for name, quantity := range got {
		if _, known := want[name]; !known && !strings.HasPrefix(name, "CloudFront") && !strings.Contains(name, "-CloudFront") {
			t.Errorf("%s: %v is not on the bill", name, quantity)
		}
	}
}
