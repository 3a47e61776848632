package trailq

import (
	"context"
	"iter"

	"github.com/trailq/trailq/internal/budget"
	"github.com/trailq/trailq/internal/eventid"
)

// Events yields the events of the source: files in the order of their paths, and
// records in their order in the file, however many workers read.
//
// Each pair is an event and a nil error, or a nil event and an error. A
// [*FileError] is about one file or record, and more pairs can follow it; the
// caller chooses whether to stop. Any other error is the last pair: the source
// cannot be listed, the filter is invalid, or ctx is done. Breaking out of the
// loop stops all goroutines and closes all files before the loop is left.
// Ranging twice reads twice, with the same result.
func Events(ctx context.Context, source Source, options Options) iter.Seq2[*Event, error] {
	return func(yield func(*Event, error) bool) {
		match, err := newMatcher(&options.Filter)
		if err != nil {
			yield(nil, err)
			return
		}
		if options.Tally == nil {
			options.Tally = new(Tally)
		}
		ctx, cancel := context.WithCancel(ctx)
		pipe := startPipeline(ctx, source, &options, match)
		seenIDs := options.newSeenIDs()
		out := &output{yield: yield, tally: options.Tally, ids: seenIDs.NewAdder(), drops: options.Duplicates == DropDuplicates, pool: pipe.pool, readAhead: pipe.readAhead}
		defer func() {
			cancel()
			pipe.wait()
			out.ids.Flush()
			_ = seenIDs.Close() // at worst, a file stays
			options.Tally.update(func(s *Summary) {
				s.Records.DuplicatesKept += out.ids.TakeCount()
				s.skipPending()
			})
		}()
		out.yieldGroups(ctx, pipe.groups)
	}
}

// output passes the pipeline's batches to the caller.
type output struct {
	yield     func(*Event, error) bool
	tally     *Tally
	ids       *eventid.Adder
	drops     bool // duplicates
	pool      *batchPool
	readAhead *budget.Budget
}

// yieldGroups yields the events and errors of the groups, until there are no more
// or the caller breaks out of the loop.
func (o *output) yieldGroups(ctx context.Context, groups <-chan *group) {
	for group := range receiveUntilDone(ctx, groups) {
		if group.err != nil && (!o.yield(nil, group.err) || isFatal(group.err)) {
			return
		}
		if group.batches == nil {
			continue
		}
		for batch := range receiveUntilDone(ctx, group.batches) {
			if !o.yieldBatch(batch) {
				return
			}
			o.pool.putBatch(batch)
		}
		if ctx.Err() != nil {
			break
		}
		o.readAhead.Release(group.cost)
	}
	if err := context.Cause(ctx); err != nil {
		o.yield(nil, err)
	}
}

// receiveUntilDone yields the values of the channel until it is closed or ctx is
// done.
func receiveUntilDone[T any](ctx context.Context, from <-chan T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for {
			select {
			case value, open := <-from:
				if !open || !yield(value) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// yieldBatch yields the events of one batch, with its errors between them, and
// counts them. It reports whether to go on.
func (o *output) yieldBatch(b *batch) bool {
	var count RecordSummary
	goOn := true
	errs := b.errors
	for i := 0; goOn && (i < len(b.events) || len(errs) > 0); {
		if len(errs) > 0 && errs[0].index <= i {
			if errs[0].err.Record > 0 {
				count.Rejected++
			}
			goOn = o.yield(nil, errs[0].err)
			errs = errs[1:]
			continue
		}
		event := &b.events[i]
		i++
		repeated, err := o.ids.Add([]byte(event.EventID))
		if err != nil {
			o.yield(nil, err)
			goOn = false
			break
		}
		if repeated && o.drops {
			count.DuplicatesDropped++
			continue
		} else if repeated {
			count.DuplicatesKept++
		}
		count.Yielded++
		b.eventTimes.addEvent(event)
		goOn = o.yield(event, nil)
	}
	count.DuplicatesKept += o.ids.TakeCount()
	o.tally.update(func(s *Summary) { s.addBatch(b, count, goOn) })
	return goOn
}

// addBatch adds a batch to the summary: the records that the caller has seen and,
// unless the caller stopped within the batch, how its files ended.
func (s *Summary) addBatch(b *batch, count RecordSummary, wholly bool) {
	count.Filtered = b.filtered
	s.addRecords(count)
	b.eventTimes.widenSummary(s)
	if !wholly {
		return
	}
	for _, end := range b.fileEnds {
		s.addFileEnd(end)
	}
}
