package cache_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/gen"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// BenchmarkSecondRun counts the events of 1,000 log files of 65 KB in a bucket, from
// a server on this machine: from a folder with the same files, from the cache after
// a first run, and without a cache, one after the other in each round. It gives
// the median seconds of each and how many times as long as from the folder the
// others take.
func BenchmarkSecondRun(b *testing.B) {
	const bucket = "amzn-s3-demo-bucket"
	server := s3test.StartServer(b)
	server.Setenv(b)
	server.MakeBucket(b, bucket, nil)
	folder := b.TempDir()
	if _, err := gen.Generate(b.Context(), folder, gen.Options{Events: 340_000, EventsPerFile: 340}); err != nil {
		b.Fatal(err)
	}
	server.CopyFolder(b, bucket, folder)
	source, err := s3source.New(b.Context(), "s3://"+bucket, s3source.Options{EndpointURL: server.Endpoint})
	if err != nil {
		b.Fatal(err)
	}
	kept := open(b, b.TempDir(), 0).Source(source)
	events := countEvents(b, kept, s3source.DefaultWorkers)
	ways := map[string]func() int{
		"folder": func() int { return countEvents(b, trailq.Dir(folder), 0) },
		"cache":  func() int { return countEvents(b, kept, s3source.DefaultWorkers) },
		"bucket": func() int { return countEvents(b, source, s3source.DefaultWorkers) },
	}
	seconds := make(map[string][]float64)
	for b.Loop() {
		for _, way := range slices.Sorted(maps.Keys(ways)) {
			began := time.Now()
			if n := ways[way](); n != events {
				b.Fatalf("%s: %d events, want %d", way, n, events)
			}
			seconds[way] = append(seconds[way], time.Since(began).Seconds())
		}
	}
	median := func(way string) float64 {
		slices.Sort(seconds[way])
		return seconds[way][len(seconds[way])/2]
	}
	for way := range ways {
		b.ReportMetric(median(way), way+"-s")
		b.ReportMetric(median(way)/median("folder"), way+"/folder")
	}
	b.ReportMetric(0, "ns/op") // of all ways together: says nothing
}

func countEvents(b *testing.B, source trailq.Source, workers int) int {
	count := 0
	options := trailq.Options{Fields: []string{"eventName"}, Reuse: true, Workers: workers}
	for _, err := range trailq.Events(b.Context(), source, options) {
		if err != nil {
			b.Fatal(err)
		}
		count++
	}
	return count
}
