package trailq

import (
	"context"
	"runtime"
	"sync"

	"github.com/trailq/trailq/internal/budget"
)

// pipeline reads files in parallel and keeps their events in order: one goroutine
// lists files, the workers read them, and the caller receives the groups in order.
// The capacities of the channels and a budget bound how far the workers are ahead.
type pipeline struct {
	source    Source
	options   *Options
	match     *matcher
	pool      *batchPool     // nil if the caller can keep events
	groups    chan *group    // in order
	work      chan *group    // the same groups, for the workers
	readAhead *budget.Budget // for groups that the caller has not received
	// processors bounds how many local groups are read at a time: more than there
	// are processors would only cost memory.
	processors *budget.Budget
	workers    sync.WaitGroup
}

// readAheadBytes bounds the content that one reading holds ahead of the caller: if
// one file stalls, the files after it wait in memory.
const readAheadBytes = 256 << 20

// groupsAhead is how many groups each worker can be ahead of the caller.
const groupsAhead = 4

func startPipeline(ctx context.Context, source Source, options *Options, match *matcher) *pipeline {
	workers := options.workerCount()
	p := &pipeline{
		source:    source,
		options:   options,
		match:     match,
		groups:    make(chan *group, workers*groupsAhead),
		work:      make(chan *group),
		readAhead: budget.New(readAheadBytes),

		processors: budget.New(int64(runtime.GOMAXPROCS(0))),
	}
	if options.Reuse {
		p.pool = new(batchPool)
	}
	for range workers {
		p.workers.Go(func() { p.readGroups(ctx) })
	}
	p.workers.Go(func() { p.listFiles(ctx) })
	return p
}

// wait waits until all goroutines have ended.
func (p *pipeline) wait() { p.workers.Wait() }

// listFiles lists the source's files and sends them, in groups, to the caller and
// the workers.
func (p *pipeline) listFiles(ctx context.Context) {
	defer close(p.work)
	defer close(p.groups)
	// More workers than CPUs are there to wait for a network: files must not wait for
	// each other.
	files := grouper{pipeline: p, singly: p.options.workerCount() > runtime.GOMAXPROCS(0)}
	for file, err := range p.source.Files(ctx, &p.options.Filter) {
		if err = hideEOF(err); err != nil {
			if !files.sendGroup(ctx) || !sendUntilDone(ctx, p.groups, p.listErrorGroup(err)) || isFatal(err) {
				return
			}
			continue
		}
		if path, wanted := p.options.admitFile(file); wanted && !files.addFile(ctx, listedFile{file, path}) {
			return
		}
	}
	if files.sendGroup(ctx) {
		p.options.Tally.update(func(s *Summary) { s.Files.AllListed = true })
	}
}

// listErrorGroup counts an error of the listing, and returns it as a group.
func (p *pipeline) listErrorGroup(err error) *group {
	if !isFatal(err) {
		p.options.Tally.update(func(s *Summary) { s.Files.Unlisted++ })
	}
	return &group{err: err}
}

// sendUntilDone sends the value, and reports false if ctx is done first.
func sendUntilDone[T any](ctx context.Context, to chan<- T, value T) bool {
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}

// readGroups reads groups of files until there are no more: it is what each worker
// does.
func (p *pipeline) readGroups(ctx context.Context) {
	w := newWorker(p)
	defer w.reader.Free()
	for next := range p.work {
		w.readGroup(ctx, next)
		next.releaseProcessor(p)
		close(next.batches)
	}
}
