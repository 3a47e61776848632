package parquet

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// partitionIn returns the partition in a path.
func partitionIn(name string) partition {
	var p partition
	for part := range strings.SplitSeq(filepath.ToSlash(name), "/") {
		key, value, found := strings.Cut(part, "=")
		if decoded, err := url.PathUnescape(value); err == nil {
			value = decoded
		}
		switch {
		case !found || value == unknown:
		case key == "account":
			p.account = value
		case key == "region":
			p.region = value
		case key == "date":
			p.date = value
		}
	}
	return p
}

// skipReason returns why no event of a partition can match the filter and the bounds,
// or an empty reason if one can.
func skipReason(p partition, filter *trailq.Filter, bounds *dialect.Bounds) trailq.SkipReason {
	from, to := filter.From, filter.To
	if bounds != nil {
		switch {
		case p.account != "" && bounds.Accounts != nil && !slices.Contains(bounds.Accounts, p.account):
			return trailq.SkippedAccount
		case p.region != "" && bounds.Regions != nil && !slices.Contains(bounds.Regions, p.region):
			return trailq.SkippedRegion
		}
	}
	path := trailq.LogPath{Account: p.account, Region: p.region}
	if _, reason := filter.MatchesPath(path); reason != "" {
		return reason
	}
	day, err := time.Parse(time.DateOnly, p.date)
	if err != nil {
		return ""
	}
	for _, w := range []window{{from, to}, boundsWindow(bounds)} {
		if !w.To.IsZero() && !day.Before(w.To) || !w.From.IsZero() && !day.AddDate(0, 0, 1).After(w.From) {
			return trailq.SkippedWindow
		}
	}
	return ""
}

func boundsWindow(b *dialect.Bounds) window {
	if b == nil {
		return window{}
	}
	return window{b.From, b.To}
}
