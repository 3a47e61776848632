//go:build cgo

package diff_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/gen"
)

// diffNames are the dimensions of a diff, in Go; blocks are what is known of AWS's
// addresses.
func diffNames(blocks [][3]string) map[string]func(r reporttest.Record) any {
	names := make(map[string]func(r reporttest.Record) any)
	for _, name := range []string{"caller", "error", "ip", "vpce", "bucket", "region", "account"} {
		names[name] = reporttest.Dimensions()[name]
	}
	names["agent"] = func(r reporttest.Record) any { return r["userAgent"] }
	names["resource"] = reporttest.Resource
	names["call"] = func(r reporttest.Record) any {
		source, name := r["eventSource"], r["eventName"]
		if source == nil || name == nil {
			return nil
		}
		return strings.ReplaceAll(source.(string), ".amazonaws.com", "") + ":" + name.(string)
	}
	names["prefix"] = func(r reporttest.Record) any {
		bucket := reporttest.At(r, "requestParameters", "bucketName")
		if bucket == nil {
			return nil
		}
		key, _ := reporttest.FirstOf(reporttest.At(r, "requestParameters", "key"), reporttest.At(r, "requestParameters", "prefix")).(string)
		folder, _, found := strings.Cut(key, "/")
		if !found {
			return bucket.(string) + "/"
		}
		return bucket.(string) + "/" + folder + "/"
	}
	names["agentFamily"] = func(r reporttest.Record) any {
		agent, _ := r["userAgent"].(string)
		agent = strings.TrimPrefix(agent, "[")
		if end := strings.IndexAny(agent, "/ ,;()[]"); end >= 0 {
			agent = agent[:end]
		}
		return reporttest.FirstOf(agent)
	}
	names["network"] = func(r reporttest.Record) any { return network(r, 24, 48) }
	names["network16"] = func(r reporttest.Record) any { return network(r, 16, 0) }
	names["class"] = func(r reporttest.Record) any {
		if reporttest.Words(r, "vpcEndpointId")+reporttest.Words(r, "sourceIPAddress") == "" {
			return nil
		}
		class, _ := reporttest.TransferClass(r, blocks, reporttest.Words(r, "awsRegion"))
		return class
	}
	return names
}

// network is the block around an address, of so many bits in IPv4 and IPv6.
func network(r reporttest.Record, four, six int) any {
	text, _ := r["sourceIPAddress"].(string)
	address, err := netip.ParseAddr(text)
	if err != nil {
		return nil
	}
	bits := six
	if address.Is4() {
		bits = four
	}
	if bits == 0 {
		return nil
	}
	return netip.PrefixFrom(address, bits).Masked().String()
}

// countWindows counts by hand, with encoding/json: before and after of each value,
// for the events that have an amount.
func countWindows(t *testing.T, source trailq.Source, o diff.Options, blocks [][3]string, amount func(reporttest.Record) (float64, bool)) map[string]map[string][2]float64 {
	t.Helper()
	counts := make(map[string]map[string][2]float64)
	principals := reporttest.LearnPrincipals(t, source)
	for event, err := range trailq.Events(t.Context(), source, trailq.Options{}) {
		if err != nil {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(event.Raw))
		decoder.UseNumber()
		var record reporttest.Record
		if err := decoder.Decode(&record); err != nil {
			t.Fatal(err)
		}
		side := -1
		for i, w := range []diff.Window{o.Before, o.After} {
			if when := event.EventTime; !when.Before(w.From) && when.Before(w.To) {
				side = i
			}
		}
		n, isCounted := amount(record)
		if side < 0 || !isCounted {
			continue
		}
		for name, dimension := range diffNames(blocks) {
			if counts[name] == nil {
				counts[name] = make(map[string][2]float64)
			}
			value := reporttest.Key(reporttest.Text(dimension(record)))
			if name == "caller" {
				value = reporttest.Key(reporttest.Text(principals.Value(name, record)))
			}
			pair := counts[name][value]
			pair[side] += n
			counts[name][value] = pair
		}
	}
	return counts
}

