package trailq

import (
	"context"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	b := newBudget(aheadBytes)
	if !b.take(t.Context(), 2*aheadBytes) {
		t.Fatal("one that is larger than the budget must fit alone")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if b.take(ctx, 1) {
		t.Fatal("taken beyond the budget")
	}
	taken := make(chan bool)
	go func() { taken <- b.take(t.Context(), 1) }()
	b.giveBack(2 * aheadBytes)
	if !<-taken || b.used != 1 {
		t.Errorf("%d in use, want 1", b.used)
	}
}
