//go:build cgo

package diff_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/cost"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/trailtest/gen"
)

// dollarsOf is what a record costs, by the oracle of trailq cost; false is for those
// that have no price by their kind. It is for one pass over the records: the second
// delivery of an event has no price for request and transfer.
func dollarsOf(blocks [][3]string, prices *price.List) func(reporttest.Record) (float64, bool) {
	seen := make(map[string]bool)
	return func(r reporttest.Record) (float64, bool) {
		e, wanted := reporttest.EstimateCost(r, blocks, prices)
		id := reporttest.Words(r, "eventID")
		if id != "" && seen[id] {
			e = e.Unpriced()
		}
		seen[id] = true
		steps, _ := prices.Transfer(reporttest.Words(r, "awsRegion"), e.Destination)
		return e.Requests + e.Trail + e.Billed/(1<<30)*steps.First(), wanted
	}
}

// The dollars of a window are those that trailq cost states for it: of all values,
// and so in all.
func TestDiffAgreesWithCost(t *testing.T) {
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	db, ranges := reporttest.OpenDB(t, trailq.Dir("../../../testdata/logs")), reporttest.Ranges(t, reporttest.Blocks())
	windows := []diff.Window{day(1), day(2)}
	comparison := ask(t, db, diff.Options{Before: windows[0], After: windows[1], Measure: report.Measure{Name: "dollars"}, Prices: prices, Ranges: ranges})
	changes := tableNamed(t, comparison, "changes")
	stated := make(map[string]float64)
	for _, row := range tableNamed(t, comparison, "timeline") {
		if row["cause"].(float64) == 0 {
			stated[row["window"].(string)] += row["dollars"].(float64)
		}
	}
	for _, dimension := range []string{"caller", "bucket", "region", "error", "ip"} {
		by, err := cost.ParseDimensions([]string{dimension})
		if err != nil {
			t.Fatal(err)
		}
		for i, column := range []string{"before", "after"} {
			filter := trailq.Filter{From: windows[i].From, To: windows[i].To}
			where, err := report.Conditions(&filter)
			if err != nil {
				t.Fatal(err)
			}
			cost, err := cost.New(cost.Options{By: by, Prices: prices, Ranges: ranges, Scope: report.Scope{Where: where}})
			if err != nil {
				t.Fatal(err)
			}
			want, total := make(map[string]float64), 0.0
			for _, row := range reporttest.Rows(t, db, cost) {
				usd, _ := reporttest.NullableNumber(row[8])
				want[reporttest.Key(reporttest.Text(row[0]))] = usd
				total += usd
			}
			for _, row := range changes {
				value, isText := row["value"].(string)
				usd, cost := row[column].(float64), want[reporttest.Key(value, isText)]
				if row["dimension"] == dimension && math.Abs(usd-cost) > 1e-12+1e-9*usd {
					t.Errorf("%s %s: %v dollars %s; cost says %v", dimension, value, usd, column, cost)
				}
			}
			if math.Abs(stated[column]-total) > 1e-9 || total < 0.005 {
				t.Errorf("%v dollars %s; cost by %s says %v", stated[column], column, dimension, total)
			}
		}
	}
	if len(changes) < 50 {
		t.Errorf("%d changes are no test", len(changes))
	}
}

// Where events become fewer and dollars more, the cause is who is paid for.
func TestDiffFindsWhatIsDear(t *testing.T) {
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if _, err := gen.Generate(t.Context(), folder, gen.Options{Events: 10_000, EventsPerFile: 10, Accounts: 2, Regions: 2, Seed: 11}); err != nil {
		t.Fatal(err)
	}
	download := func(n int, r reporttest.Record) {
		r["eventName"], r["eventCategory"] = "GetObject", "Data"
		r["requestParameters"] = reporttest.Record{"bucketName": "amzn-s3-demo-bucket", "key": fmt.Sprintf("scans/%d.tif", n)}
		r["userIdentity"] = reporttest.Record{"arn": "arn:aws:iam::111122223333:user/" + []string{"alice", "bob", "carol", "dave"}[n%4]}
		r["vpcEndpointId"] = "vpce-0a1b2c3d4e5f60718"
		r["additionalEventData"] = reporttest.Record{"bytesTransferredOut": 50_000_000}
	}
	inMorning := day(2).From.Add(3*time.Hour + 7*time.Minute)
	planted := plantedLogs{t: t, folder: folder}
	planted.add(3000, day(1).From, day(1).To, download)
	planted.add(1000, day(2).From, day(2).To, download)
	planted.add(600, inMorning, day(2).To, func(n int, r reporttest.Record) {
		download(n, r)
		delete(r, "vpcEndpointId")
		r["sourceIPAddress"] = fmt.Sprintf("198.51.100.%d", 200+n%8)
		r["userIdentity"] = reporttest.Record{"arn": "arn:aws:iam::111122223333:user/exporter"}
	})
	planted.write()
	db := reporttest.OpenDB(t, trailq.Dir(folder))
	options := diff.Options{Before: day(1), After: day(2), Prices: prices, Ranges: reporttest.Ranges(t, reporttest.Blocks())}
	if events := tableNamed(t, ask(t, db, options), "changes"); sumOf(events, "region", "change") >= 0 {
		t.Errorf("there are not fewer events: %v more", sumOf(events, "region", "change"))
	}
	options.Measure = report.Measure{Name: "dollars"}
	comparison := ask(t, db, options)
	if dollars := sumOf(tableNamed(t, comparison, "changes"), "region", "change"); dollars < 2 {
		t.Errorf("%v dollars more are no test", dollars)
	}
	causes := tableNamed(t, comparison, "causes")
	if len(causes) != 1 || causes[0]["cause"] != "calls by user exporter" || causes[0]["since"] != "2023-11-02T03:07:00Z" || causes[0]["resolution"] != "1m" ||
		!strings.Contains(fmt.Sprint(causes[0]["traits"]), "map[dimension:class share:1 value:internet]") {
		t.Errorf("causes: %v", causes)
	}
}

// sumOf adds up a column for the values of a dimension.
func sumOf(rows []map[string]any, dimension, column string) float64 {
	sum := 0.0
	for _, row := range rows {
		if row["dimension"] == dimension {
			sum += row[column].(float64)
		}
	}
	return sum
}
