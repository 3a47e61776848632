package trailq_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/trailq/trailq"
)

// The most common call in a folder of logs.
func Example() {
	counts := make(map[string]int)
	for event, err := range trailq.Events(context.Background(), trailq.Dir("testdata/logs"), trailq.Options{}) {
		if err != nil {
			log.Print(err) // one file or record; the rest goes on
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

// What failed on one day, and what was read to know it. Decoding only what is
// needed, and letting events share memory, makes it fast.
func ExampleEvents() {
	day := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	var tally trailq.Tally
	options := trailq.Options{
		Filter: trailq.Filter{From: day, To: day.AddDate(0, 0, 1), ErrorsOnly: true},
		Fields: []string{"errorCode"},
		Reuse:  true,
		Tally:  &tally,
	}
	errors := make(map[string]int)
	for event, err := range trailq.Events(context.Background(), trailq.Dir("testdata/logs"), options) {
		if err != nil {
			log.Fatal(err)
		}
		errors[event.ErrorCode]++
	}
	summary := tally.Summary()
	fmt.Println(errors)
	fmt.Println(summary.Records.Read, "records in", summary.Files.Read, "files; complete:", summary.Complete())
	// Output:
	// map[AccessDenied:6 NoSuchKey:2 SlowDown:2]
	// 6354 records in 68 files; complete: true
}
