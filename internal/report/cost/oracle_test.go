//go:build cgo

package cost_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report/cost"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/gen"
)

// expected is a row of the report.
type expected struct {
	calls, dataEvents                       int64
	requests, free, billed, transfer, trail float64
	requestsNull, transferNull, trailNull   bool
	totalNull                               bool
}

// nullness follows whether all of some amounts are unknown.
type nullness struct{ known, missing bool }

// costOracle has an engine on some logs, and what the oracle makes of each record.
type costOracle struct {
	db     *duck.DB
	events []reporttest.Estimate
	ranges *address.Ranges
	prices *price.List

	principals reporttest.Principals
}

func newCostOracle(t *testing.T, source trailq.Source, blocks [][3]string) *costOracle {
	t.Helper()
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	o := &costOracle{db: reporttest.OpenDB(t, source), events: estimateAll(t, source, blocks, prices), prices: prices, principals: reporttest.LearnPrincipals(t, source)}
	if blocks != nil {
		o.ranges = reporttest.Ranges(t, blocks)
	}
	return o
}

// check compares the report with the oracle, and returns what all cost.
func (o *costOracle) check(t *testing.T, by []string, tiered bool) (total float64) {
	t.Helper()
	want := o.expect(by, tiered)
	dimensions, err := cost.ParseDimensions(by)
	if err != nil {
		t.Fatal(err)
	}
	cost, err := cost.New(cost.Options{By: dimensions, Prices: o.prices, Ranges: o.ranges, Tiered: tiered})
	if err != nil {
		t.Fatal(err)
	}
	last := math.Inf(1)
	for _, row := range reporttest.Rows(t, o.db, cost) {
		var name []string
		for _, value := range row[:len(by)] {
			name = append(name, reporttest.Key(reporttest.Text(value)))
		}
		w, known := want[strings.Join(name, "|")]
		if !known {
			t.Errorf("by %v: a row %v that should not be", by, row)
			continue
		}
		delete(want, strings.Join(name, "|"))
		compareRow(t, by, row, w)
		amount, _ := reporttest.NullableNumber(row[len(by)+7])
		if amount > last+1e-9 {
			t.Errorf("by %v: %v stands behind what costs less", by, row)
		}
		last, total = amount, total+amount
	}
	if len(want) > 0 {
		t.Errorf("by %v: %d rows are missing: %v", by, len(want), want)
	}
	return total
}

func estimateAll(t *testing.T, source trailq.Source, blocks [][3]string, prices *price.List) []reporttest.Estimate {
	t.Helper()
	var events []reporttest.Estimate
	seen := make(map[string]bool)
	for _, record := range reporttest.Decoded(t, source, trailq.Filter{}) {
		if e, wanted := reporttest.EstimateCost(record, blocks, prices); wanted {
			id := reporttest.Words(record, "eventID")
			if id != "" && seen[id] {
				e = e.Unpriced()
			}
			seen[id] = true
			events = append(events, e)
		}
	}
	return events
}

// expect adds up what each group costs.
func (o *costOracle) expect(by []string, tiered bool) map[string]*expected {
	months := make(map[string]float64)
	for _, e := range o.events {
		if e.Destination == "internet" {
			months[reporttest.Words(e.Record, "awsRegion")+reporttest.Words(e.Record, "eventTime")[:min(7, len(reporttest.Words(e.Record, "eventTime")))]] += e.Billed
		}
	}
	want := make(map[string]*expected)
	nulls := make(map[string]*[3]nullness)
	for _, e := range o.events {
		name := groupOf(&e, by, o.principals)
		if want[name] == nil {
			want[name], nulls[name] = &expected{}, &[3]nullness{}
		}
		w, n := want[name], nulls[name]
		w.calls++
		w.requests += e.Requests
		w.free += e.Free
		w.billed += e.Billed
		w.trail += e.Trail
		if e.IsDataEvent {
			w.dataEvents++
		}
		mark := func(i int, there, known bool) {
			n[i].known = n[i].known || there && known
			n[i].missing = n[i].missing || there && !known
		}
		mark(0, e.HasRequest, e.RequestsKnown)
		mark(1, e.IsDataEvent, e.TrailKnown)
		if e.Billed > 0 {
			steps, known := o.prices.Transfer(reporttest.Words(e.Record, "awsRegion"), e.Destination)
			rate := steps.First()
			if month := months[reporttest.Words(e.Record, "awsRegion")+reporttest.Words(e.Record, "eventTime")[:min(7, len(reporttest.Words(e.Record, "eventTime")))]] / (1 << 30); tiered && e.Destination == "internet" {
				rate = steps.Cost(month) / month
			}
			mark(2, true, known)
			w.transfer += e.Billed / (1 << 30) * rate
		}
		w.totalNull = (n[0].missing || n[1].missing || n[2].missing) && !n[0].known && !n[1].known && !n[2].known
		w.requestsNull, w.trailNull, w.transferNull = n[0].missing && !n[0].known, n[1].missing && !n[1].known, n[2].missing && !n[2].known
	}
	return want
}

