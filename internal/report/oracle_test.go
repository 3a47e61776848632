//go:build cgo

package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/trailtest"
)

// object is a record as encoding/json reads it.
type object = map[string]any

// at walks into a decoded value by keys and indexes; nil is a missing one.
func at(value any, steps ...any) any {
	for _, step := range steps {
		switch step := step.(type) {
		case string:
			o, _ := value.(object)
			value = o[step]
		case int:
			a, _ := value.([]any)
			if step >= len(a) {
				return nil
			}
			value = a[step]
		}
	}
	return value
}

// text is how SQL shows a value: "" stands for NULL beside true.
func text(value any) (string, bool) {
	switch value := value.(type) {
	case nil:
		return "", false
	case string:
		return value, true
	case json.Number:
		return value.String(), true
	}
	out := new(bytes.Buffer)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return strings.TrimSpace(out.String()), true
}

// firstOf is the first of the values that is there and not empty.
func firstOf(values ...any) any {
	for _, value := range values {
		if s, ok := text(value); ok && s != "" {
			return value
		}
	}
	return nil
}

// cut is the start of a text.
func cut(value any, n int) any {
	s, ok := value.(string)
	if !ok {
		return nil
	}
	return s[:min(n, len(s))]
}

// dimensions are what each name means, in Go.
func dimensions() map[string]func(r object) any {
	identity := func(r object, steps ...any) any { return at(r["userIdentity"], steps...) }
	path := func(steps ...any) func(object) any { return func(r object) any { return at(r, steps...) } }
	issuer := func(r object) any { return identity(r, "sessionContext", "sessionIssuer") }
	return map[string]func(r object) any{
		"eventSource":     path("eventSource"),
		"eventName":       path("eventName"),
		"readOnly":        path("readOnly"),
		"managementEvent": path("managementEvent"),
		"error":           path("errorCode"),
		"ip":              path("sourceIPAddress"),
		"region":          path("awsRegion"),
		"vpce":            path("vpcEndpointId"),
		"bucket":          path("requestParameters", "bucketName"),
		"tls":             path("tlsDetails", "tlsVersion"),
		"resource":        path("resources", 0, "ARN"),
		"day":             func(r object) any { return cut(r["eventTime"], 10) },
		"minute":          func(r object) any { return cut(r["eventTime"], 16) },
		"account":         func(r object) any { return firstOf(r["recipientAccountId"], identity(r, "accountId")) },
		"caller": func(r object) any {
			return firstOf(at(issuer(r), "arn"), identity(r, "arn"), identity(r, "invokedBy"), identity(r, "principalId"), identity(r, "type"))
		},
		"role": func(r object) any {
			if at(issuer(r), "type") != "Role" {
				return nil
			}
			return at(issuer(r), "arn")
		},
		"service": func(r object) any {
			s, ok := r["eventSource"].(string)
			if !ok {
				return nil
			}
			return strings.ReplaceAll(s, ".amazonaws.com", "")
		},
		"userIdentity.sessionContext.attributes.mfaAuthenticated": path("userIdentity", "sessionContext", "attributes", "mfaAuthenticated"),
		"requestParameters.filterSet.items[0].name":               path("requestParameters", "filterSet", "items", 0, "name"),
		"requestParameters.maxResults":                            path("requestParameters", "maxResults"),
		"additionalEventData.bytesTransferredOut":                 path("additionalEventData", "bytesTransferredOut"),
	}
}

// countAll counts with encoding/json what the report counts in SQL, by each name.
func countAll(t *testing.T, source trailq.Source) map[string]map[string]int64 {
	t.Helper()
	dimensions := dimensions()
	counts := make(map[string]map[string]int64)
	for name := range dimensions {
		counts[name] = make(map[string]int64)
	}
	for _, record := range decoded(t, source, trailq.Filter{}) {
		for name, dimension := range dimensions {
			counts[name][key(text(dimension(record)))]++
		}
	}
	return counts
}

func key(name string, ok bool) string {
	if !ok {
		return "NULL"
	}
	return "=" + name
}

