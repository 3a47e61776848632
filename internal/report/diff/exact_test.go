//go:build cgo

package diff_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/table"
)

// plantVariety writes logs of much variety, in which nearly every event is a
// combination of values of its own, with changes that overlap.
func plantVariety(t *testing.T, seed uint64) string {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	logs := plantedLogs{t: t, folder: t.TempDir()}
	usual := func(_ int, e reporttest.Record) {
		e["eventName"] = []string{"GetObject", "PutObject", "ListObjects", "HeadObject"}[r.IntN(4)]
		e["awsRegion"] = []string{"us-east-1", "eu-west-1", "us-west-2"}[r.IntN(3)]
		e["userIdentity"] = reporttest.Record{"arn": fmt.Sprintf("arn:aws:iam::111122223333:user/u%d", r.IntN(400))}
		e["sourceIPAddress"] = fmt.Sprintf("198.%d.%d.%d", 18+r.IntN(2), r.IntN(20), r.IntN(250))
		e["userAgent"] = fmt.Sprintf("agent-%d/%d", r.IntN(20), r.IntN(40))
		e["requestParameters"] = reporttest.Record{"bucketName": fmt.Sprintf("amzn-s3-demo-bucket-%d", r.IntN(8)), "key": fmt.Sprintf("f%d/x", r.IntN(60))}
		e["additionalEventData"] = reporttest.Record{"bytesTransferredOut": r.IntN(1 << 30)}
		e["eventCategory"] = "Data"
		if r.IntN(20) == 0 {
			e["errorCode"] = "AccessDenied"
		}
	}
	logs.add(8000, day(1).From, day(2).To, usual)
	logs.add(1800, day(2).From.Add(3*time.Hour), day(2).To, func(i int, e reporttest.Record) {
		usual(i, e)
		e["userIdentity"] = reporttest.Record{"arn": "arn:aws:iam::111122223333:user/exporter"}
		if i%4 == 0 {
			e["errorCode"] = "SlowDown"
		}
	})
	logs.add(1000, day(2).From, day(2).To, func(i int, e reporttest.Record) {
		usual(i, e)
		e["errorCode"] = "SlowDown"
	})
	logs.add(800, day(1).From, day(1).To, func(i int, e reporttest.Record) {
		usual(i, e)
		e["sourceIPAddress"] = fmt.Sprintf("203.0.113.%d", r.IntN(250))
		e["requestParameters"] = reporttest.Record{"bucketName": "amzn-s3-demo-gone", "key": "old/x"}
	})
	logs.write()
	return logs.folder
}

// namedValues are the conditions or traits of a cause as the answer has them.
func namedValues(t *testing.T, column any) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, one := range column.([]any) {
		all = append(all, one.(map[string]any))
	}
	return all
}

// meets reports whether a record has all of the values.
func meets(r reporttest.Record, names map[string]func(reporttest.Record) any, values []map[string]any) bool {
	for _, v := range values {
		text, has := reporttest.Text(names[v["dimension"].(string)](r))
		want, isText := v["value"].(string)
		if replaced, isReplaced := v["replaced"].(string); isReplaced && text == replaced {
			continue
		}
		if has && text != "" != isText || text != want {
			return false
		}
	}
	return true
}

// Every figure of a cause is what a count of the events with its conditions gives,
// however many values are told apart: of events and of bytes, in the list of causes
// and in the timeline. So are the shares of its traits.
func TestCausesAreExact(t *testing.T) {
	names := diffNames(nil)
	excepted := 0
	for _, test := range []struct {
		seed    uint64
		cells   int
		measure report.Measure
		amount  func(reporttest.Record) float64
	}{
		{1, 50_000, report.Measure{}, func(reporttest.Record) float64 { return 1 }},
		{2, 3000, report.Measure{}, func(reporttest.Record) float64 { return 1 }},
		{3, 3000, report.Measures()[0], func(r reporttest.Record) float64 {
			return reporttest.Number(t, reporttest.At(r, "additionalEventData", "bytesTransferredOut"))
		}},
	} {
		source := trailq.Dir(plantVariety(t, test.seed))
		comparison := diff.New(diff.Options{Before: day(1), After: day(2), Measure: test.measure})
		comparison.LimitCells(test.cells)
		askComparison(t, reporttest.OpenDB(t, source), comparison)
		causes := tableNamed(t, comparison, "causes")
		if len(causes) < 2 {
			t.Errorf("%d causes are no test: %v", len(causes), causes)
		}
		steps := tableNamed(t, comparison, "timeline")
		for i, c := range causes {
			want := countCause(t, source, names, causes[:i+1], test.amount)
			got := [2]float64{c["before"].(float64), c["after"].(float64)}
			if got != [2]float64{math.Round(want.all[0]), math.Round(want.all[1])} {
				t.Errorf("seed %d, %s except %v: %v, want %v", test.seed, c["cause"], c["except"], got, want.all)
			}
			var inSteps [2]float64
			for _, step := range steps {
				if step["cause"] == c["rank"] {
					inSteps[map[any]int{"before": 0, "after": 1}[step["window"]]] += step[comparisonMeasure(test.measure)].(float64)
				}
			}
			if inSteps != got {
				t.Errorf("seed %d, %s: %v in the timeline, want %v", test.seed, c["cause"], inSteps, got)
			}
			for j, trait := range namedValues(t, c["traits"]) {
				if share := math.Floor(1e6*want.traits[j]) / 1e6; trait["share"] != share {
					t.Errorf("seed %d, %s: %v, want a share of %v", test.seed, c["cause"], trait, share)
				}
			}
			excepted += len(c["except"].([]any))
		}
	}
	if excepted == 0 {
		t.Error("no cause excepts another one")
	}
}

