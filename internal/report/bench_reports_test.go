//go:build cgo

package report_test

import (
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/trailtest"
)

// BenchmarkReports answers each question from the same logs. A report should take
// at most twice the time of top.
func BenchmarkReports(b *testing.B) {
	folder := b.TempDir()
	stats, err := trailtest.Generate(b.Context(), folder, trailtest.Options{Events: 100_000, EventsPerFile: 2000})
	if err != nil {
		b.Fatal(err)
	}
	prices, err := price.Default()
	if err != nil {
		b.Fatal(err)
	}
	for _, by := range [][]string{{"eventName"}, {"caller", "region"}, {"object"}} {
		dimensions, err := report.ParseDimensions(by)
		if err != nil {
			b.Fatal(err)
		}
		costBy, err := report.ParseCostDimensions(by)
		if err != nil {
			b.Fatal(err)
		}
		top, err := report.NewTop(report.TopOptions{By: dimensions, Limit: 10})
		if err != nil {
			b.Fatal(err)
		}
		cost, err := report.NewCost(report.CostOptions{By: costBy, Limit: 10, Prices: prices})
		if err != nil {
			b.Fatal(err)
		}
		b.Run("top/"+by[0], func(b *testing.B) { answer(b, folder, top, stats.JSONBytes) })
		b.Run("cost/"+by[0], func(b *testing.B) { answer(b, folder, cost, stats.JSONBytes) })
	}
}

func answer(b *testing.B, folder string, r *report.Report, size int64) {
	db, err := duck.Open(b.Context(), trailq.Dir(folder), duck.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	b.SetBytes(size)
	for b.Loop() {
		answer, err := db.Query(b.Context(), r.Statement)
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		for _, err := range r.Present(answer.Table).Rows {
			if err != nil {
				b.Fatal(err)
			}
			rows++
		}
		if rows < 3 {
			b.Fatalf("%d rows", rows)
		}
		if err := answer.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