// openDB opens the engine on a source.
func openDB(t *testing.T, source trailq.Source) *duck.DB {
	t.Helper()
	db, err := duck.Open(t.Context(), source, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// rows are the rows of a report as presented.
func rows(t *testing.T, db *duck.DB, r *report.Report) [][]any {
	t.Helper()
	answer, err := db.Query(t.Context(), r.Statement)
	if err != nil {
		t.Fatalf("%s\n%v", r.SQL, err)
	}
	var all [][]any
	for row, err := range r.Present(answer.Table).Rows {
		if err != nil {
			t.Fatal(err)
		}
		var values []any
		for _, value := range row {
			var read any
			decode(t, value.AppendJSON(nil), &read)
			values = append(values, read)
		}
		all = append(all, values)
	}
	return all
}

// checkTop compares a report by one name with encoding/json: counts, shares and
// the order.
func checkTop(t *testing.T, db *duck.DB, name string, want map[string]int64) {
	t.Helper()
	by, err := report.ParseDimensions([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	top, err := report.NewTop(report.TopOptions{By: by})
	if err != nil {
		t.Fatal(err)
	}
	var total int64
	for _, n := range want {
		total += n
	}
	got := make(map[string]int64)
	last := int64(math.MaxInt64)
	for _, row := range rows(t, db, top) {
		n, err := row[1].(json.Number).Int64()
		if err != nil || n > last {
			t.Fatalf("%s: %v events after %d (%v)", name, row[1], last, err)
		}
		last = n
		got[key(text(row[0]))] = n
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
	source := trailq.Dir("../../testdata/logs")
	db := openDB(t, source)
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
	db := openDB(t, source)
	for name, want := range countAll(t, source) {
		checkTop(t, db, name, want)
	}
}

// --sum ranks by the sum.
func TestTopSum(t *testing.T) {
	source := trailq.Dir("../../testdata/logs")
	want := make(map[string]float64)
	for _, record := range decoded(t, source, trailq.Filter{}) {
		want[key(text(at(record, "requestParameters", "bucketName")))] += number(t, at(record, "additionalEventData", "bytesTransferredOut"))
	}
	by, err := report.ParseDimensions([]string{"bucket"})
	if err != nil {
		t.Fatal(err)
	}
	top, err := report.NewTop(report.TopOptions{By: by, Sum: report.Measures()[0]})
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]float64)
	last := math.Inf(1)
	for _, row := range rows(t, openDB(t, source), top) {
		n, err := row[1].(json.Number).Float64()
		if err != nil || n > last {
			t.Errorf("%v bytes after %f (%v)", row[1], last, err)
		}
		last = n
		got[key(text(row[0]))] = n
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(want) < 2 || last == math.Inf(1) {
		t.Errorf("the logs say too little: %v", want)
	}
}

// A filter as conditions chooses the events that the filter itself chooses.
func TestConditionsAgreeWithFilters(t *testing.T) {
	source := trailq.Dir("../../testdata/logs")
	db := openDB(t, source)
	for _, filter := range filters() {
		tally := new(trailq.Tally)
		for _, err := range trailq.Events(t.Context(), source, trailq.Options{Filter: filter, Tally: tally, Fields: []string{"eventID"}}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		by, err := report.ParseDimensions([]string{"eventVersion"})
		if err != nil {
			t.Fatal(err)
		}
		top, err := report.NewTop(report.TopOptions{By: by, Scope: report.Scope{Where: report.Conditions(&filter)}})
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		for _, row := range rows(t, db, top) {
			n, _ := row[1].(json.Number).Int64()
			got += n
		}
		s := tally.Summary().Records
		if got != s.Yielded {
			t.Errorf("%+v: %d events by SQL, %d by the filter\n%s", filter, got, s.Yielded, top.SQL)
		}
		if s.Yielded == 0 || s.Filtered == 0 {
			t.Errorf("%s is no test: %d of %d events", fmt.Sprintf("%+v", filter), s.Yielded, s.Read)
		}
	}
}
