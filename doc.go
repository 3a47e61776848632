// Package trailq reads AWS CloudTrail events from where the logs lie: a folder,
// files, a stream or, with package s3source, a bucket.
//
// [Events] yields them one by one; the calling code never sees files, delivery
// periods or envelopes:
//
//	counts := make(map[string]int)
//	for event, err := range trailq.Events(ctx, trailq.Dir("logs"), trailq.Options{}) {
//		if err != nil {
//			log.Print(err) // one file or record; the rest goes on
//			continue
//		}
//		counts[event.EventSource+" "+event.EventName]++
//	}
//
// A [Filter] chooses events, [Options] say what to decode, and a [Tally] keeps
// the account of every file and record, so that an answer can say what it
// covers.
package trailq
