//go:build cgo

package report_test

import (
	"bytes"
	"encoding/json"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/gen"
)

// blocks are addresses that the tests take for AWS's, with region and service.
func blocks() [][3]string {
	return [][3]string{
		{"192.0.2.0/25", "us-east-1", "EC2"}, {"198.51.100.0/25", "eu-west-1", "AMAZON"}, {"203.0.113.0/26", "GLOBAL", "CLOUDFRONT"},
		{"203.0.113.0/28", "eu-west-1", "EC2"}, {"3.0.0.0/8", "us-east-1", "EC2"}, {"52.0.0.0/8", "eu-west-1", "S3"}, {"54.0.0.0/8", "GLOBAL", "AMAZON"},
	}
}

func rangesOf(t *testing.T, blocks [][3]string) *address.Ranges {
	t.Helper()
	var entries []map[string]string
	for _, b := range blocks {
		entries = append(entries, map[string]string{"ip_prefix": b[0], "region": b[1], "service": b[2]})
	}
	text, err := json.Marshal(map[string]any{"createDate": "2026-08-22-21-17-05", "prefixes": entries})
	if err != nil {
		t.Fatal(err)
	}
	ranges, err := address.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return ranges
}

// reckoned is what the oracle makes of a record.
type reckoned struct {
	r                     object
	class, requestClass   string
	requests, trail       float64
	requestsOK, trailOK   bool // has a price, or none is needed
	free, billed          float64
	destination           string
	dataEvent, hasRequest bool
}

// words is a text of a record as SQL has it, "" for NULL.
func words(r object, steps ...any) string {
	s, _ := text(at(r, steps...))
	return s
}

// reckon says what a record costs, in the plainest way. It is false where the
// report is not about it.
func reckon(r object, blocks [][3]string, prices *price.List) (reckoned, bool) {
	source, name, category := words(r, "eventSource"), words(r, "eventName"), words(r, "eventCategory")
	if category == "" && at(r, "eventCategory") != nil || !slices.Contains([]string{"", "Management", "Data"}, category) {
		return reckoned{}, false
	}
	isS3, isKMS := source == "s3.amazonaws.com", source == "kms.amazonaws.com"
	oldInvoke := category == "" && source == "lambda.amazonaws.com" && strings.HasPrefix(name, "Invoke")
	if !isS3 && !isKMS && category != "Data" && !oldInvoke {
		return reckoned{}, false
	}
	e := reckoned{r: r, requestsOK: true, trailOK: true}
	region, caller, recipient := words(r, "awsRegion"), at(r, "userIdentity", "accountId"), at(r, "recipientAccountId")
	owner := at(r, "resources", 0, "accountId")
	if owner == nil {
		owner = at(r, "resources", 1, "accountId")
	}
	differ := func(a, b any) bool { return a != nil && b != nil && a != b }
	pays := true
	switch {
	case isS3 && differ(owner, recipient), isKMS && differ(caller, recipient):
		pays = false
	case isS3:
		if owner == nil {
			owner = recipient
		}
		denied := words(r, "errorCode") == "AccessDenied" && words(r, "eventTime") >= "2024-05-13" && differ(caller, owner)
		pays = !denied && !price.FailedIsFree(words(r, "errorCode"))
	}
	class := price.ClassOf(source, name)
	e.requestClass = string(class)
	if pays && !class.Free() {
		e.hasRequest = true
		e.requests, e.requestsOK = prices.Each(class.Item(), region)
	}
	if e.dataEvent = price.IsDataEvent(category, source, name); e.dataEvent {
		e.trail, e.trailOK = prices.Each(price.DataEvent, region)
	}
	if !isS3 {
		return e, true
	}
	e.class, e.destination = way(r, blocks, region)
	size, err := strconv.ParseFloat(words(r, "additionalEventData", "bytesTransferredOut"), 64)
	switch {
	case err != nil || !(size > 0 && size <= 1<<50) || isS3 && differ(owner, recipient):
	case pays && e.destination != "":
		e.billed = size
	default:
		e.free = size
	}
	return e, true
}

// way looks at each block.
func way(r object, blocks [][3]string, region string) (class, destination string) {
	source := words(r, "sourceIPAddress")
	a, err := netip.ParseAddr(source)
	switch {
	case words(r, "vpcEndpointId") != "":
		return "VPC endpoint", ""
	case err != nil && (source == "AWS Internal" || strings.HasSuffix(source, ".amazonaws.com") || strings.HasSuffix(source, ".amazonaws.com.cn")):
		return "AWS service", ""
	case err != nil:
		return "unknown", "internet"
	case a.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(a):
		return "VPC endpoint", ""
	case !a.IsGlobalUnicast():
		return "unknown", "internet"
	case blocks == nil:
		return "internet or AWS", "internet"
	}
	best, found := "", -1
	for _, b := range blocks {
		p := netip.MustParsePrefix(b[0])
		if p.Contains(a) && b[2] == "CLOUDFRONT" {
			return "AWS service", ""
		}
		if p.Contains(a) && p.Bits() > found {
			best, found = b[1], p.Bits()
		}
	}
	switch {
	case found < 0:
		return "internet", "internet"
	case best == "GLOBAL" || region == "":
		return "unknown", "internet"
	case best == region:
		return "same region", ""
	}
	return "other region", best
}

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
	events []reckoned
	ranges *address.Ranges
	prices *price.List
}

