package duck

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// pruned is a source that leaves out the files that a query's bounds rule out,
// as far as its listing can, and the options to read it with.
//
// The bounds rule out files only, never records: a record whose eventTime is no
// time is no part of a window, but WHERE eventtime > '2023' compares text. So
// the source gets a filter for its listing that is narrower than the reading's.
func pruned(source trailq.Source, options trailq.Options, bounds dialect.Bounds) (trailq.Source, trailq.Options) {
	listing := options.Filter
	listing.From = later(listing.From, later(bounds.From, bounds.FromDay))
	listing.To = earlier(listing.To, earlier(bounds.To, bounds.ToDay))
	listing.Accounts = narrowed(listing.Accounts, bounds.Accounts)
	listing.Regions = narrowed(listing.Regions, bounds.Regions)
	options.Filter = Narrowed(options.Filter, bounds)
	return prunedSource{source, listing}, options
}

// Narrowed is the filter, made to skip by their paths also the log files that the
// bounds rule out.
func Narrowed(filter trailq.Filter, bounds dialect.Bounds) trailq.Filter {
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
		return outside(path, &bounds)
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

// outside says which bound on the path a file is outside of.
func outside(path trailq.LogPath, bounds *dialect.Bounds) trailq.SkipReason {
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

// narrowed is what a listing need not go beyond: the bound's names where the
// filter has none. Where both have some the filter's are kept, which may have
// wildcards; a file in neither is skipped later.
func narrowed(filter, bound []string) []string {
	if len(filter) > 0 {
		return filter
	}
	return bound
}

// later and earlier choose between two times of which zero is no bound.
func later(a, b time.Time) time.Time {
	if a.IsZero() || b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
