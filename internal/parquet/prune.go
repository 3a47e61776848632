package parquet

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// partitionIn returns the partition in a path.
func partitionIn(name string) layout.Partition {
	var p layout.Partition
	for part := range strings.SplitSeq(filepath.ToSlash(name), "/") {
		key, value, found := strings.Cut(part, "=")
		if decoded, err := url.PathUnescape(value); err == nil {
			value = decoded
		}
		switch {
		case !found || value == layout.Unknown:
		case key == "account":
			p.Account = value
		case key == "region":
			p.Region = value
		case key == "date":
			p.Date = value
		}
	}
	return p
}

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
