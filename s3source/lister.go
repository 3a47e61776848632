package s3source

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/trailq/trailq"
)

// lister makes many list calls at a time and gives what they bring in the order
// of the keys. It holds parts in that order: calls to make and what calls have
// brought. A call becomes objects and, maybe, calls for what lies between and
// behind them. The first calls are made first, and none but the very first while
// too much waits to be taken, so that memory is bounded.
type lister struct {
	walk
	calling sync.WaitGroup
	ready   chan struct{} // has a value when the first part may be

	mu       sync.Mutex
	parts    list.List // of *part
	inFlight int
	held     int // what waits to be taken, in objects

	seen   bool  // a page had something
	listed bool  // a call for keys has succeeded, or others brought some
	failed error // why a part of the bucket is not listed, the last time
}

// part is a call or what is left of it.
type part struct {
	call    *call // nil when it was made
	running bool
	objects []object
	err     error
}

// mostHeld bounds the objects that wait, to some 20 MB.
const mostHeld = 1 << 16

// weight is what a part counts for in held, in objects.
func (p *part) weight() int { return 16 + len(p.objects) }

func newLister(b *bucket, filter *trailq.Filter) *lister {
	l := &lister{
		walk:  walk{bucket: b, filter: filter, start: placeOf(b.prefix), noted: make(map[string]bool)},
		ready: make(chan struct{}, 1),
	}
	if filter != nil {
		l.prunes = !filter.From.IsZero() || !filter.To.IsZero() || len(filter.Accounts)+len(filter.Regions) > 0
	}
	l.parts.PushBack(&part{call: l.first()})
	return l
}

// next returns the next part that was brought; nil at the end.
func (l *lister) next(ctx context.Context) (*part, error) {
	for ctx.Err() == nil {
		if p, end := l.take(ctx); p != nil || end {
			return p, nil
		}
		select {
		case <-l.ready:
		case <-ctx.Done():
		}
	}
	return nil, context.Cause(ctx)
}

// take takes the first part, if it is there, and reports whether none is left.
func (l *lister) take(ctx context.Context) (p *part, end bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.begin(ctx)
	first := l.parts.Front()
	if first == nil {
		return nil, true
	}
	if p = first.Value.(*part); p.call != nil {
		return nil, false
	}
	l.parts.Remove(first)
	l.held -= p.weight()
	return p, false
}

// begin makes the calls that may be made now.
func (l *lister) begin(ctx context.Context) {
	most := l.bucket.options.listCalls()
	for e := l.parts.Front(); e != nil && l.inFlight < most; e = e.Next() {
		p := e.Value.(*part)
		if p.call == nil || p.running {
			continue
		}
		if l.held >= mostHeld && e != l.parts.Front() {
			return
		}
		p.running = true
		l.inFlight++
		l.calling.Go(func() { l.make(ctx, e, p.call) })
	}
}

// make makes the call of a part and puts in its place what came of it.
func (l *lister) make(ctx context.Context, e *list.Element, c *call) {
	page, err := l.bucket.page(ctx, c)
	var parts []*part
	if err == nil {
		parts = c.then(c, page)
	} else {
		parts = l.refused(c, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
	l.seen = l.seen || err == nil && len(page.entries) > 0
	l.listed = l.listed || err == nil && c.delimiter == ""
	for _, p := range parts {
		l.listed = l.listed || len(p.objects) > 0
		if p.call == nil {
			l.held += p.weight()
		}
		l.parts.InsertBefore(p, e)
	}
	l.parts.Remove(e)
	l.begin(ctx)
	select {
	case l.ready <- struct{}{}:
	default:
	}
}

// refused is what is left of a call that failed: an error that names the part of
// the bucket that is not listed, where the server refuses only that.
func (l *lister) refused(c *call, err error) []*part {
	if c.delimiter == century && isUnsupported(err) {
		l.bucket.noCentury.Store(true)
		return []*part{{call: l.children(c.prefix, c.after)}}
	}
	where := location{l.bucket.bucket, c.prefix}
	explained := explain(err, listing(where))
	if c.prefix != l.bucket.prefix && isRefused(err) {
		explained = &trailq.FileError{File: where.String(), Err: explained}
	}
	return []*part{{err: explained}}
}

// end says what is wrong with a listing that has come to its end.
func (l *lister) end(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed != nil && !l.listed { // and no other part was
		return errors.Unwrap(l.failed)
	}
	if l.seen && !l.listed {
		l.note(fmt.Sprintf("%s has no folder of an account and region that are asked for", l.bucket.location))
	}
	if l.seen || l.bucket.prefix == "" {
		return nil
	}
	if l.start.hasDays() { // only some days of the prefix were asked for
		page, err := l.bucket.page(ctx, &call{prefix: l.bucket.prefix})
		if err != nil {
			return explain(err, listing(l.bucket.location))
		}
		if len(page.entries) > 0 {
			return nil
		}
	}
	return nothingThere(l.bucket.location)
}
