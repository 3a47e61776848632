package trailq_test

import (
	"context"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

func BenchmarkCount(b *testing.B) {
	source := trailq.Dir(trailtest.Corpus(b))
	for b.Loop() {
		var tally trailq.Tally
		counts := make(map[[2]string]int)
		options := trailq.Options{Fields: []string{"eventSource", "eventName"}, Reuse: true, Tally: &tally}
		for event, err := range trailq.Events(context.Background(), source, options) {
			if err != nil {
				b.Fatal(err)
			}
			counts[[2]string{event.EventSource, event.EventName}]++
		}
		b.SetBytes(tally.Summary().ContentBytes)
		b.ReportMetric(float64(tally.Summary().Records.Yielded)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	}
}

func BenchmarkDecode(b *testing.B) {
	source := trailq.Dir(trailtest.Corpus(b))
	for b.Loop() {
		var tally trailq.Tally
		for _, err := range trailq.Events(context.Background(), source, trailq.Options{Reuse: true, Tally: &tally}) {
			if err != nil {
				b.Fatal(err)
			}
		}
		b.SetBytes(tally.Summary().ContentBytes)
	}
}
