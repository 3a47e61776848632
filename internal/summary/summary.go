// Package summary adds up the summaries of several readings.
package summary

import (
	"maps"
	"slices"
	"time"

	"github.com/trailq/trailq"
)

// Add adds the summary of another reading to sum. AllListed then means that the
// listings of both are complete.
func Add(sum *trailq.Summary, more trailq.Summary) {
	addFiles(&sum.Files, &more.Files)
	addRecords(&sum.Records, &more.Records)
	sum.Partial.Add(more.Partial)
	sum.StoredBytes += more.StoredBytes
	sum.ContentBytes += more.ContentBytes
	sum.FirstEventTime = earlierTime(sum.FirstEventTime, more.FirstEventTime)
	if more.LastEventTime.After(sum.LastEventTime) {
		sum.LastEventTime = more.LastEventTime
	}
}

func addFiles(sum, more *trailq.FileSummary) {
	if !hasBegun(sum) {
		sum.AllListed = more.AllListed
	} else if hasBegun(more) {
		sum.AllListed = sum.AllListed && more.AllListed
	}
	sum.Listed += more.Listed
	sum.ListedBytes += more.ListedBytes
	sum.Read += more.Read
	sum.Failed += more.Failed
	sum.Pending += more.Pending
	sum.Unlisted += more.Unlisted
	sum.Foreign = slices.Clone(sum.Foreign) // which copies of sum share
	sum.AddForeign(more.Foreign...)
	if len(more.Skipped) == 0 {
		return
	}
	skipped := make(map[trailq.SkipReason]int) // copies of sum share its map
	maps.Copy(skipped, sum.Skipped)
	for reason, n := range more.Skipped {
		skipped[reason] += n
	}
	sum.Skipped = skipped
}

// hasBegun reports whether a listing has begun. A summary without one has no part in
// AllListed.
func hasBegun(f *trailq.FileSummary) bool { return f.AllListed || f.Listed+f.Unlisted > 0 }

func addRecords(sum, more *trailq.RecordSummary) {
	sum.Read += more.Yielded + more.Filtered + more.DuplicatesDropped + more.Rejected
	sum.Yielded += more.Yielded
	sum.Filtered += more.Filtered
	sum.DuplicatesDropped += more.DuplicatesDropped
	sum.Rejected += more.Rejected
	sum.DuplicatesKept += more.DuplicatesKept
}

// earlierTime returns the earlier of two times, of which zero is no time.
func earlierTime(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
