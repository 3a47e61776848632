package account

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/plan"
)

// DescribePlan returns the plan of a dry run in one line:
//
//	would read 56 files, 12 MB, 56 GET requests; skipped 2 digest, 1 window
//
// and, for a bucket, before what was skipped
//
//	; under $0.01 with the 5 list calls of this dry run, about 1.2 s
func DescribePlan(p *plan.Plan) string {
	parts := []string{"would read " + humanize.Count(p.Files, "file"), humanize.Bytes(p.Bytes)}
	if p.Unsized > 0 {
		parts[1] += fmt.Sprintf(" and %s of unknown size", humanize.Count(p.Unsized, "file"))
	}
	parts = append(parts, humanize.Count(p.Gets, "GET request"))
	text := strings.Join(parts, ", ")
	if p.Lists > 0 {
		text += fmt.Sprintf("; %s with the %s of this dry run, about %s", describePrice(p.Price), humanize.Count(p.Lists, "list call"),
			humanize.Duration(time.Duration(p.Seconds*float64(time.Second))))
	}
	if p.Unlisted > 0 {
		text += fmt.Sprintf("; %s not listed", humanize.Thousands(int64(p.Unlisted)))
	}
	if skipped := describeSkipped(p.Skipped); skipped != "" {
		text += "; " + skipped
	}
	return text
}

// describePrice returns dollars as exactly as a person wants them.
func describePrice(dollars float64) string {
	if dollars < 0.01 {
		return "under $0.01"
	}
	return fmt.Sprintf("$%.2f", dollars)
}
