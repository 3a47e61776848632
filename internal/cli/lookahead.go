package cli

import (
	"context"
	"iter"
	"sync"

	"github.com/trailq/trailq"
)

// lookahead lists its source ahead of the reading, which is the only way to
// know how much is left.
type lookahead struct {
	trailq.Source
	mu    sync.Mutex
	known total
}

// total is what there is to read, as far as it has been listed.
type total struct {
	files int
	bytes int64
	all   bool // there is no more
}

// filesAhead is how many files are listed ahead at most, in some 15 MB.
const filesAhead = 1 << 16

type listed struct {
	file trailq.File
	err  error
}

// Files yields the source's files.
func (l *lookahead) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		ahead := make(chan listed, filesAhead)
		var listing sync.WaitGroup
		defer listing.Wait()
		defer cancel()
		listing.Go(func() {
			defer close(ahead)
			l.list(ctx, filter, ahead)
		})
		for next := range ahead {
			if !yield(next.file, next.err) {
				return
			}
		}
	}
}

func (l *lookahead) list(ctx context.Context, filter *trailq.Filter, ahead chan<- listed) {
	for file, err := range l.Source.Files(ctx, filter) {
		if err == nil && filter.Skips(file) == "" {
			l.add(total{files: 1, bytes: max(file.Size, 0)})
		}
		select {
		case ahead <- listed{file, err}:
		case <-ctx.Done():
			return
		}
	}
	l.add(total{all: true})
}

func (l *lookahead) add(more total) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known.files += more.files
	l.known.bytes += more.bytes
	l.known.all = l.known.all || more.all
}

// total returns what is known.
func (l *lookahead) total() total {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.known
}

// reset forgets what was listed, before another reading.
func (l *lookahead) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known = total{}
}
