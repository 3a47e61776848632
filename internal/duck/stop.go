//go:build cgo

package duck

import (
	"context"
	"fmt"
	"time"

	"github.com/trailq/trailq/internal/duck/bound"
)

// DuckDB looks whether it has been interrupted, and counts its memory, only
// between blocks of rows. An expression that makes megabytes of each of the 2048
// rows of a block can neither be interrupted nor be counted. So each query is
// watched from outside.

const (
	watchPace = 10 * time.Millisecond
	stopGrace = 1200 * time.Millisecond // for a query to end after it was stopped
)

// watchResources stops the query when the process takes too much memory, and calls
// Options.Abort when the query has been stopped and does not end.
func (q *query) watchResources() {
	q.ended = make(chan struct{})
	go func() {
		tick := time.NewTicker(watchPace)
		defer tick.Stop()
		var deadline <-chan time.Time
		stopped := q.ctx.Done()
		for {
			select {
			case <-q.ended:
				q.db.freed.Settle(bound.Resident)
				return
			case <-stopped:
				stopped, deadline = nil, time.After(stopGrace)
			case <-deadline:
				q.db.callAbort(context.Cause(q.ctx))
				return
			case <-tick.C:
				q.checkMemory()
				q.db.freed.Observe(bound.Resident)
			}
		}
	}()
}

// checkMemory stops the query if the process takes more memory than the query can
// need, and calls Options.Abort if that was too late.
func (q *query) checkMemory() {
	used := bound.Resident()
	switch {
	case used > q.db.memory.Abort:
		q.db.callAbort(errTooMuch(used))
	case used > q.db.memory.Stop:
		q.stop(errTooMuch(used))
	}
}

func errTooMuch(used int64) error {
	return fmt.Errorf("%w: the process takes %d MB", ErrMemory, used>>20)
}

// callAbort calls Options.Abort.
func (db *DB) callAbort(err error) {
	if db.options.Abort != nil {
		db.options.Abort(err)
	}
}
