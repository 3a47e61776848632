package trailq

import (
	"context"
	"iter"
)

// Events yields the events of the source: file by file in the order of their
// paths, and as the records stand in a file, however many workers read.
//
// Each pair is an event and a nil error, or a nil event and an error. A
// [*FileError] is about one file or record and more pairs may follow it; the
// caller chooses whether to stop. Any other error is the last pair: the source
// cannot be listed, the filter makes no sense, or ctx is done. Breaking out of
// the loop stops all goroutines and closes all files before the loop is left.
// Ranging twice reads twice, and gives the same.
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
		out := &output{yield: yield, tally: options.Tally, seen: newSeen(options.Duplicates), lender: pipe.lender, ahead: pipe.ahead}
		defer func() {
			cancel()
			pipe.wait()
			options.Tally.change((*Summary).stop)
		}()
		out.drain(ctx, pipe.groups)
	}
}

// output hands the pipeline's batches to the caller.
type output struct {
	yield  func(*Event, error) bool
	tally  *Tally
	seen   *seen
	lender *lender
	ahead  *budget
}

// drain yields what the groups hold, until there are no more or the caller has
// enough.
func (o *output) drain(ctx context.Context, groups <-chan *group) {
	for group := range orDone(ctx, groups) {
		if group.err != nil && (!o.yield(nil, group.err) || isFatal(group.err)) {
			return
		}
		if group.batches == nil {
			continue
		}
		for batch := range orDone(ctx, group.batches) {
			if !o.batch(batch) {
				return
			}
			o.lender.takeBack(batch)
		}
		if ctx.Err() != nil {
			break
		}
		o.ahead.giveBack(group.cost)
	}
	if err := context.Cause(ctx); err != nil {
		o.yield(nil, err)
	}
}

// orDone receives until the channel is closed or ctx is done.
func orDone[T any](ctx context.Context, from <-chan T) iter.Seq[T] {
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

// batch yields the events of one batch and its errors between them, and keeps
// the account. It reports whether to go on.
func (o *output) batch(b *batch) bool {
	var count RecordSummary
	goOn := true
	errs := b.errors
	for i := 0; goOn && (i < len(b.events) || len(errs) > 0); {
		if len(errs) > 0 && errs[0].before <= i {
			if errs[0].err.Record > 0 {
				count.Rejected++
			}
			goOn = o.yield(nil, errs[0].err)
			errs = errs[1:]
			continue
		}
		event := &b.events[i]
		i++
		if repeated := o.seen.before(event.EventID); repeated && o.seen.drop {
			count.Duplicate++
			continue
		} else if repeated {
			count.Repeated++
		}
		count.Yielded++
		b.times.note(event)
		goOn = o.yield(event, nil)
	}
	o.tally.change(func(s *Summary) { s.add(b, count, goOn) })
	return goOn
}

// add puts a batch into the account: what the caller has seen of it, and how
// files ended in it, unless the caller stopped before.
func (s *Summary) add(b *batch, count RecordSummary, wholly bool) {
	count.Filtered = b.filtered
	s.addRecords(count)
	b.times.addTo(s)
	if !wholly {
		return
	}
	for _, end := range b.ends {
		s.endFile(end)
	}
}
