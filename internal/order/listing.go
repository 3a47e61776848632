package order

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/trailq/trailq"
)

// Listing says how to list a source.
type Listing int

const (
	// ListAll lists all files and sorts them.
	ListAll Listing = iota
	// ListDays lists one day after another, for buckets with CloudTrail's folders, where
	// listing costs requests.
	ListDays
)

// NewestFirst returns a source that lists the files of another, those that were
// delivered last first. Files whose paths do not tell that come before all others.
func NewestFirst(source trailq.Source, listing Listing) trailq.Source {
	return &newestFirst{source, listing}
}

type newestFirst struct {
	trailq.Source
	listing Listing
}

// Files lists the files.
func (n *newestFirst) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		w := &walk{source: n.Source, ctx: ctx, filter: *filter, yield: yield}
		if n.listing == ListAll {
			w.listWindow(time.Time{}, time.Time{})
			return
		}
		w.listDays()
	}
}

// walk is one listing.
type walk struct {
	source  trailq.Source
	ctx     context.Context
	filter  trailq.Filter
	yield   func(trailq.File, error) bool
	stopped bool // by the caller, or by an error that ends the listing
}

// placed is a file with the end of the time in which it was delivered.
type placed struct {
	trailq.File
	end time.Time
}

// deliveryEnd returns the end of the minute, or day, in which a file was delivered, zero
// if its path does not tell. No event in it is later.
func deliveryEnd(file string) time.Time {
	path, _ := trailq.ParseLogPath(file)
	switch {
	case path.Delivered.IsZero():
		return time.Time{}
	case path.WholeDay:
		return path.Delivered.Add(24 * time.Hour)
	}
	return path.Delivered.Add(time.Minute)
}

// files yields the files that were delivered from a time to another; zero is unbounded.
func (w *walk) files(from, to time.Time) iter.Seq2[placed, error] {
	filter := w.filter
	if !from.IsZero() {
		filter.From, filter.To, filter.LateDelivery = from, to, time.Nanosecond
	}
	return func(yield func(placed, error) bool) {
		for file, err := range w.source.Files(w.ctx, &filter) {
			one := placed{File: file}
			if err == nil {
				one.end = deliveryEnd(file.Path)
			}
			isOutside := !from.IsZero() && !one.end.IsZero() && (!one.end.After(from) || !to.IsZero() && one.end.After(to))
			if !isOutside && !yield(one, err) {
				return
			}
		}
	}
}

// listWindow lists the files of a window, newest first, and returns how many there are,
// and how many of them have no time in their paths.
func (w *walk) listWindow(from, to time.Time) (count, timeless int) {
	var files []placed
	for file, err := range w.files(from, to) {
		switch {
		case err != nil:
			if !w.yield(trailq.File{}, err) || !isPart(err) {
				w.stopped = true
				return len(files), timeless
			}
		default:
			files = append(files, file)
			if file.end.IsZero() {
				timeless++
			}
		}
	}
	if timeless > 0 && !from.IsZero() {
		return len(files), timeless // they are in every window
	}
	slices.SortFunc(files, func(a, b placed) int {
		if a.end.IsZero() != b.end.IsZero() {
			return a.end.Compare(b.end) // the zero time is before all others
		}
		return cmp.Or(b.end.Compare(a.end), cmp.Compare(b.Path, a.Path))
	})
	for _, file := range files {
		if !w.yield(file.File, nil) {
			w.stopped = true
			break
		}
	}
	return len(files), timeless
}

// isPart reports whether an error is about a part of the source.
func isPart(err error) bool {
	var part *trailq.FileError
	return errors.As(err, &part)
}

const (
	oneDay      = 24 * time.Hour
	longestStep = 512 * oneDay
)

// firstLogs is before the oldest CloudTrail log: the service began in November 2013.
func firstLogs() time.Time { return time.Date(2013, 11, 1, 0, 0, 0, 0, time.UTC) }

// listDays lists one day after another, backwards. Over days without files it takes
// longer and longer steps, and shorter ones again to find the last day with files. The
// first step has no end but the filter's: this machine's clock can be behind.
func (w *walk) listDays() {
	first, to := w.filter.Delivery()
	var end time.Time
	if !to.IsZero() {
		end = endOfDay(to)
	}
	if now := time.Now(); to.IsZero() || to.After(now) {
		to = now
	}
	if first.Before(firstLogs()) {
		first = firstLogs()
	}
	to = endOfDay(to)
	for step := oneDay; to.After(first) && !w.stopped && w.ctx.Err() == nil; {
		from := to.Add(-step)
		if step > oneDay && w.hasFiles(from, to) {
			step /= 2
			continue
		}
		if step > oneDay {
			to, end, step = from, from, min(2*step, longestStep)
			continue
		}
		count, timeless := w.listWindow(from, end)
		if timeless > 0 && !w.stopped { // listing by days is of no use
			w.listWindow(time.Time{}, time.Time{})
			return
		}
		if to, end = from, from; count == 0 {
			step = 2 * oneDay
		}
	}
}

func endOfDay(t time.Time) time.Time { return t.UTC().Add(oneDay).Truncate(oneDay) }

// hasFiles reports whether files were delivered in a window. A part that cannot be
// listed counts, so that it is told.
func (w *walk) hasFiles(from, to time.Time) bool {
	next, stop := iter.Pull2(w.files(from, to))
	defer stop()
	_, _, found := next()
	return found
}
