package parquet

import (
	"slices"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// skipReason returns why no event of a partition can match the filter and the bounds,
// or an empty reason if one can.
func skipReason(p layout.Partition, filter *trailq.Filter, bounds *dialect.Bounds) trailq.SkipReason {
	from, to := filter.From, filter.To
	if bounds != nil {
		switch {
		case p.Account != "" && bounds.Accounts != nil && !slices.Contains(bounds.Accounts, p.Account):
			return trailq.SkippedAccount
		case p.Region != "" && bounds.Regions != nil && !slices.Contains(bounds.Regions, p.Region):
			return trailq.SkippedRegion
		}
	}
	path := trailq.LogPath{Account: p.Account, Region: p.Region}
	if _, reason := filter.MatchesPath(path); reason != "" {
		return reason
	}
	day, err := time.Parse(time.DateOnly, p.Date)
	if err != nil {
		return ""
	}
	for _, w := range []layout.Window{{From: from, To: to}, boundsWindow(bounds)} {
		if !w.To.IsZero() && !day.Before(w.To) || !w.From.IsZero() && !day.AddDate(0, 0, 1).After(w.From) {
			return trailq.SkippedWindow
		}
	}
	return ""
}

func boundsWindow(b *dialect.Bounds) layout.Window {
	if b == nil {
		return layout.Window{}
	}
	return layout.Window{From: b.From, To: b.To}
}
