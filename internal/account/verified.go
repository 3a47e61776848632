package account

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/humanize"
)

// DescribeVerified returns the summary of a verification in one line:
//
//	12 of 12 digests and 26 of 26 log files proven; 12 of 12 hours; 0.3 s
func DescribeVerified(r *digest.Result, elapsed time.Duration) string {
	var asked, proven time.Duration
	for _, place := range r.Places {
		asked, proven = asked+place.Asked, proven+place.Proven
	}
	parts := []string{
		fmt.Sprintf("%s of %s and %s of %s proven", humanize.Thousands(int64(r.Summary.ProvenDigests)), humanize.Count(r.Summary.Digests, "digest"),
			humanize.Thousands(int64(r.Summary.ProvenLogs)), humanize.Count(r.Summary.Logs, "log file")),
		fmt.Sprintf("%s of %s", formatHours(proven), countHours(asked)),
	}
	if r.Summary.Moved > 0 {
		parts = append(parts, humanize.Count(r.Summary.Moved, "file")+" elsewhere than CloudTrail put them")
	}
	if r.Summary.Foreign > 0 {
		parts = append(parts, humanize.Count(r.Summary.Foreign, "other file"))
	}
	return strings.Join(append(parts, humanize.Duration(elapsed)), "; ")
}

func formatHours(length time.Duration) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", length.Hours()), ".0")
}

func countHours(length time.Duration) string {
	if length == time.Hour {
		return "1 hour"
	}
	return formatHours(length) + " hours"
}
