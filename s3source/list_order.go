package s3source

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/trailq/trailq"
)

// lister makes many list calls at a time and returns their objects in the order of
// the keys. It keeps pending calls and their results as parts in key order, and
// replaces each call by its results: objects and, possibly, further calls. Earlier
// calls are made first. While too many objects wait to be taken, only the very first
// call is made, so that memory is bounded.
type lister struct {
	walk
	running sync.WaitGroup
	ready   chan struct{} // has a value when the first part can be ready

	mu       sync.Mutex
	parts    list.List // of *part
	inFlight int
	held     int // weight of the parts that wait to be taken

	sawEntry     bool  // a page had an entry
	sawKeys      bool  // a call for keys has succeeded, or another call returned keys
	lastUnlisted error // the last part of the bucket that could not be listed
}

// part is a call, or its results.
type part struct {
	call      *call // nil after it was made
	isRunning bool
	objects   []object
	err       error
}

// maxHeld bounds the objects that wait, to about 20 MB.
const maxHeld = 1 << 16

// heldWeight returns the number of objects that a part counts for in held.
func (p *part) heldWeight() int { return 16 + len(p.objects) }

func newLister(b *bucket, filter *trailq.Filter) *lister {
	l := &lister{
		walk:  walk{bucket: b, filter: filter, start: parsePlace(b.prefix), noted: make(map[string]bool)},
		ready: make(chan struct{}, 1),
	}
	if filter != nil {
		l.prunes = !filter.From.IsZero() || !filter.To.IsZero() || len(filter.Accounts)+len(filter.Regions) > 0
	}
	l.parts.PushBack(&part{call: l.firstCall()})
	return l
}

// nextPart returns the next part with results, or nil at the end.
func (l *lister) nextPart(ctx context.Context) (*part, error) {
	for ctx.Err() == nil {
		if p, end := l.takePart(ctx); p != nil || end {
			return p, nil
		}
		select {
		case <-l.ready:
		case <-ctx.Done():
		}
	}
	return nil, context.Cause(ctx)
}

// takePart takes the first part if it has results, and reports whether none is left.
func (l *lister) takePart(ctx context.Context) (p *part, end bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.startCalls(ctx)
	first := l.parts.Front()
	if first == nil {
		return nil, true
	}
	if p = first.Value.(*part); p.call != nil {
		return nil, false
	}
	l.parts.Remove(first)
	l.held -= p.heldWeight()
	return p, false
}

// startCalls starts the calls that can be made now.
func (l *lister) startCalls(ctx context.Context) {
	most := l.bucket.options.maxListCalls()
	for e := l.parts.Front(); e != nil && l.inFlight < most; e = e.Next() {
		p := e.Value.(*part)
		if p.call == nil || p.isRunning {
			continue
		}
		if l.held >= maxHeld && e != l.parts.Front() {
			return
		}
		p.isRunning = true
		l.inFlight++
		l.running.Go(func() { l.makeCall(ctx, e, p.call) })
	}
}

// makeCall makes the call of a part and replaces the part by the results.
func (l *lister) makeCall(ctx context.Context, e *list.Element, c *call) {
	page, err := l.bucket.fetchPage(ctx, c)
	if c.progress.emptyPages == noteEmptyPages {
		l.noteOnce(fmt.Sprintf("%s: the server has sent %d empty pages of the listing in a row", location{l.bucket.bucket, c.prefix}, noteEmptyPages))
	}
	var parts []*part
	if err == nil {
		parts = c.takePage(c, page)
	} else {
		parts = l.handleError(c, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
	l.sawEntry = l.sawEntry || err == nil && len(page.entries) > 0
	l.sawKeys = l.sawKeys || err == nil && c.delimiter == ""
	for _, p := range parts {
		l.sawKeys = l.sawKeys || len(p.objects) > 0
		if p.call == nil {
			l.held += p.heldWeight()
		}
		l.parts.InsertBefore(p, e)
	}
	l.parts.Remove(e)
	l.startCalls(ctx)
	select {
	case l.ready <- struct{}{}:
	default:
	}
}

// handleError returns the parts that replace a call that failed: an error, which
// names the part of the bucket if the server refuses only that.
func (l *lister) handleError(c *call, err error) []*part {
	if c.delimiter == century && isUnsupported(err) {
		l.bucket.noCentury.Store(true)
		return []*part{{call: l.childrenCall(c.prefix, c.after)}}
	}
	where := location{l.bucket.bucket, c.prefix}
	explained := explainError(err, listRequest(where))
	if c.prefix != l.bucket.prefix && isRefused(err) {
		explained = &trailq.FileError{File: where.String(), Err: explained}
	}
	return []*part{{err: explained}}
}

// checkEnd returns the error of a listing that has come to its end, if any.
func (l *lister) checkEnd(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lastUnlisted != nil && !l.sawKeys { // and no other part was listed
		return errors.Unwrap(l.lastUnlisted)
	}
	if l.sawEntry && !l.sawKeys {
		l.noteOnce(fmt.Sprintf("%s has no folder of the accounts and regions that were asked for", l.bucket.location))
	}
	if l.sawEntry || l.bucket.prefix == "" {
		return nil
	}
	if l.start.hasDays() { // only some days of the prefix were asked for
		page, err := l.bucket.fetchPage(ctx, &call{prefix: l.bucket.prefix})
		if err != nil {
			return explainError(err, listRequest(l.bucket.location))
		}
		if len(page.entries) > 0 {
			return nil
		}
	}
	return emptyPrefixError(l.bucket.location)
}
