//go:build cgo

package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/report/top"
	"github.com/trailq/trailq/internal/trailtest"
)

// factsOf counts the events of a source by what package fact says of them.
func factsOf(t *testing.T, source trailq.Source) map[string]map[string]int64 {
	t.Helper()
	counts := map[string]map[string]int64{"caller": {}, "error": {}, "hour": {}}
	principals := reporttest.LearnPrincipals(t, source)
	for event, decoded := range reporttest.Decoded(t, source, trailq.Filter{}) {
		record := records.Record{Raw: event.Raw}
		record.Fields, _ = records.Object(event.Raw, nil)
		hour := ""
		if at := fact.Time(record.Get("eventTime")); !at.IsZero() {
			hour = at.Format("2006-01-02T15")
		}
		caller := fact.ReadIdentity(record.Get("userIdentity")).Caller()
		if arn, _ := reporttest.Text(principals.Value("caller", decoded)); strings.HasPrefix(arn, "arn:") && !strings.HasPrefix(caller, "arn:") {
			caller = arn // other records have it, or it is that of an Insights event
		}
		for name, text := range map[string]string{
			"caller": caller, "error": fact.ReadFailure(&record).Name(), "hour": hour,
		} {
			counts[name][reporttest.Key(text, text != "")]++
		}
	}
	return counts
}

// countTop counts the events that meet the conditions by a dimension.
func countTop(t *testing.T, db *duck.DB, name string, where []report.Expression) map[string]int64 {
	t.Helper()
	by, err := report.ParseDimensions([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	r, err := top.New(top.Options{By: by, Scope: report.Scope{Where: where}})
	if err != nil {
		t.Fatal(err)
	}
	counts := make(map[string]int64)
	for _, row := range reporttest.Rows(t, db, r) {
		counts[reporttest.Key(reporttest.Text(row[0]))] = int64(reporttest.Number(t, row[1]))
	}
	return counts
}

// SQL says the same of every record as Go: its caller, its failure and its hour.
func TestFactsAgree(t *testing.T) {
	sources := []trailq.Source{trailq.Dir("testdata"), trailq.Dir("../../testdata/logs")}
	if !testing.Short() {
		sources = append(sources, trailq.Dir(trailtest.RealLogs(t)))
	}
	for _, source := range sources {
		db := reporttest.OpenDB(t, source)
		for name, want := range factsOf(t, source) {
			if diff := cmp.Diff(want, countTop(t, db, name, nil)); diff != "" {
				t.Errorf("%s (-Go +SQL):\n%s", name, diff)
			}
		}
	}
}

// The conditions for Athena choose the failures and times that the filter chooses.
func TestFactConditionsAgree(t *testing.T) {
	source := trailq.Dir("testdata")
	db := reporttest.OpenDB(t, source)
	from := time.Date(2023, 11, 1, 9, 0, 0, 0, time.UTC)
	for _, filter := range []trailq.Filter{
		{ErrorsOnly: true}, {From: from, To: from.Add(time.Hour)}, {From: from.Add(500 * time.Millisecond)}, {To: from.Add(time.Second / 2)},
		{From: from.Add(250 * time.Millisecond), To: from.Add(time.Hour - time.Millisecond)}, {From: from.Add(time.Hour)}, {To: from.Add(30 * time.Minute)},
	} {
		want := make(map[string]int64)
		for _, record := range reporttest.Decoded(t, source, filter) {
			want[reporttest.Key(reporttest.Text(record["eventID"]))]++
		}
		if diff := cmp.Diff(want, countTop(t, db, "eventID", filterConditions(t, &filter))); diff != "" || len(want) == 0 {
			t.Errorf("%+v (-filter +SQL):\n%s", filter, diff)
		}
	}
}

// Each caller that a report prints can be asked for, and gives the events counted, by
// the filter and by the conditions for Athena.
func TestCallersCanBeAskedFor(t *testing.T) {
	source := trailq.Dir("testdata")
	db := reporttest.OpenDB(t, source)
	for caller, events := range countTop(t, db, "caller", nil) {
		if caller == "NULL" {
			continue
		}
		filter := trailq.Filter{Callers: []string{caller[1:]}}
		want := map[string]int64{caller: events}
		got := make(map[string]int64)
		for event := range reporttest.Decoded(t, source, filter) {
			got[reporttest.Key(fact.ReadIdentity(rawIdentity(event)).Caller(), true)]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-counted +filter):\n%s", caller, diff)
		}
		if diff := cmp.Diff(want, countTop(t, db, "caller", filterConditions(t, &filter))); diff != "" {
			t.Errorf("%s (-counted +SQL):\n%s", caller, diff)
		}
	}
}

func rawIdentity(event *trailq.Event) []byte {
	record := records.Record{Raw: event.Raw}
	record.Fields, _ = records.Object(event.Raw, nil)
	return record.Get("userIdentity")
}

// filterConditions returns a filter as conditions.
func filterConditions(t *testing.T, filter *trailq.Filter) []report.Expression {
	t.Helper()
	conditions, err := report.Conditions(filter)
	if err != nil {
		t.Fatal(err)
	}
	return conditions
}
