// Package budget bounds what is in flight: bytes of content that are read ahead, or
// the number of files that are read at a time. [New] makes a [Budget]; Acquire waits
// for a share of it, and Release gives the share back.
package budget

import (
	"context"
	"sync"
)

// Budget is an amount that several goroutines share. Unlike a weighted semaphore, it
// grants a cost above the limit if nothing else is in flight.
type Budget struct {
	limit int64
	mu    sync.Mutex
	used  int64
	freed chan struct{} // has a token when used has decreased
}

// New returns a Budget of limit, all of it free.
func New(limit int64) *Budget { return &Budget{limit: limit, freed: make(chan struct{}, 1)} }

// Acquire waits until cost fits, or until nothing else is in flight. It reports false
// if ctx is done. Only one goroutine can wait at a time.
func (b *Budget) Acquire(ctx context.Context, cost int64) bool {
	for !b.TryAcquire(cost) {
		select {
		case <-b.freed:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// TryAcquire acquires cost if that needs no waiting, and reports whether it did.
func (b *Budget) TryAcquire(cost int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used > 0 && b.used+cost > b.limit {
		return false
	}
	b.used += cost
	return true
}

// Release gives back cost that was acquired.
func (b *Budget) Release(cost int64) {
	b.mu.Lock()
	b.used -= cost
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}
