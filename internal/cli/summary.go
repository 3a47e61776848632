package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
)

// describeEnding is the summary in one line:
//
//	1,234 of 40,000 events from 56 files (3 failed, 2 skipped: digest 2), 2 duplicates, 1.2 s
func describeEnding(end *ending) string {
	s := end.summary
	parts := []string{describeEvents(s, end.apart) + " from " + count(s.Files.Listed, "file") + describeFiles(s.Files)}
	if n := s.Files.Unlisted; n > 0 {
		parts = append(parts, humanize.Thousands(int64(n))+" not listed")
	}
	if n := s.Records.Rejected; n > 0 {
		parts = append(parts, humanize.Thousands(n)+" rejected")
	}
	if n := s.Records.DuplicatesDropped; n > 0 {
		parts = append(parts, count(n, "duplicate")+" left out")
	}
	if n := s.Records.DuplicatesKept; n > 0 {
		parts = append(parts, count(n, "duplicate"))
	}
	if end.limited {
		parts = append(parts, "stopped at the limit")
	}
	parts = append(parts, describeDuration(end.elapsed))
	return strings.Join(parts, ", ")
}

// describeEvents tells how many events were yielded of those that were read. Where
// windows lie apart, those between them are yielded too, as far as their files were
// read: how many there are says nothing then.
func describeEvents(s trailq.Summary, apart bool) string {
	if apart {
		return count(s.Records.Read, "event") + " read"
	}
	yielded := humanize.Thousands(s.Records.Yielded)
	if s.Records.Filtered > 0 {
		return yielded + " of " + count(s.Records.Read, "event")
	}
	return count(s.Records.Yielded, "event")
}

// describeFiles tells in parentheses what became of files that were not read.
func describeFiles(f trailq.FileSummary) string {
	var parts []string
	if f.Failed > 0 {
		parts = append(parts, humanize.Thousands(int64(f.Failed))+" failed")
	}
	if unfinished := f.Skipped[trailq.SkippedStopped]; unfinished > 0 {
		parts = append(parts, humanize.Thousands(int64(unfinished))+" unfinished")
	}
	if skipped := describeSkipped(f.Skipped); skipped != "" {
		parts = append(parts, skipped)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// describeSkipped is "3 skipped: digest 2, window 1", or nothing. Files that
// the end of the reading cut off are another matter.
func describeSkipped(skipped map[trailq.SkipReason]int) string {
	total := 0
	var reasons []string
	for _, reason := range slices.Sorted(maps.Keys(skipped)) {
		if reason == trailq.SkippedStopped {
			continue
		}
		total += skipped[reason]
		reasons = append(reasons, fmt.Sprintf("%s %s", reason, humanize.Thousands(int64(skipped[reason]))))
	}
	if total == 0 {
		return ""
	}
	return fmt.Sprintf("%s skipped: %s", humanize.Thousands(int64(total)), strings.Join(reasons, ", "))
}

// count is "1 file", "2 files".
func count[N int | int64](n N, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return humanize.Thousands(int64(n)) + " " + noun
}

// describeDuration is as exact as a person wants it.
func describeDuration(d time.Duration) string {
	switch {
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return d.Round(time.Second).String()
}
