//go:build cgo

package freed

import (
	"sync"
	"time"
)

// Watch gives freed memory back when the memory of a process has grown. DuckDB's
// allocator keeps pages for ten seconds and more, in case that they are needed again: a
// statement that groups, then sorts, took the memory for both. The zero value is ready.
type Watch struct {
	mu    sync.Mutex
	least int64     // what the process had after memory was given back, in bytes
	last  time.Time // when that was
	grown bool      // it was, since the last Settle
}

const (
	growth = 16 << 20 // for which it is worth while to look for freed memory
	pause  = 250 * time.Millisecond
)

// Observe gives freed memory back if the process has grown. Resident measures its memory,
// in bytes.
func (w *Watch) Observe(resident func() int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	used := resident()
	if used < w.least {
		w.least = used
	}
	if used-w.least < growth || time.Since(w.last) < pause {
		return
	}
	Return()
	w.least, w.last, w.grown = resident(), time.Now(), true
}

// Settle gives freed memory back at the end of a statement for which the process has grown:
// most of what the statement took is freed then.
func (w *Watch) Settle(resident func() int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.grown || resident()-w.least >= growth {
		Return()
		w.least, w.last, w.grown = resident(), time.Now(), false
	}
}
