package web

import (
	"context"
	"sync"

	"github.com/trailq/trailq/internal/web/reply"
)

// tabs remember the view that each tab of the browser waits for, so that a newer one
// cancels it.
type tabs struct {
	mu      sync.Mutex
	waiting map[string]*waitingView
}

// waitingView is a view that is being made.
type waitingView struct{ stop context.CancelCauseFunc }

// beginView returns a context that is done when the same tab asks for another view. A tab
// without a name has no other.
func (t *tabs) beginView(ctx context.Context, tab string) (context.Context, func()) {
	inner, stop := context.WithCancelCause(ctx)
	if tab == "" {
		return inner, func() { stop(nil) }
	}
	mine := &waitingView{stop}
	t.mu.Lock()
	defer t.mu.Unlock()
	if older := t.waiting[tab]; older != nil {
		older.stop(reply.ErrSuperseded)
	}
	if t.waiting == nil {
		t.waiting = map[string]*waitingView{}
	}
	t.waiting[tab] = mine
	return inner, func() {
		stop(nil)
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.waiting[tab] == mine {
			delete(t.waiting, tab)
		}
	}
}
