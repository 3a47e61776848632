package trailq

import (
	"context"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	b := newBudget(readAheadBytes)
	if !b.acquire(t.Context(), 2*readAheadBytes) {
		t.Fatal("one that is larger than the budget must fit alone")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if b.acquire(ctx, 1) {
		t.Fatal("taken beyond the budget")
	}
	taken := make(chan bool)
	go func() { taken <- b.acquire(t.Context(), 1) }()
	b.release(2 * readAheadBytes)
	if !<-taken || b.used != 1 {
		t.Errorf("%d in use, want 1", b.used)
	}
}
