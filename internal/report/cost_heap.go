package report

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/trailq/trailq/internal/table"
)

// costHeap keeps the groups that cost most, or all where the limit is zero. Its
// first is the one to go next.
type costHeap struct {
	limit  int
	groups []*costGroup
}

func (h *costHeap) offer(g *costGroup) {
	heap.Push(h, g)
	if h.limit > 0 && len(h.groups) > h.limit {
		heap.Pop(h)
	}
}

// sorted are the groups, the dearest first.
func (h *costHeap) sorted() []*costGroup {
	slices.SortFunc(h.groups, compareCosts)
	return h.groups
}

// compareCosts orders by dollars, then calls, then names.
func compareCosts(a, b *costGroup) int {
	return cmp.Or(
		cmp.Compare(b.total().usd, a.total().usd),
		cmp.Compare(b.sum.calls, a.sum.calls),
		slices.CompareFunc(a.by, b.by, func(x, y table.Value) int {
			return cmp.Compare(string(x.AppendText(nil)), string(y.AppendText(nil)))
		}),
	)
}

// Len and the others make it a heap.Interface.
func (h *costHeap) Len() int { return len(h.groups) }

// Less puts what costs least first.
func (h *costHeap) Less(i, j int) bool { return compareCosts(h.groups[i], h.groups[j]) > 0 }

// Swap swaps two groups.
func (h *costHeap) Swap(i, j int) { h.groups[i], h.groups[j] = h.groups[j], h.groups[i] }

// Push adds a *costGroup at the end.
func (h *costHeap) Push(group any) { h.groups = append(h.groups, group.(*costGroup)) }

// Pop takes the last away.
func (h *costHeap) Pop() any {
	last := len(h.groups) - 1
	g := h.groups[last]
	h.groups = h.groups[:last]
	return g
}
