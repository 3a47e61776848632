package trailq

import (
	"context"
	"sync"
)

// budget bounds what is in flight. One budget is for the content that is read ahead
// of the caller: if one file stalls, the files after it wait in memory. Another is
// for the number of local groups that are read at a time.
type budget struct {
	limit int64
	mu    sync.Mutex
	used  int64
	freed chan struct{} // has a token when used has decreased
}

// readAheadBytes is the budget, in bytes of content, of one reading.
const readAheadBytes = 256 << 20

func newBudget(most int64) *budget { return &budget{limit: most, freed: make(chan struct{}, 1)} }

// acquire waits until cost fits, or until nothing else is in flight. Groups acquire
// in the order in which they release, so that the first is always in flight. Only
// one goroutine can wait at a time. It reports false if ctx is done.
func (b *budget) acquire(ctx context.Context, cost int64) bool {
	for !b.tryAcquire(cost) {
		select {
		case <-b.freed:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// tryAcquire acquires cost if that needs no waiting, and reports whether it did.
func (b *budget) tryAcquire(cost int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used > 0 && b.used+cost > b.limit {
		return false
	}
	b.used += cost
	return true
}

// release gives back cost that was acquired.
func (b *budget) release(cost int64) {
	b.mu.Lock()
	b.used -= cost
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}

// memoryCost estimates the memory for a file in flight: its content is about ten
// times as large as the file, and of a file that is read in pieces only a few pieces
// are in memory.
func memoryCost(file File) int64 { return min(12*max(file.Size, 0), 32<<20) }
