//go:build cgo

package parquet_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/trailtest"
)

// usage is the CPU time that the process has used, and the most memory that it
// had, in bytes.
func usage() (time.Duration, int64) {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0, 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss << 10
}

func BenchmarkConvert(b *testing.B) {
	for name, options := range map[string]convert.Options{"Record": {}, "NoRecord": {NoRecord: true}} {
		b.Run(name, func(b *testing.B) { benchmarkConvert(b, options) })
	}
}

// benchmarkConvert reports events a second by the clock and by each CPU's time,
// and how large the folder is.
func benchmarkConvert(b *testing.B, options convert.Options) {
	logs := trailtest.Corpus(b)
	before, _ := usage()
	events, size := int64(0), int64(0)
	for b.Loop() {
		folder := filepath.Join(b.TempDir(), "parquet")
		conversion, err := convert.Open(folder, options)
		if err != nil {
			b.Fatal(err)
		}
		if err := conversion.Add(b.Context(), trailq.Dir(logs)); err != nil {
			b.Fatal(err)
		}
		events += conversion.Summary().Records.Yielded
		if err := conversion.Close(); err != nil {
			b.Fatal(err)
		}
		size = sizeOf(b, folder)
	}
	after, memory := usage()
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(events)/(after-before).Seconds(), "events/cpu-s")
	b.ReportMetric(float64(size)/float64(sizeOf(b, logs)), "of-gzip")
	b.ReportMetric(float64(memory)/1e6, "MB-most")
}

// sizeOf is the size of all files below a folder.
func sizeOf(b *testing.B, folder string) int64 {
	var sum int64
	err := filepath.WalkDir(folder, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return sum
}
