// Package trailq reads AWS CloudTrail events from a folder, from files, from a stream
// or, with package s3source, from a bucket.
//
// Choose a source, such as [Dir], and call [Events], which yields the events one by
// one. This program prints how often each call was made:
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//
//		"github.com/trailq/trailq"
//	)
//
//	func main() {
//		counts := make(map[string]int)
//		for event, err := range trailq.Events(context.Background(), trailq.Dir("logs"), trailq.Options{}) {
//			if err != nil {
//				log.Print(err) // one file or record; the rest is read
//				continue
//			}
//			counts[event.EventName]++
//		}
//		fmt.Println(counts)
//	}
//
// Options.Filter chooses events, and spares opening files that cannot have any.
// Options.Tally counts what happened to every file and record, so that an answer can
// say how complete it is. To add up events in several goroutines, see [Parallel]; to
// read several sources as one, see [Join].
package trailq
