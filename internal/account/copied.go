package account

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/mirror"
)

// DescribeCopied returns the summary of a copying in one line:
//
//	copied 3 of 20,005 files, 45 MB, 1 of them replaced; 20,000 unchanged, 1 refused, 1 failed; 1.2 s
func DescribeCopied(s *mirror.Summary, elapsed time.Duration) string {
	first, bytes := "copied", s.FetchedBytes
	if s.DryRun {
		first, bytes = "would copy", s.WantedBytes
	}
	start := fmt.Sprintf("%s %s of %s, %s", first, humanize.Thousands(int64(s.Copied)), humanize.Count(s.Listed, "file"), humanize.Bytes(bytes))
	var rest []string
	add := func(n int, form string) {
		if n > 0 {
			rest = append(rest, fmt.Sprintf(form, humanize.Thousands(int64(n))))
		}
	}
	if s.Replaced > 0 {
		start += fmt.Sprintf(", %s of them replaced", humanize.Thousands(int64(s.Replaced)))
	}
	add(s.Unchanged, "%s unchanged")
	add(s.Refused, "%s refused")
	add(s.Failed, "%s failed")
	add(s.Unlisted, "%s not listed")
	add(s.Skipped[trailq.SkippedStopped], "%s not read to the end")
	if skipped := describeSkipped(s.Skipped); skipped != "" {
		rest = append(rest, skipped)
	}
	add(s.Verified, "%s verified")
	add(s.Unverifiable, "%s not verifiable")
	parts := []string{start}
	if len(rest) > 0 {
		parts = append(parts, strings.Join(rest, ", "))
	}
	return strings.Join(append(parts, humanize.Duration(elapsed)), "; ")
}

// DescribeCopying returns the progress line of a copying:
//
//	120 of 500 files, 45 MB of 185 MB, 22 MB/s, 6s left
//
// where a + follows numbers that can still grow.
func DescribeCopying(s *mirror.Summary, elapsed time.Duration) string {
	done, rate := s.Listed-s.Pending, float64(s.FetchedBytes)/elapsed.Seconds()
	more := "+"
	if s.AllListed {
		more = ""
	}
	parts := []string{
		fmt.Sprintf("%s of %s files%s", humanize.Thousands(int64(done)), humanize.Thousands(int64(s.Listed)), more),
		fmt.Sprintf("%s of %s%s", humanize.Bytes(s.FetchedBytes), humanize.Bytes(s.WantedBytes), more),
		humanize.Bytes(int64(rate)) + "/s",
	}
	if rest := s.WantedBytes - s.FetchedBytes; s.AllListed && rate > 0 && rest > 0 {
		left := time.Duration(float64(rest) / rate * float64(time.Second))
		parts = append(parts, left.Round(time.Second).String()+" left")
	}
	return strings.Join(parts, ", ")
}
