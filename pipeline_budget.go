package trailq

import (
	"context"
	"sync"
)

// budget bounds what is in flight: how much content is read ahead of the caller,
// since where one file out of many stalls, those behind it wait in memory; and how
// many groups of local files are read at a time.
type budget struct {
	most  int64
	mu    sync.Mutex
	used  int64
	freed chan struct{} // a token when used has become less
}

// aheadBytes is the budget, in bytes of content, of one reading.
const aheadBytes = 256 << 20

func newBudget(most int64) *budget { return &budget{most: most, freed: make(chan struct{}, 1)} }

// take waits until cost fits, or nothing else is in flight. Groups are taken in
// the order in which they are given back, so that the first is always in
// flight. One goroutine may wait at a time. It reports false when ctx is done.
func (b *budget) take(ctx context.Context, cost int64) bool {
	for !b.tryTake(cost) {
		select {
		case <-b.freed:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// tryTake takes if that needs no waiting, and reports whether it did.
func (b *budget) tryTake(cost int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used > 0 && b.used+cost > b.most {
		return false
	}
	b.used += cost
	return true
}

// giveBack ends what take began.
func (b *budget) giveBack(cost int64) {
	b.mu.Lock()
	b.used -= cost
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}

// costOf estimates the memory that a file in flight takes: content is about ten
// times what is stored, and of a file that is read in pieces only some pieces
// are held.
func costOf(file File) int64 { return min(12*max(file.Size, 0), 32<<20) }
