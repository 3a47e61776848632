//go:build cgo

package duck

import (
	"errors"
	"io"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

// cpuTime is what the process has used.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// measure runs what is to be measured, and reports the CPU time of one run: on a
// machine with neighbours the clock says little.
func measure(b *testing.B, run func()) {
	b.Helper()
	before := cpuTime()
	for b.Loop() {
		run()
	}
	b.ReportMetric((cpuTime()-before).Seconds()/float64(b.N), "cpu-s/op")
}

// BenchmarkCount is the library alone, with the loop of trailcount records: what
// the queries below are measured against.
func BenchmarkCount(b *testing.B) {
	measure(b, func() { countRecords(b, trailtest.Corpus(b)) })
}

func countRecords(b *testing.B, folder string) {
	reading, err := trailq.NewParallel(b.Context(), trailq.Dir(folder), trailq.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	total := make(map[[2]string]int)
	for range runtime.GOMAXPROCS(0) {
		worker := reading.Worker()
		all.Go(func() {
			counts := make(map[[2]string]*int)
			for {
				record, err := worker.Next()
				if errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					continue
				}
				key := [2]string{string(record.Get("eventSource")), string(record.Get("eventName"))}
				if counts[key] == nil {
					counts[key] = new(int)
				}
				*counts[key]++
			}
			mu.Lock()
			defer mu.Unlock()
			for key, n := range counts {
				total[key] += *n
			}
		})
	}
	all.Wait()
	if err := reading.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkQueries compares typical queries with plain DuckDB's read_json.
func BenchmarkQueries(b *testing.B) {
	for _, c := range comparisons() {
		b.Run(c.name+"/trailq", func(b *testing.B) {
			db := openDB(b, trailq.Dir(trailtest.Corpus(b)), Options{})
			measure(b, func() { ask(b, db, c.here) })
		})
		b.Run(c.name+"/read_json", func(b *testing.B) {
			db := plainDuckDB(b)
			measure(b, func() { plainRows(b, db, c.plainQuery(trailtest.Corpus(b))) })
		})
	}
}

// BenchmarkOpen is what every command pays before its first row.
func BenchmarkOpen(b *testing.B) {
	measure(b, func() {
		db := openDB(b, trailq.Dir(testLogs), Options{})
		ask(b, db, "SELECT count(*) FROM cloudtrail_logs LIMIT 1")
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkRows is an answer as long as the logs.
func BenchmarkRows(b *testing.B) {
	db := openDB(b, trailq.Dir(trailtest.Corpus(b)), Options{})
	for _, columns := range []string{"eventid", "eventtime, eventsource, eventname, useridentity.arn, sourceipaddress", "*"} {
		b.Run(columns, func(b *testing.B) {
			measure(b, func() {
				answer, err := db.Query(b.Context(), statement(b, "SELECT "+columns+" FROM cloudtrail_logs"))
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range answer.Table.Rows {
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
