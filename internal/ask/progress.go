package ask

import (
	"context"
	"iter"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/engine"
)

// Progress is how far a run has come.
type Progress struct {
	Reading engine.Reading
	// Files and Bytes are what there is to read, as far as it has been listed; AllListed
	// says that this is all.
	Files     int
	Bytes     int64
	AllListed bool
}

// lookahead is a source that lists its files ahead of the reading, which is the only
// way to know how much is left.
type lookahead struct {
	trailq.Source
	mu    sync.Mutex
	total Progress
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
			l.listFiles(ctx, filter, ahead)
		})
		for next := range ahead {
			if !yield(next.file, next.err) {
				return
			}
		}
	}
}

func (l *lookahead) listFiles(ctx context.Context, filter *trailq.Filter, ahead chan<- listed) {
	for file, err := range l.Source.Files(ctx, filter) {
		if err == nil && filter.Skips(file) == "" {
			l.addTotal(Progress{Files: 1, Bytes: max(file.Size, 0)})
		}
		select {
		case ahead <- listed{file, err}:
		case <-ctx.Done():
			return
		}
	}
	l.addTotal(Progress{AllListed: true})
}

func (l *lookahead) addTotal(more Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total.Files += more.Files
	l.total.Bytes += more.Bytes
	l.total.AllListed = l.total.AllListed || more.AllListed
}

// currentTotal returns what has been listed.
func (l *lookahead) currentTotal() Progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// resetTotal forgets what was listed, before another reading.
func (l *lookahead) resetTotal() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total = Progress{}
}