func groupOf(e *reporttest.Estimate, by []string, principals reporttest.Principals) string {
	var name []string
	for _, d := range by {
		switch d {
		case "class":
			name = append(name, reporttest.Key(e.Class, e.Class != ""))
		case "requestClass":
			name = append(name, reporttest.Key(e.RequestClass, e.RequestClass != ""))
		default:
			name = append(name, reporttest.Key(reporttest.Text(principals.Value(d, e.Record))))
		}
	}
	return strings.Join(name, "|")
}

func compareRow(t *testing.T, by []string, row []any, w *expected) {
	t.Helper()
	total := w.requests + w.transfer + w.trail
	for i, cell := range []struct {
		want float64
		null bool
	}{
		{float64(w.calls), false}, {w.requests, w.requestsNull}, {w.free, false}, {w.billed, false}, {w.transfer, w.transferNull},
		{float64(w.dataEvents), false}, {w.trail, w.trailNull}, {total, w.totalNull},
	} {
		got, null := reporttest.NullableNumber(row[len(by)+i])
		if null != cell.null || math.Abs(got-cell.want) > 1e-9*math.Max(1, math.Abs(cell.want)) {
			t.Errorf("by %v: column %d of %v: want %v (null %v)", by, i, row, cell.want, cell.null)
		}
	}
}

// waysToAsk are what the oracle is asked by.
func waysToAsk() [][]string {
	return [][]string{nil, {"eventName"}, {"caller", "class"}, {"class", "bucket", "requestClass"}, {"day", "region"}, {"vpce", "error"}}
}

// The report agrees with encoding/json and plain sums on the project's own logs.
func TestCostAgreesOnSampleLogs(t *testing.T) {
	source := trailq.Dir("../../../testdata/logs")
	for _, blocks := range [][][3]string{nil, reporttest.Blocks()} {
		oracle := newCostOracle(t, source, blocks)
		for i, by := range waysToAsk() {
			if total := oracle.check(t, by, i%2 == 1); total < 0.01 {
				t.Errorf("by %v: all cost %v", by, total)
			}
		}
	}
}

// So on generated logs of many regions, whose prices are not all known.
func TestCostAgreesOnGeneratedLogs(t *testing.T) {
	folder := t.TempDir()
	if _, err := gen.Generate(t.Context(), folder, gen.Options{Events: 4000, Regions: 12, Accounts: 4, Days: 40, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	oracle := newCostOracle(t, trailq.Dir(folder), reporttest.Blocks())
	for i, by := range waysToAsk() {
		oracle.check(t, by, i%2 == 0)
	}
}

// So on logs that nobody made for it.
func TestCostAgreesOnRealLogs(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	folder := trailtest.RealLogs(t)
	oracle := newCostOracle(t, trailq.Dir(folder), reporttest.Blocks())
	oracle.check(t, []string{"caller", "class"}, true)
	oracle.check(t, []string{"eventName", "requestClass"}, false)
}

// A limit shows the first groups of all, and notes tell of the others.
func TestCostLimit(t *testing.T) {
	db := reporttest.OpenDB(t, trailq.Dir("../../../testdata/logs"))
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	by, err := cost.ParseDimensions([]string{"object", "requestClass"})
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for _, limit := range []int{0, 1, 7, 10_000} {
		cost, err := cost.New(cost.Options{By: by, Limit: limit, Prices: prices})
		if err != nil {
			t.Fatal(err)
		}
		got := reporttest.Rows(t, db, cost)
		if limit == 0 {
			all = got
		}
		want := all
		if limit > 0 {
			want = all[:min(limit, len(all))]
		}
		if diff := cmp.Diff(want, got); diff != "" || len(all) < 20 {
			t.Errorf("limit %d of %d: %s", limit, len(all), diff)
		}
	}
}
