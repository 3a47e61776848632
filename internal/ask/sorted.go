package ask

import (
	"context"
	"iter"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/order"
)

// sortTime, as the choice of the word sort, puts the oldest event first.
const sortTime = "time"

// isSorted reports whether events are wanted in the order of their times.
func (e *Events) isSorted() bool { return e.Newest || e.Sort != "" }

// newestWorkers is how many objects are fetched at a time where the newest events are
// wanted: what is fetched beyond them is of no use.
const newestWorkers = 8

// orderedEvents yields the events in the order that is wanted.
func (q *EventsQuery) orderedEvents(ctx context.Context, run *Run) iter.Seq2[*trailq.Event, error] {
	switch {
	case run.IsElsewhere():
		return run.tableEvents(ctx, &q.events)
	case !q.events.isSorted():
		return run.events(ctx, q.events.Limit)
	case run.parquet != nil && q.events.Newest:
		run.recordOrder = duck.NewestFirst
		return run.events(ctx, q.events.Limit)
	case run.parquet != nil:
		run.recordOrder = duck.OldestFirst
		return run.events(ctx, q.events.Limit)
	}
	return q.sortEvents(ctx, run)
}

// sortEvents yields the events of logs in the order of their times. The newest are found
// without reading all files.
func (q *EventsQuery) sortEvents(ctx context.Context, run *Run) iter.Seq2[*trailq.Event, error] {
	return func(yield func(*trailq.Event, error) bool) {
		sorter := order.NewSorter(order.Options{Newest: q.events.Newest, Most: q.events.Limit})
		defer sorter.Close() //nolint:errcheck // the events have been read
		if q.events.Newest && q.events.Limit > 0 {
			run.listNewestFirst()
		}
		file, added := "", int64(0)
		for event, err := range run.events(ctx, 0) {
			if err != nil {
				yield(nil, err)
				return
			}
			if q.events.Newest && event.File != file {
				if sorter.IsSettled(event.File) {
					break
				}
				file = event.File
			}
			if err := sorter.Add(event); err != nil {
				yield(nil, err)
				return
			}
			added++
		}
		if q.events.Limit > 0 {
			run.mu.Lock()
			run.unwanted = max(added-q.events.Limit, 0)
			run.mu.Unlock()
		}
		sorter.Events()(yield)
	}
}

// listNewestFirst lets the run read the files that were delivered last first.
func (r *Run) listNewestFirst() {
	listing := order.ListAll
	if hasBucket(r.sources.names) {
		listing = order.ListDays
		if r.options.Selection.Workers == 0 {
			r.read.Workers = newestWorkers
		}
	}
	r.source = order.NewestFirst(r.source, listing)
}
