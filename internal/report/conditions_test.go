//go:build cgo

package report_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/report/top"
)

// A filter as conditions chooses the events that the filter itself chooses.
func TestConditionsAgreeWithFilters(t *testing.T) {
	source := trailq.Dir("../../testdata/logs")
	db := reporttest.OpenDB(t, source)
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
		where, err := report.Conditions(&filter)
		if err != nil {
			t.Fatal(err)
		}
		r, err := top.New(top.Options{By: by, Scope: report.Scope{Where: where}})
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		for _, row := range reporttest.Rows(t, db, r) {
			n, _ := row[1].(json.Number).Int64()
			got += n
		}
		s := tally.Summary().Records
		if got != s.Yielded {
			t.Errorf("%+v: %d events by SQL, %d by the filter\n%s", filter, got, s.Yielded, r.SQL)
		}
		if s.Yielded == 0 || s.Filtered == 0 {
			t.Errorf("%s is no test: %d of %d events", fmt.Sprintf("%+v", filter), s.Yielded, s.Read)
		}
	}
}

// filters are some that choose a part of the project's own logs.
func filters() []trailq.Filter {
	noon := time.Date(2023, 11, 1, 12, 0, 0, 0, time.UTC)
	return []trailq.Filter{
		{From: noon},
		{To: noon},
		{From: noon, To: noon.Add(6 * time.Hour)},
		{Regions: []string{"us-east-1"}},
		{Regions: []string{"us-*", "ap-?"}},
		{EventSources: []string{"s3"}},
		{EventSources: []string{"kms.amazonaws.com", "st?"}},
		{EventNames: []string{"GetObject", "Put*"}},
		{EventNames: []string{"*Object_", "?ead*"}},
		{Callers: []string{"ROLE"}},
		{Callers: []string{"AIDA*", "partner"}},
		{SourceIPAddresses: []string{"10.0.0.0/8"}},
		{SourceIPAddresses: []string{"192.0.2.131", "delivery.logs.amazonaws.com"}},
		{SourceIPAddresses: []string{"*.amazonaws.com"}},
		{ErrorsOnly: true},
		{Access: trailq.ReadAccess},
		{Access: trailq.WriteAccess, EventSources: []string{"s3"}},
	}
}
