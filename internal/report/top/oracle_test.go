//go:build cgo

package top_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/report/top"
	"github.com/trailq/trailq/internal/trailtest"
)

// countAll counts with encoding/json what the report counts in SQL, by each name.
func countAll(t *testing.T, source trailq.Source) map[string]map[string]int64 {
	t.Helper()
	dimensions := reporttest.Dimensions()
	counts := make(map[string]map[string]int64)
	for name := range dimensions {
		counts[name] = make(map[string]int64)
	}
	principals := reporttest.LearnPrincipals(t, source)
	for _, record := range reporttest.Decoded(t, source, trailq.Filter{}) {
		for name := range dimensions {
			counts[name][reporttest.Key(reporttest.Text(principals.Value(name, record)))]++
		}
	}
	return counts
}

// checkTop compares a report by one name with encoding/json: counts, shares and
// the order.
func checkTop(t *testing.T, db *duck.DB, name string, want map[string]int64) {
	t.Helper()
	by, err := report.ParseDimensions([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	r, err := top.New(top.Options{By: by})
	if err != nil {
		t.Fatal(err)
	}
	var total int64
	for _, n := range want {
		total += n
	}
	got := make(map[string]int64)
	last := int64(math.MaxInt64)
	for _, row := range reporttest.Rows(t, db, r) {
		n, err := row[1].(json.Number).Int64()
		if err != nil || n > last {
			t.Fatalf("%s: %v events after %d (%v)", name, row[1], last, err)
		}
		last = n
		got[reporttest.Key(reporttest.Text(row[0]))] = n
		if share, _ := row[2].(json.Number).Float64(); math.Abs(share-float64(n)/float64(total)) > 1e-6 {
			t.Errorf("%s: share %v of %d in %d", name, row[2], n, total)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-encoding/json +SQL):\n%s", name, diff)
	}
}

// The SQL counts what encoding/json counts, for each kind of name.
func TestTopAgreesWithEncodingJSON(t *testing.T) {
	source := trailq.Dir("../../../testdata/logs")
	db := reporttest.OpenDB(t, source)
	for name, want := range countAll(t, source) {
		checkTop(t, db, name, want)
	}
}

// So on logs that nobody made for it.
func TestTopAgreesOnRealLogs(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	folder := trailtest.RealLogs(t)
	source := trailq.Dir(folder)
	db := reporttest.OpenDB(t, source)
	for name, want := range countAll(t, source) {
		checkTop(t, db, name, want)
	}
}

// --sum ranks by the sum, to which an event that was delivered twice adds once.
func TestTopSum(t *testing.T) {
	source := trailq.Dir("../../../testdata/logs")
	want, seen := make(map[string]float64), make(map[string]bool)
	for _, record := range reporttest.Decoded(t, source, trailq.Filter{}) {
		id := reporttest.Words(record, "eventID")
		if seen[id] {
			continue
		}
		seen[id] = true
		want[reporttest.Key(reporttest.Text(reporttest.At(record, "requestParameters", "bucketName")))] += reporttest.Number(t, reporttest.At(record, "additionalEventData", "bytesTransferredOut"))
	}
	by, err := report.ParseDimensions([]string{"bucket"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := top.New(top.Options{By: by, Sum: report.Measures()[0]})
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]float64)
	last := math.Inf(1)
	for _, row := range reporttest.Rows(t, reporttest.OpenDB(t, source), r) {
		n, err := row[1].(json.Number).Float64()
		if err != nil || n > last {
			t.Errorf("%v bytes after %f (%v)", row[1], last, err)
		}
		last = n
		got[reporttest.Key(reporttest.Text(row[0]))] = n
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(want) < 2 || last == math.Inf(1) {
		t.Errorf("the logs say too little: %v", want)
	}
}
