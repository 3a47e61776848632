//go:build cgo

package top_test

import (
	"errors"
	"io"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/top"
	"github.com/trailq/trailq/internal/trailtest"
)

// BenchmarkTop compares trailq top with the library's own counts of the same, in
// turns: top/parallel and top/events are ratios of CPU time, which neighbours on a
// machine disturb less than the clock. The logs are those of
// [trailtest.Corpus]. Duplicates are left alone, or counted as the command does.
func BenchmarkTop(b *testing.B) {
	folder := trailtest.Corpus(b)
	for name, duplicates := range map[string]trailq.Duplicates{"plain": trailq.KeepDuplicates, "duplicates": trailq.CountDuplicates} {
		b.Run(name, func(b *testing.B) {
			source, options := trailq.Dir(folder), trailq.Options{Duplicates: duplicates}
			db, err := duck.Open(b.Context(), source, duck.Options{Read: options})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			var asked, parallel, events time.Duration
			for b.Loop() {
				asked += cpuOf(b, func() error { return askTop(b, db) })
				parallel += cpuOf(b, func() error { return countParallel(b, source, options) })
				events += cpuOf(b, func() error { return countEvents(b, source, options) })
			}
			b.SetBytes(db.Reading().Summary.ContentBytes / int64(b.N))
			b.ReportMetric(asked.Seconds()/float64(b.N), "top-cpu-s/op")
			b.ReportMetric(asked.Seconds()/parallel.Seconds(), "top/parallel")
			b.ReportMetric(asked.Seconds()/events.Seconds(), "top/events")
		})
	}
}

// cpuOf is the CPU time that a job takes.
func cpuOf(b *testing.B, job func() error) time.Duration {
	b.Helper()
	before := processTime()
	if err := job(); err != nil {
		b.Fatal(err)
	}
	return processTime() - before
}

// processTime is the CPU time of the process so far.
func processTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// askTop asks what trailq top does without flags.
func askTop(b *testing.B, db *duck.DB) error {
	by, err := report.ParseDimensions([]string{"eventSource", "eventName"})
	if err != nil {
		return err
	}
	r, err := top.New(top.Options{By: by, Limit: 10})
	if err != nil {
		return err
	}
	answer, err := db.Query(b.Context(), r.Statement)
	if err != nil {
		return err
	}
	for _, err := range answer.Table.Rows {
		if err != nil {
			return err
		}
	}
	return nil
}

// call is what is counted.
type call struct{ source, name string }

// countParallel counts without order, on all CPUs.
func countParallel(b *testing.B, source trailq.Source, options trailq.Options) error {
	reading, err := trailq.NewParallel(b.Context(), source, options)
	if err != nil {
		return err
	}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		worker := reading.Worker()
		workers.Go(func() {
			counts := make(map[call]*int)
			for {
				record, err := worker.Next()
				if errors.Is(err, io.EOF) {
					return
				} else if err != nil {
					continue
				}
				key := call{string(record.Get("eventSource")), string(record.Get("eventName"))}
				if counts[key] == nil {
					counts[key] = new(int)
				}
				*counts[key]++
			}
		})
	}
	workers.Wait()
	return reading.Close()
}

// countEvents counts in order.
func countEvents(b *testing.B, source trailq.Source, options trailq.Options) error {
	options.Fields, options.Reuse = []string{"eventSource", "eventName"}, true
	counts := make(map[call]int)
	for event, err := range trailq.Events(b.Context(), source, options) {
		if err != nil {
			return err
		}
		counts[call{event.EventSource, event.EventName}]++
	}
	return nil
}
