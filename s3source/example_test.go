package s3source_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/s3source"
)

// Who deleted objects on one day? Of a bucket with CloudTrail's layout, only that
// day is listed and read.
func ExampleNew() {
	ctx := context.Background()
	source, err := s3source.New(ctx, "s3://amzn-s3-demo-bucket/AWSLogs/", s3source.Options{})
	if err != nil {
		log.Fatal(err)
	}
	day := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	options := trailq.Options{
		Filter:  trailq.Filter{From: day, To: day.AddDate(0, 0, 1), EventNames: []string{"DeleteObject*"}},
		Workers: s3source.DefaultWorkers,
	}
	for event, err := range trailq.Events(ctx, source, options) {
		if err != nil {
			log.Print(err) // one object or record; the rest is read
			continue
		}
		fmt.Println(event.EventTime, event.UserIdentity.ARN, string(event.RequestParameters))
	}
}

// The hint of an error says what to do about it.
func ExampleError() {
	ctx := context.Background()
	source, err := s3source.New(ctx, "s3://amzn-s3-demo-bucket", s3source.Options{Profile: "auditor"})
	if err != nil {
		log.Fatal(err)
	}
	for _, err := range trailq.Events(ctx, source, trailq.Options{}) {
		if failure, ok := errors.AsType[*s3source.Error](err); ok {
			fmt.Println(failure.Problem)
			fmt.Println("hint:", failure.Hint)
		}
	}
}

// How many list calls did a listing take, and what did it leave out?
func ExampleCalls() {
	ctx := context.Background()
	var calls s3source.Calls
	source, err := s3source.New(ctx, "s3://amzn-s3-demo-bucket", s3source.Options{
		Calls: &calls,
		Note:  func(text string) { log.Print(text) },
	})
	if err != nil {
		log.Fatal(err)
	}
	files := 0
	for _, err := range source.Files(ctx, &trailq.Filter{Regions: []string{"eu-west-1"}}) {
		if err != nil {
			log.Fatal(err)
		}
		files++
	}
	fmt.Println(files, "files,", calls.Count(), "list calls of", calls.Mean(), "each")
}