func newCostOracle(t *testing.T, source trailq.Source, blocks [][3]string) *costOracle {
	t.Helper()
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	o := &costOracle{db: openDB(t, source), events: reckonAll(t, source, blocks, prices), prices: prices}
	if blocks != nil {
		o.ranges = rangesOf(t, blocks)
	}
	return o
}

// check compares the report with the oracle, and returns what all cost.
func (o *costOracle) check(t *testing.T, by []string, tiered bool) (total float64) {
	t.Helper()
	want := expect(o.events, by, tiered, o.prices)
	dimensions, err := report.ParseCostDimensions(by)
	if err != nil {
		t.Fatal(err)
	}
	cost, err := report.NewCost(report.CostOptions{By: dimensions, Prices: o.prices, Ranges: o.ranges, Tiered: tiered})
	if err != nil {
		t.Fatal(err)
	}
	last := math.Inf(1)
	for _, row := range rows(t, o.db, cost) {
		var name []string
		for _, value := range row[:len(by)] {
			name = append(name, key(text(value)))
		}
		w, known := want[strings.Join(name, "|")]
		if !known {
			t.Errorf("by %v: a row %v that should not be", by, row)
			continue
		}
		delete(want, strings.Join(name, "|"))
		compareRow(t, by, row, w)
		amount, _ := numberOf(row[len(by)+7])
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

func reckonAll(t *testing.T, source trailq.Source, blocks [][3]string, prices *price.List) []reckoned {
	t.Helper()
	var events []reckoned
	for _, record := range decoded(t, source, trailq.Filter{}) {
		if e, wanted := reckon(record, blocks, prices); wanted {
			events = append(events, e)
		}
	}
	return events
}

// expect adds up what each group costs.
func expect(events []reckoned, by []string, tiered bool, prices *price.List) map[string]*expected {
	months := make(map[string]float64)
	for _, e := range events {
		if e.destination == "internet" {
			months[words(e.r, "awsRegion")+words(e.r, "eventTime")[:min(7, len(words(e.r, "eventTime")))]] += e.billed
		}
	}
	want := make(map[string]*expected)
	nulls := make(map[string]*[3]nullness)
	for _, e := range events {
		name := groupOf(&e, by)
		if want[name] == nil {
			want[name], nulls[name] = &expected{}, &[3]nullness{}
		}
		w, n := want[name], nulls[name]
		w.calls++
		w.requests += e.requests
		w.free += e.free
		w.billed += e.billed
		w.trail += e.trail
		if e.dataEvent {
			w.dataEvents++
		}
		mark := func(i int, there, known bool) {
			n[i].known = n[i].known || there && known
			n[i].missing = n[i].missing || there && !known
		}
		mark(0, e.hasRequest, e.requestsOK)
		mark(1, e.dataEvent, e.trailOK)
		if e.billed > 0 {
			steps, known := prices.Transfer(words(e.r, "awsRegion"), e.destination)
			rate := steps.First()
			if month := months[words(e.r, "awsRegion")+words(e.r, "eventTime")[:min(7, len(words(e.r, "eventTime")))]] / (1 << 30); tiered && e.destination == "internet" {
				rate = steps.Cost(month) / month
			}
			mark(2, true, known)
			w.transfer += e.billed / (1 << 30) * rate
		}
		w.totalNull = (n[0].missing || n[1].missing || n[2].missing) && !n[0].known && !n[1].known && !n[2].known
		w.requestsNull, w.trailNull, w.transferNull = n[0].missing && !n[0].known, n[1].missing && !n[1].known, n[2].missing && !n[2].known
	}
	return want
}

func groupOf(e *reckoned, by []string) string {
	var name []string
	for _, d := range by {
		switch d {
		case "class":
			name = append(name, key(e.class, e.class != ""))
		case "requestClass":
			name = append(name, key(e.requestClass, e.requestClass != ""))
		default:
			name = append(name, key(text(dimensions()[d](e.r))))
		}
	}
	return strings.Join(name, "|")
}

func numberOf(value any) (n float64, null bool) {
	if value == nil {
		return 0, true
	}
	n, _ = value.(json.Number).Float64()
	return n, false
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
		got, null := numberOf(row[len(by)+i])
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
	source := trailq.Dir("../../testdata/logs")
	for _, blocks := range [][][3]string{nil, blocks()} {
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
	oracle := newCostOracle(t, trailq.Dir(folder), blocks())
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
	oracle := newCostOracle(t, trailq.Dir(folder), blocks())
	oracle.check(t, []string{"caller", "class"}, true)
	oracle.check(t, []string{"eventName", "requestClass"}, false)
}

// A limit shows the first groups of all, and notes tell of the others.
func TestCostLimit(t *testing.T) {
	db := openDB(t, trailq.Dir("../../testdata/logs"))
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	by, err := report.ParseCostDimensions([]string{"object", "requestClass"})
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for _, limit := range []int{0, 1, 7, 10_000} {
		cost, err := report.NewCost(report.CostOptions{By: by, Limit: limit, Prices: prices})
		if err != nil {
			t.Fatal(err)
		}
		got := rows(t, db, cost)
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
