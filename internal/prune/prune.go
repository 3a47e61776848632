// Package prune leaves out log files that a query cannot need, by their paths.
package prune

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// Source returns a source without the files that a query's bounds rule out,
// as far as its listing can tell, and the options to read it with.
//
// The bounds rule out files only, never records: a record whose eventTime is no
// time is no part of a window, but WHERE eventtime > '2023' compares text. So
// the source gets a filter for its listing that is narrower than the reading's.
func Source(source trailq.Source, options trailq.Options, bounds dialect.Bounds) (trailq.Source, trailq.Options) {
	listing := options.Filter
	listing.From = laterTime(listing.From, laterTime(bounds.From, bounds.FromDay))
	listing.To = earlierTime(listing.To, earlierTime(bounds.To, bounds.ToDay))
	listing.Accounts = narrowList(listing.Accounts, bounds.Accounts)
	listing.Regions = narrowList(listing.Regions, bounds.Regions)
	options.Filter = Filter(options.Filter, bounds)
	return prunedSource{source, listing}, options
}

// Filter returns the filter with one more reason to skip log files by their
// paths: that the bounds rule them out.
func Filter(filter trailq.Filter, bounds dialect.Bounds) trailq.Filter {
	events := trailq.Filter{From: bounds.From, To: bounds.To, LateDelivery: filter.LateDelivery}
	skip := filter.SkipPath
	filter.SkipPath = func(path trailq.LogPath) trailq.SkipReason {
		if skip != nil {
			if reason := skip(path); reason != "" {
				return reason
			}
		}
		if _, reason := events.MatchesPath(path); reason != "" {
			return reason
		}
		return outsideBounds(path, &bounds)
	}
	return filter
}

type prunedSource struct {
	trailq.Source
	listing trailq.Filter
}

func (s prunedSource) Files(ctx context.Context, _ *trailq.Filter) iter.Seq2[trailq.File, error] {
	return s.Source.Files(ctx, &s.listing)
}

// outsideBounds returns the reason why the bounds rule out a path, if they do.
func outsideBounds(path trailq.LogPath, bounds *dialect.Bounds) trailq.SkipReason {
	day := path.Delivered.Truncate(24 * time.Hour)
	switch {
	case bounds.Accounts != nil && !slices.Contains(bounds.Accounts, path.Account):
		return trailq.SkippedAccount
	case bounds.Regions != nil && !slices.Contains(bounds.Regions, path.Region):
		return trailq.SkippedRegion
	case !bounds.FromDay.IsZero() && day.Before(bounds.FromDay),
		!bounds.ToDay.IsZero() && !day.Before(bounds.ToDay):
		return trailq.SkippedWindow
	}
	return ""
}

// narrowList returns the names that a listing can be limited to: the bound's where
// the filter has none. Where both have some, the filter's are kept, which can have
// wildcards; a file outside of the bound is skipped later.
func narrowList(filter, bound []string) []string {
	if len(filter) > 0 {
		return filter
	}
	return bound
}

// laterTime returns the later of two bounds, where zero is none.
func laterTime(a, b time.Time) time.Time {
	if a.IsZero() || b.After(a) {
		return b
	}
	return a
}

// earlierTime returns the earlier of two bounds, where zero is none.
func earlierTime(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
