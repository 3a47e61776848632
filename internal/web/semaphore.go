package web

import "context"

// semaphore lets only so many do something at a time.
type semaphore chan struct{}

func newSemaphore(most int) semaphore { return make(semaphore, most) }

// acquire waits for its turn, or until ctx is done.
func (s semaphore) acquire(ctx context.Context) error {
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (s semaphore) release() { <-s }
