package account

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/humanize"
)

// DescribeReading returns the summary of a reading in one line:
//
//	1,234 of 40,000 events from 56 files (3 failed, skipped 2 digest), 2 duplicates, 1.2 s
func DescribeReading(reading *engine.Reading, outcome *ask.Outcome, elapsed time.Duration) string {
	if reading.Scan != nil {
		return describeScan(reading.Scan, elapsed)
	}
	s := reading.Summary
	parts := []string{describeEvents(s, outcome.Apart) + " from " + humanize.Count(s.Files.Listed, "file") + describeFiles(s.Files)}
	if n := s.Files.Unlisted; n > 0 {
		parts = append(parts, humanize.Thousands(int64(n))+" not listed")
	}
	if n := s.Records.Rejected; n > 0 {
		parts = append(parts, humanize.Thousands(n)+" rejected")
	}
	if n := s.Records.DuplicatesDropped; n > 0 {
		parts = append(parts, humanize.Count(n, "duplicate")+" left out")
	}
	if n := s.Records.DuplicatesKept; n > 0 {
		parts = append(parts, humanize.Count(n, "duplicate"))
	}
	if outcome.Limited {
		parts = append(parts, "stopped at the limit")
	}
	parts = append(parts, humanize.Duration(elapsed))
	return strings.Join(parts, ", ")
}

// describeEvents says how many events were yielded of those that were read. If windows
// lie apart, events between them are yielded too, as far as their files were read, so
// that their number means nothing.
func describeEvents(s trailq.Summary, apart bool) string {
	if apart {
		return humanize.Count(s.Records.Read, "event") + " read"
	}
	yielded := humanize.Thousands(s.Records.Yielded)
	if s.Records.Filtered > 0 {
		return yielded + " of " + humanize.Count(s.Records.Read, "event")
	}
	return humanize.Count(s.Records.Yielded, "event")
}

// describeFiles says in parentheses what became of files that were not read.
func describeFiles(f trailq.FileSummary) string {
	var parts []string
	if f.Failed > 0 {
		parts = append(parts, humanize.Thousands(int64(f.Failed))+" failed")
	}
	if stopped := f.Skipped[trailq.SkippedStopped]; stopped > 0 {
		parts = append(parts, humanize.Thousands(int64(stopped))+" not read to the end")
	}
	if skipped := describeSkipped(f.Skipped); skipped != "" {
		parts = append(parts, skipped)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// describeSkipped returns "skipped 2 digest, 1 window", or nothing. It leaves out
// files that were cut off by the end of the reading.
func describeSkipped(skipped map[trailq.SkipReason]int) string {
	var reasons []string
	for _, reason := range slices.Sorted(maps.Keys(skipped)) {
		if n := skipped[reason]; reason != trailq.SkippedStopped && n > 0 {
			reasons = append(reasons, fmt.Sprintf("%s %s", humanize.Thousands(int64(n)), reason))
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	return "skipped " + strings.Join(reasons, ", ")
}
