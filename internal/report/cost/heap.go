package cost

import (
	"bytes"
	"cmp"
	"container/heap"
	"slices"

	"github.com/trailq/trailq/internal/table"
)

// groupHeap keeps the groups that cost most, or all where the limit is zero. Its
// first is the one to go next.
type groupHeap struct {
	limit  int
	groups []*group
}

func (h *groupHeap) offer(g *group) {
	switch {
	case h.limit == 0:
		h.groups = append(h.groups, g)
	case len(h.groups) < h.limit:
		heap.Push(h, g)
	case compareGroups(g, h.groups[0]) < 0:
		h.groups[0] = g
		heap.Fix(h, 0)
	}
}

// sorted are the groups, the dearest first.
func (h *groupHeap) sorted() []*group {
	slices.SortFunc(h.groups, compareGroups)
	return h.groups
}

// compareGroups orders by dollars, then calls, then names.
func compareGroups(a, b *group) int {
	if order := cmp.Compare(b.total.usd, a.total.usd); order != 0 {
		return order
	}
	if order := cmp.Compare(b.sum.calls, a.sum.calls); order != 0 {
		return order
	}
	return slices.CompareFunc(a.by, b.by, func(x, y table.Value) int {
		return bytes.Compare(x.AppendText(nil), y.AppendText(nil))
	})
}

// Len and the others make it a heap.Interface.
func (h *groupHeap) Len() int { return len(h.groups) }

// Less puts what costs least first.
func (h *groupHeap) Less(i, j int) bool { return compareGroups(h.groups[i], h.groups[j]) > 0 }

// Swap swaps two groups.
func (h *groupHeap) Swap(i, j int) { h.groups[i], h.groups[j] = h.groups[j], h.groups[i] }

// Push adds a *costGroup at the end.
func (h *groupHeap) Push(g any) { h.groups = append(h.groups, g.(*group)) }

// Pop takes the last away.
func (h *groupHeap) Pop() any {
	last := len(h.groups) - 1
	g := h.groups[last]
	h.groups = h.groups[:last]
	return g
}
