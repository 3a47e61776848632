package web

import (
	"context"
	"errors"
	"testing"

	"github.com/trailq/trailq/internal/web/reply"
)

// A newer view of a tab cancels the older, and no other.
func TestTabs(t *testing.T) {
	var all tabs
	older, endOlder := all.beginView(t.Context(), "a")
	other, endOther := all.beginView(t.Context(), "b")
	nameless, endNameless := all.beginView(t.Context(), "")
	newer, endNewer := all.beginView(t.Context(), "a")
	_, endNameless2 := all.beginView(t.Context(), "")
	if !errors.Is(context.Cause(older), reply.ErrSuperseded) {
		t.Errorf("the older: %v", context.Cause(older))
	}
	for name, ctx := range map[string]context.Context{"newer": newer, "another tab": other, "no tab": nameless} {
		if ctx.Err() != nil {
			t.Errorf("%s: %v", name, ctx.Err())
		}
	}
	endOlder()
	if all.waiting["a"] == nil {
		t.Error("the end of the older is taken for that of the newer")
	}
	endNewer()
	endOther()
	endNameless()
	endNameless2()
	if len(all.waiting) != 0 {
		t.Error(all.waiting)
	}
}