func comparisonMeasure(m report.Measure) string {
	if m.Name == "" {
		return "events"
	}
	return string(m.Name)
}

// causeCount is what there is of a cause before and after, and what parts of it the
// traits have in the window with more.
type causeCount struct {
	all    [2]float64
	traits []float64
}

// countCause counts the last of some causes with encoding/json.
func countCause(t *testing.T, source trailq.Source, names map[string]func(reporttest.Record) any, causes []map[string]any, amount func(reporttest.Record) float64) causeCount {
	t.Helper()
	last := causes[len(causes)-1]
	traits := namedValues(t, last["traits"])
	count := causeCount{traits: make([]float64, len(traits))}
	perTrait := make([][2]float64, len(traits))
	for event, record := range reporttest.Decoded(t, source, trailq.Filter{From: day(1).From, To: day(2).To}) {
		is := meets(record, names, namedValues(t, last["conditions"]))
		for _, rank := range last["except"].([]any) {
			is = is && !meets(record, names, namedValues(t, causes[int(rank.(float64))-1]["conditions"]))
		}
		if !is {
			continue
		}
		side := 0
		if !event.EventTime.Before(day(2).From) {
			side = 1
		}
		count.all[side] += amount(record)
		for i := range traits {
			if meets(record, names, traits[i:i+1]) {
				perTrait[i][side] += amount(record)
			}
		}
	}
	side := 1
	if count.all[0] > count.all[1] {
		side = 0
	}
	for i := range traits {
		count.traits[i] = perTrait[i][side] / count.all[side]
	}
	return count
}

// askComparison asks all statements of an engine.
func askComparison(t *testing.T, db *duck.DB, comparison *diff.Comparison) {
	t.Helper()
	err := comparison.Ask(func(r *report.Report, use func(*table.Table) error) error {
		answer, err := db.Query(t.Context(), r.Statement)
		if err != nil {
			return fmt.Errorf("%s\n%w", r.SQL, err)
		}
		return use(r.Present(answer.Table))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The answer is the same, byte for byte, whatever the number of threads and the
// memory: of events, bytes and dollars, and where values are folded.
func TestAnswersDoNotDependOnThreads(t *testing.T) {
	prices, err := price.Default()
	if err != nil {
		t.Fatal(err)
	}
	source := trailq.Dir(plantVariety(t, 5))
	for _, measure := range diff.Measures() {
		var first []byte
		for round, engine := range []duck.Options{{Threads: 1}, {Threads: 4}, {Threads: 3, Memory: 128 << 20}} {
			db, err := duck.Open(t.Context(), source, engine)
			if err != nil {
				t.Fatal(err)
			}
			if measure.Name == "events" {
				measure = report.Measure{}
			}
			comparison := diff.New(diff.Options{Before: day(1), After: day(2), Measure: measure, Prices: prices})
			comparison.LimitCells(2000)
			askComparison(t, db, comparison)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			for _, name := range []string{"causes", "changes", "timeline"} {
				if err := json.NewEncoder(&out).Encode(tableNamed(t, comparison, name)); err != nil {
					t.Fatal(err)
				}
			}
			if round == 0 {
				first = out.Bytes()
			} else if difference := cmp.Diff(string(first), out.String()); difference != "" {
				t.Errorf("%s with %+v:\n%.2000s", measure.Name, engine, difference)
			}
		}
	}
}
