package budget

import (
	"context"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	b := New(1 << 20)
	if !b.Acquire(t.Context(), 2<<20) {
		t.Fatal("one that is larger than the budget must fit alone")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if b.Acquire(ctx, 1) {
		t.Fatal("taken beyond the budget")
	}
	taken := make(chan bool)
	go func() { taken <- b.Acquire(t.Context(), 1) }()
	b.Release(2 << 20)
	if !<-taken || b.used != 1 {
		t.Errorf("%d in use, want 1", b.used)
	}
}