// ask asks a diff of an engine.
func ask(t *testing.T, db *duck.DB, o diff.Options) *diff.Comparison {
	t.Helper()
	comparison := diff.New(o)
	askComparison(t, db, comparison)
	return comparison
}

// tableNamed has the rows of one of the tables, by column.
func tableNamed(t *testing.T, comparison *diff.Comparison, name string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, answer := range comparison.Tables(diff.Form{}) {
		if answer.Name != name {
			continue
		}
		for row, err := range answer.Rows {
			if err != nil {
				t.Fatal(err)
			}
			decoded := make(map[string]any)
			for i, value := range row {
				var v any
				if err := json.Unmarshal(value.AppendJSON(nil), &v); err != nil {
					t.Fatal(err)
				}
				decoded[answer.Columns[i].Name] = v
			}
			all = append(all, decoded)
		}
	}
	return all
}

func day(d int) diff.Window {
	from := time.Date(2023, 11, d, 0, 0, 0, 0, time.UTC)
	return diff.Window{From: from, To: from.AddDate(0, 0, 1)}
}

// What the SQL says of each value is what encoding/json counts, of events, of bytes
// and of dollars, in windows of equal length or not.
func TestDiffAgreesWithEncodingJSON(t *testing.T) {
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	generated := t.TempDir()
	if _, err := gen.Generate(t.Context(), generated, gen.Options{Events: 3000, Regions: 12, Accounts: 4, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	sample := trailq.Dir("../../../testdata/logs")
	long := diff.Window{From: day(1).From, To: day(1).From.Add(36 * time.Hour)}
	short := diff.Window{From: long.To, To: long.To.Add(6 * time.Hour)}
	one := func(reporttest.Record) (float64, bool) { return 1, true }
	seen := make(map[string]bool)
	bytesOut := func(r reporttest.Record) (float64, bool) { // for one pass
		if id := reporttest.Words(r, "eventID"); id != "" && seen[id] {
			return 0, true
		} else {
			seen[id] = true
		}
		n, _ := reporttest.At(r, "additionalEventData", "bytesTransferredOut").(json.Number)
		bytes, _ := n.Float64()
		return bytes, true
	}
	dollars := report.Measure{Name: "dollars"}
	for _, test := range []struct {
		source  trailq.Source
		options diff.Options
		blocks  [][3]string
		amount  func(reporttest.Record) (float64, bool)
	}{
		{sample, diff.Options{Before: day(1), After: day(2)}, nil, one},
		{sample, diff.Options{Before: long, After: short}, reporttest.Blocks(), one},
		{sample, diff.Options{Before: day(2), After: day(1), Measure: report.Measures()[0]}, nil, bytesOut},
		{sample, diff.Options{Before: day(1), After: day(2), Measure: dollars}, nil, dollarsOf(nil, prices)},
		{sample, diff.Options{Before: long, After: short, Measure: dollars}, reporttest.Blocks(), dollarsOf(reporttest.Blocks(), prices)},
		{trailq.Dir(generated), diff.Options{Before: day(1), After: day(2), Measure: dollars}, reporttest.Blocks(), dollarsOf(reporttest.Blocks(), prices)},
	} {
		test.options.Prices = prices
		if test.blocks != nil {
			test.options.Ranges = reporttest.Ranges(t, test.blocks)
		}
		want := wantedChanges(countWindows(t, test.source, test.options, test.blocks, test.amount), &test.options)
		got := make(map[string][2]float64)
		changes := tableNamed(t, ask(t, reporttest.OpenDB(t, test.source), test.options), "changes")
		for _, row := range changes {
			value, isText := row["value"].(string)
			got[row["dimension"].(string)+" "+reporttest.Key(value, isText)] = [2]float64{row["before"].(float64), row["after"].(float64)}
			checkRow(t, row)
		}
		plainAmount := cmp.Comparer(func(a, b float64) bool {
			if test.options.InDollars() {
				return math.Abs(a-b) <= 1e-12+1e-9*max(a, b)
			}
			return math.Abs(a-b) <= 0.005 || max(a, b) >= 100 && math.Abs(a-b) <= 0.5
		})
		if diff := cmp.Diff(want, got, plainAmount); diff != "" {
			t.Errorf("(-encoding/json +SQL):\n%s", diff)
		}
		if len(got) < 50 {
			t.Errorf("%d changes are no test", len(got))
		}
	}
}

// wantedChanges are the values whose amounts differ, before and after.
func wantedChanges(counted map[string]map[string][2]float64, o *diff.Options) map[string][2]float64 {
	ratio := float64(o.After.To.Sub(o.After.From)) / float64(o.Before.To.Sub(o.Before.From))
	want := make(map[string][2]float64)
	for dimension, values := range counted {
		for value, pair := range values {
			pair[0] *= ratio
			if math.Abs(pair[0]-pair[1]) > 1e-11*max(pair[0], pair[1]) && !(len(values) == 1 && value == "NULL") {
				want[dimension+" "+value] = pair
			}
		}
	}
	return want
}

// checkRow checks what a row says beside its amounts.
func checkRow(t *testing.T, row map[string]any) {
	t.Helper()
	before, after := row["before"].(float64), row["after"].(float64)
	kind := "grown"
	switch {
	case before == 0:
		kind = "new"
	case after == 0:
		kind = "gone"
	case after < before:
		kind = "shrunk"
	}
	if row["kind"] != kind || math.Abs(row["change"].(float64)-(after-before)) > 1 {
		t.Errorf("%v: want %s", row, kind)
	}
}

// On the sample incident the cause is who did it, not where from: a twentieth of
// what came from that network was of others.
func TestDiffNamesWhoInTheSample(t *testing.T) {
	comparison := ask(t, reporttest.OpenDB(t, trailq.Dir("../../../testdata/logs")), diff.Options{Before: day(1), After: day(2)})
	var causes []string
	for _, row := range tableNamed(t, comparison, "causes") {
		causes = append(causes, fmt.Sprint(row["cause"], " since ", row["since"]))
	}
	want := []string{"calls by role data-api-exporter on amzn-s3-demo-archive/digitised/ since 2023-11-02T02:16:00Z"}
	if difference := cmp.Diff(want, causes); difference != "" {
		t.Errorf("(-want +got):\n%s", difference)
	}
}

// incident is events added to generated logs, and what is to be said of them.
type incident struct {
	name   string
	events int
	usual  int // events of alice and bob on each day
	change func(i int, record reporttest.Record)
	cause  string // "" for none
	at     time.Time
	since  string
}

// In logs, read by the engine, the cause is found as it is in cubes, and when it
// began.
func TestDiffFindsPlantedCauses(t *testing.T) {
	from := day(2).From.Add(2*time.Hour + 20*time.Minute)
	for number, test := range []incident{
		{name: "nothing"},
		{name: "a caller on a prefix", events: 2500, usual: 1600, at: from, since: "2023-11-02T02:20:00Z",
			cause: "s3:GetObject by user alice on amzn-s3-demo-bucket/digitised/",
			change: func(i int, r reporttest.Record) {
				r["requestParameters"] = reporttest.Record{"bucketName": "amzn-s3-demo-bucket", "key": fmt.Sprintf("digitised/%d.tif", i)}
			}},
		{name: "errors of one kind", events: 1500, at: day(2).From, cause: "calls that failed with ThrottlingException",
			change: func(i int, r reporttest.Record) {
				r["errorCode"] = "ThrottlingException"
				r["userIdentity"] = reporttest.Record{"arn": fmt.Sprintf("arn:aws:iam::111122223333:user/u%d", i%7)}
				r["requestParameters"] = reporttest.Record{"bucketName": fmt.Sprintf("amzn-s3-demo-bucket-%d", i%5)}
				r["sourceIPAddress"] = fmt.Sprintf("10.7.%d.9", i%9)
				r["eventName"] = []string{"GetObject", "PutObject"}[i%2]
			}},
		{name: "an address range", events: 1500, at: from, since: "2023-11-02T02:20:00Z", cause: "calls from 2001:db8:7::/48",
			change: func(i int, r reporttest.Record) {
				r["userIdentity"] = reporttest.Record{"arn": fmt.Sprintf("arn:aws:iam::111122223333:user/u%d", i%7)}
				r["requestParameters"] = reporttest.Record{"bucketName": fmt.Sprintf("amzn-s3-demo-bucket-%d", i%5)}
				r["sourceIPAddress"] = fmt.Sprintf("2001:db8:7:%x::%x", i%11, 1+i%50)
				r["userAgent"] = fmt.Sprintf("aws-cli/%d", i%3)
				r["eventName"] = []string{"GetObject", "PutObject"}[i%2]
			}},
	} {
		folder := t.TempDir()
		if _, err := gen.Generate(t.Context(), folder, gen.Options{Events: 10_000, EventsPerFile: 10, Accounts: 2, Regions: 2, Seed: uint64(number)}); err != nil {
			t.Fatal(err)
		}
		test.plant(t, folder)
		comparison := ask(t, reporttest.OpenDB(t, trailq.Dir(folder)), diff.Options{Before: day(1), After: day(2)})
		causes := tableNamed(t, comparison, "causes")
		switch {
		case test.cause == "":
			if len(causes) > 0 {
				t.Errorf("%s: %v", test.name, causes)
			}
		case len(causes) != 1 || causes[0]["cause"] != test.cause || causes[0]["after"].(float64) < float64(test.events):
			t.Errorf("%s: %v, want %s", test.name, causes, test.cause)
		case test.since != "" && causes[0]["since"] != test.since:
			t.Errorf("%s: since %v, want %s", test.name, causes[0]["since"], test.since)
		}
	}
}

// plantedLogs are events that are added to a folder.
type plantedLogs struct {
	t       *testing.T
	folder  string
	records []string
}

// add spreads n events over a time.
func (l *plantedLogs) add(n int, from, to time.Time, change func(int, reporttest.Record)) {
	l.t.Helper()
	for i := range n {
		var record reporttest.Record
		when := from.Add(time.Duration(i) * to.Sub(from) / time.Duration(n))
		if err := json.Unmarshal([]byte(trailtest.Record(fmt.Sprint(len(l.records)), when)), &record); err != nil {
			l.t.Fatal(err)
		}
		change(i, record)
		line, err := json.Marshal(record)
		if err != nil {
			l.t.Fatal(err)
		}
		l.records = append(l.records, string(line))
	}
}

// write makes a log file of them, if there are any.
func (l *plantedLogs) write() {
	l.t.Helper()
	if len(l.records) == 0 {
		return
	}
	path := trailtest.LogPath(trailtest.Account, trailtest.Region, day(2).To, "0123456789abcdef")
	trailtest.Tree{path: trailtest.Gzip(trailtest.Envelope(l.records...))}.Write(l.t, l.folder)
}

// plant adds the events, spread over the rest of the day.
func (i *incident) plant(t *testing.T, folder string) {
	t.Helper()
	logs := plantedLogs{t: t, folder: folder}
	logs.add(i.events, i.at, day(2).To, i.change)
	logs.add(2*i.usual, day(1).From, day(2).To, func(n int, r reporttest.Record) {
		r["eventName"] = []string{"GetObject", "PutObject"}[n/4%2]
		r["userIdentity"] = reporttest.Record{"arn": "arn:aws:iam::111122223333:user/" + []string{"alice", "bob"}[n%2]}
		r["requestParameters"] = reporttest.Record{"bucketName": "amzn-s3-demo-bucket", "key": []string{"digitised/1.tif", "raw/1.tif"}[n/2%2]}
	})
	logs.write()
}
