package tables

import "context"

// Semaphore lets only so many do something at a time.
type Semaphore chan struct{}

// NewSemaphore returns one for so many.
func NewSemaphore(most int) Semaphore { return make(Semaphore, most) }

// Acquire waits for its turn, or until ctx is done.
func (s Semaphore) Acquire(ctx context.Context) error {
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Release lets the next one in.
func (s Semaphore) Release() { <-s }
