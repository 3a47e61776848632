package account

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/humanize"
)

// DescribeProgress returns the progress line:
//
//	120 of 500 files, 45 MB of 185 MB, 410,000 events/s, 12s left
//
// where a + follows numbers that can still grow.
func DescribeProgress(p ask.Progress, elapsed time.Duration) string {
	more := "+"
	if p.AllListed {
		more = ""
	}
	s := p.Reading.Summary
	parts := []string{
		fmt.Sprintf("%s of %s files%s", humanize.Thousands(int64(s.Files.Read+s.Files.Failed)), humanize.Thousands(int64(p.Files)), more),
		humanize.Bytes(s.StoredBytes),
	}
	if p.Bytes > 0 {
		parts[1] += fmt.Sprintf(" of %s%s", humanize.Bytes(p.Bytes), more)
	}
	parts = append(parts, humanize.Thousands(int64(float64(s.Records.Read)/elapsed.Seconds()))+" events/s")
	if left, known := estimateTimeLeft(p, elapsed); known {
		parts = append(parts, left.Round(time.Second).String()+" left")
	}
	return strings.Join(parts, ", ")
}

// estimateTimeLeft estimates by the bytes, when all files are listed and their sizes
// known.
func estimateTimeLeft(p ask.Progress, elapsed time.Duration) (time.Duration, bool) {
	stored := p.Reading.Summary.StoredBytes
	rest := p.Bytes - stored
	if !p.AllListed || stored == 0 || rest <= 0 {
		return 0, false
	}
	left := float64(elapsed) * float64(rest) / float64(stored)
	return time.Duration(left), left < float64(100*time.Hour)
}
