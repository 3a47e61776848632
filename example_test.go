package trailq_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"
	"sync"
	"time"

	"github.com/trailq/trailq"
)

// The most common call in a folder of logs.
func Example() {
	counts := make(map[string]int)
	for event, err := range trailq.Events(context.Background(), trailq.Dir("testdata/logs"), trailq.Options{}) {
		if err != nil {
			log.Print(err) // one file or record; the rest is read
			continue
		}
		counts[event.EventSource+" "+event.EventName]++
	}
	most := ""
	for call, n := range counts {
		if n > counts[most] {
			most = call
		}
	}
	fmt.Println(most, counts[most])
	// Output: s3.amazonaws.com GetObject 5214
}

// Which errors occurred on one day, and what was read to find out? Decoding only the
// fields that are used, and letting events share memory, makes it fast.
func ExampleEvents() {
	day := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	var tally trailq.Tally
	options := trailq.Options{
		Filter: trailq.Filter{From: day, To: day.AddDate(0, 0, 1), ErrorsOnly: true},
		Fields: []string{"errorCode"},
		Reuse:  true,
		Tally:  &tally,
	}
	failures := make(map[string]int)
	for event, err := range trailq.Events(context.Background(), trailq.Dir("testdata/logs"), options) {
		if err != nil {
			log.Fatal(err)
		}
		failures[event.ErrorCode]++
	}
	summary := tally.Summary()
	fmt.Println(failures)
	fmt.Println(summary.Records.Read, "records in", summary.Files.Read, "files; complete:", summary.Complete())
	// Output:
	// map[AccessDenied:6 NoSuchKey:2 SlowDown:2]
	// 6354 records in 68 files; complete: true
}

// All fields that are set must match. Every value can have wildcards, and one of a
// field's values must match.
func ExampleFilter() {
	filter := trailq.Filter{
		EventSources: []string{"s3"}, // short for s3.amazonaws.com
		EventNames:   []string{"Put*", "Delete*"},
		Access:       trailq.WriteAccess,
	}
	if err := filter.Validate(); err != nil {
		log.Fatal(err)
	}
	counts := make(map[string]int)
	for event, err := range trailq.Events(context.Background(), trailq.Dir("testdata/logs"), trailq.Options{Filter: filter}) {
		if err != nil {
			log.Fatal(err)
		}
		counts[event.EventName]++
	}
	fmt.Println(counts)
	// Output: map[DeleteObject:2 PutObject:92]
}

// A file whose path cannot match is not opened.
func ExampleFilter_MatchesPath() {
	path, _ := trailq.ParseLogPath("AWSLogs/111122223333/CloudTrail/eu-west-1/2023/11/01/" +
		"111122223333_CloudTrail_eu-west-1_20231101T0005Z_EXAMPLE.json.gz")
	filter := trailq.Filter{From: time.Date(2023, 11, 2, 0, 0, 0, 0, time.UTC)}
	matches, reason := filter.MatchesPath(path)
	fmt.Println(path.Account, path.Region, path.Delivered)
	fmt.Println(matches, reason)
	// Output:
	// 111122223333 eu-west-1 2023-11-01 00:05:00 +0000 UTC
	// false window
}

// Four goroutines count calls, each for itself, and add up at the end.
func ExampleParallel() {
	parallel, err := trailq.NewParallel(context.Background(), trailq.Dir("testdata/logs"), trailq.Options{})
	if err != nil {
		log.Fatal(err)
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	total := make(map[string]int)
	for range 4 {
		worker := parallel.Worker()
		wait.Go(func() {
			counts := make(map[string]int)
			for {
				record, err := worker.Next()
				if errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					log.Print(err) // a *FileError; other errors come again at the next call
					if _, isFile := errors.AsType[*trailq.FileError](err); !isFile {
						break
					}
					continue
				}
				counts[string(record.Get("eventName"))]++ // raw JSON
			}
			mu.Lock()
			defer mu.Unlock()
			for name, n := range counts {
				total[name] += n
			}
		})
	}
	wait.Wait()
	if err := parallel.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(total[`"GetObject"`])
	// Output: 5214
}

// A folder and a stream, read as one source.
func ExampleJoin() {
	late := strings.NewReader(`{"Records":[{"eventVersion":"1.11","eventName":"DeleteTrail","eventTime":"2023-11-02T00:00:00Z"}]}`)
	source := trailq.Join(trailq.Dir("testdata/logs"), trailq.Stream("late.json", late))
	last := ""
	for event, err := range trailq.Events(context.Background(), source, trailq.Options{}) {
		if err != nil {
			log.Fatal(err)
		}
		last = event.File + " " + event.EventName
	}
	fmt.Println(source)
	fmt.Println(last)
	// Output:
	// testdata/logs late.json
	// late.json DeleteTrail
}

// Which reads of these buckets failed? Conditions name any field
// of the record; they are checked before an event is decoded.
func ExampleFilter_where() {
	options := trailq.Options{
		Filter: trailq.Filter{Where: []string{"requestParameters.bucketName=*-media-delivery-*", "eventName=Get*", "errorCode"}},
		Fields: []string{"eventTime", "errorCode"},
	}
	for event, err := range trailq.Events(context.Background(), trailq.Dir("testdata/logs"), options) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(event.EventTime.Format(time.DateTime), event.ErrorCode)
	}
	// Output:
	// 2023-11-01 09:28:08 AccessDenied
	// 2023-11-01 23:56:11 AccessDenied
	// 2023-11-01 23:55:17 NoSuchKey
	// 2023-11-01 19:08:13 SlowDown
	// 2023-11-02 04:40:08 NoSuchKey
}
