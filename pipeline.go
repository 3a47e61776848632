package trailq

import (
	"context"
	"runtime"
	"sync"
)

// pipeline reads files in parallel and gives their events in order: one
// goroutine lists, some read, and the caller takes from groups what they read.
// What is read ahead is bounded by the capacities of the channels.
type pipeline struct {
	source  Source
	options *Options
	match   *matcher
	lender  *lender     // nil where events are the caller's to keep
	groups  chan *group // in order
	work    chan *group // the same, for the workers
	ahead   *budget     // of the groups that the caller has not taken
	// processors are taken by local groups, in order: more at a time than there
	// are would only cost memory.
	processors *budget
	workers    sync.WaitGroup
}

// groupsAhead is how many groups each worker may be ahead of the caller.
const groupsAhead = 4

func startPipeline(ctx context.Context, source Source, options *Options, match *matcher) *pipeline {
	workers := options.workers()
	p := &pipeline{
		source:  source,
		options: options,
		match:   match,
		groups:  make(chan *group, workers*groupsAhead),
		work:    make(chan *group),
		ahead:   newBudget(aheadBytes),

		processors: newBudget(int64(runtime.GOMAXPROCS(0))),
	}
	if options.Reuse {
		p.lender = new(lender)
	}
	for range workers {
		p.workers.Go(func() { p.read(ctx) })
	}
	p.workers.Go(func() { p.list(ctx) })
	return p
}

// wait returns when all goroutines have ended.
func (p *pipeline) wait() { p.workers.Wait() }

// list gives the source's files to the caller and the workers.
func (p *pipeline) list(ctx context.Context) {
	defer close(p.work)
	defer close(p.groups)
	// More workers than CPUs are for waiting, and must not wait in one line.
	files := grouper{pipeline: p, alone: p.options.workers() > runtime.GOMAXPROCS(0)}
	for file, err := range p.source.Files(ctx, &p.options.Filter) {
		if err != nil {
			if !files.flush(ctx) || !send(ctx, p.groups, p.unlisted(err)) || isFatal(err) {
				return
			}
			continue
		}
		if path, wanted := p.options.enter(file); wanted && !files.add(ctx, listed{file, path}) {
			return
		}
	}
	if files.flush(ctx) {
		p.options.Tally.change(func(s *Summary) { s.Files.AllListed = true })
	}
}

// unlisted is an error of the listing, counted.
func (p *pipeline) unlisted(err error) *group {
	if !isFatal(err) {
		p.options.Tally.change(func(s *Summary) { s.Files.Unlisted++ })
	}
	return &group{err: err}
}

// send sends value unless ctx is done first.
func send[T any](ctx context.Context, to chan<- T, value T) bool {
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}

// read is what a worker does.
func (p *pipeline) read(ctx context.Context) {
	w := newWorker(p)
	defer w.file.decoder.Close()
	for next := range p.work {
		w.read(ctx, next)
		next.release(p)
		close(next.batches)
	}
}
