//go:build unix

package s3source_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/gen"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// BenchmarkBucket reads a bucket of 5,000 log files, of about 65 KB or 20 KB
// each, from a server on this machine, in four ways, one after the other in each
// round:
//
//	count   every event through the library, two fields decoded
//	fetch   every object through the source, and thrown away
//	sdk     the same with a bare loop over AWS's library
//	s5cmd   copied to a folder by s5cmd, where that is installed
//
// It gives the median seconds of each and of its processors' time, the server's
// not included, and how many times as long as s5cmd the count takes.
// scripts/bench/s3.sh runs it.
func BenchmarkBucket(b *testing.B) {
	b.Run("65KB", func(b *testing.B) { benchmarkBucket(b, 340) })
	b.Run("20KB", func(b *testing.B) { benchmarkBucket(b, 100) })
}

func benchmarkBucket(b *testing.B, eventsPerFile int) {
	server := s3test.StartServer(b)
	server.Setenv(b)
	server.MakeBucket(b, bucketName, nil)
	_, err := gen.Generate(b.Context(), server.Folder(bucketName),
		gen.Options{Events: objects * eventsPerFile, EventsPerFile: eventsPerFile})
	if err != nil {
		b.Fatal(err)
	}
	source := newSource(b, server.Endpoint, "", s3source.Options{})
	ways := map[string]func() int{
		"count": func() int { return countEvents(b, source) },
		"fetch": func() int { return fetchAll(b, source) },
		"sdk":   func() int { return fetchBare(b, server.Endpoint) },
	}
	if s5cmd, err := exec.LookPath("s5cmd"); err == nil {
		ways["s5cmd"] = func() int { return copyAll(b, s5cmd, server.Endpoint) }
	}
	seconds, busy := make(map[string][]float64), make(map[string][]float64)
	for b.Loop() {
		for name, read := range ways {
			started, before := time.Now(), processorSeconds(b)
			if n := read(); n < objects*9/10 {
				b.Fatalf("%s: %d objects", name, n)
			}
			seconds[name] = append(seconds[name], time.Since(started).Seconds())
			busy[name] = append(busy[name], processorSeconds(b)-before)
		}
	}
	for name := range ways {
		b.ReportMetric(median(seconds[name]), name+"-s")
		b.ReportMetric(median(busy[name]), name+"-cpu-s")
		if name == "s5cmd" {
			b.ReportMetric(median(seconds["count"])/median(seconds[name]), "count/s5cmd")
		}
	}
	b.ReportMetric(0, "ns/op") // of all ways together: says nothing
}

// processorSeconds is the time that processors spent on this process and on its
// children that have ended.
func processorSeconds(b *testing.B) float64 {
	var total time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var usage syscall.Rusage
		if err := syscall.Getrusage(who, &usage); err != nil {
			b.Fatal(err)
		}
		total += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	return total.Seconds()
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// objects is about how many log files there are.
const objects = 5_000

func countEvents(b *testing.B, source trailq.Source) int {
	options := trailq.Options{
		Fields:  []string{"eventSource", "eventName"},
		Workers: s3source.DefaultWorkers,
		Reuse:   true,
		Tally:   new(trailq.Tally),
	}
	counts := make(map[[2]string]int)
	for event, err := range trailq.Events(b.Context(), source, options) {
		if err != nil {
			b.Fatal(err)
		}
		counts[[2]string{event.EventSource, event.EventName}]++
	}
	return options.Tally.Summary().Files.Read
}

func fetchAll(b *testing.B, source trailq.Source) int {
	files := make(chan trailq.File)
	return parallel(b, func() {
		defer close(files)
		for file, err := range source.Files(b.Context(), nil) {
			if err != nil {
				b.Error(err)
			}
			files <- file
		}
	}, func() (count int) {
		buffer := make([]byte, 1<<20)
		for file := range files {
			body, err := file.Open(b.Context())
			if err != nil {
				b.Error(err)
				continue
			}
			drain(b, body, buffer)
			count++
		}
		return count
	})
}

func fetchBare(b *testing.B, endpoint string) int {
	settings, err := config.LoadDefaultConfig(b.Context(), config.WithBaseEndpoint(endpoint), config.WithRegion(s3test.Region))
	if err != nil {
		b.Fatal(err)
	}
	client := s3.NewFromConfig(settings, func(o *s3.Options) {
		o.UsePathStyle = true
		o.DisableLogOutputChecksumValidationSkipped = true
	})
	keys := make(chan *string)
	return parallel(b, func() {
		defer close(keys)
		pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: aws.String(bucketName)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(b.Context())
			if err != nil {
				b.Error(err)
				return
			}
			for _, object := range page.Contents {
				keys <- object.Key
			}
		}
	}, func() (count int) {
		buffer := make([]byte, 1<<20)
		for key := range keys {
			output, err := client.GetObject(context.Background(), &s3.GetObjectInput{Bucket: aws.String(bucketName), Key: key})
			if err != nil {
				b.Error(err)
				continue
			}
			drain(b, output.Body, buffer)
			count++
		}
		return count
	})
}

// parallel runs list, and fetch in as many goroutines as there are workers by
// default, and adds up what they return.
func parallel(b *testing.B, list func(), fetch func() int) int {
	var workers sync.WaitGroup
	counts := make([]int, s3source.DefaultWorkers)
	for i := range counts {
		workers.Go(func() { counts[i] = fetch() })
	}
	list()
	workers.Wait()
	total := 0
	for _, count := range counts {
		total += count
	}
	return total
}

func drain(b *testing.B, body io.ReadCloser, buffer []byte) {
	for {
		if _, err := body.Read(buffer); err == io.EOF {
			break
		} else if err != nil {
			b.Error(err)
			break
		}
	}
	body.Close()
}

func copyAll(b *testing.B, s5cmd, endpoint string) int {
	folder, err := os.MkdirTemp(b.TempDir(), "copy")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(folder)
	command := exec.Command(s5cmd, "--endpoint-url", endpoint, "cp", "s3://"+bucketName+"/*", folder+"/")
	if output, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, output[max(0, len(output)-500):])
	}
	count := 0
	err = filepath.WalkDir(folder, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			count++
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return count
}
