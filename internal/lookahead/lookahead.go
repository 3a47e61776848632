// Package lookahead lists the files of a source ahead of the reading, which is the only
// way to know how much is left.
package lookahead

import (
	"context"
	"iter"
	"sync"

	"github.com/trailq/trailq"
)

// Total is what there is to read, as far as it has been listed.
type Total struct {
	Files int
	Bytes int64
	// AllListed says that this is all.
	AllListed bool
}

// Source is a source that lists its files ahead of the reading, which is the only
// way to know how much is left.
type Source struct {
	// Source is the one whose files are listed.
	trailq.Source
	mu    sync.Mutex
	total Total
}

// filesAhead is how many files are listed ahead at most, in some 15 MB.
const filesAhead = 1 << 16

type listed struct {
	file trailq.File
	err  error
}

// Files yields the source's files.
func (l *Source) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		ahead := make(chan listed, filesAhead)
		var listing sync.WaitGroup
		defer listing.Wait()
		defer cancel()
		listing.Go(func() {
			defer close(ahead)
			l.listFiles(ctx, filter, ahead)
		})
		for next := range ahead {
			if !yield(next.file, next.err) {
				return
			}
		}
	}
}

func (l *Source) listFiles(ctx context.Context, filter *trailq.Filter, ahead chan<- listed) {
	for file, err := range l.Source.Files(ctx, filter) {
		if err == nil && filter.Skips(file) == "" {
			l.addTotal(Total{Files: 1, Bytes: max(file.Size, 0)})
		}
		select {
		case ahead <- listed{file, err}:
		case <-ctx.Done():
			return
		}
	}
	l.addTotal(Total{AllListed: true})
}

func (l *Source) addTotal(more Total) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total.Files += more.Files
	l.total.Bytes += more.Bytes
	l.total.AllListed = l.total.AllListed || more.AllListed
}

// Total returns what has been listed.
func (l *Source) Total() Total {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// Reset forgets what was listed, before another reading.
func (l *Source) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total = Total{}
}
