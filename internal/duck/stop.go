//go:build cgo

package duck

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"time"
)

// DuckDB looks whether it has been interrupted, and counts its memory, only
// between blocks of rows. An expression that makes megabytes of each of the 2048
// rows of a block can neither be interrupted nor be counted. So each query is
// watched from outside.

const (
	watchPace  = 10 * time.Millisecond
	stopGrace  = 1200 * time.Millisecond // for a query to end after it was stopped
	freeMargin = 150 << 20               // beyond twice DuckDB's limit, for the rest of the process
	lastMargin = 230 << 20               // and for a query that is being stopped
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
				return
			case <-stopped:
				stopped, deadline = nil, time.After(stopGrace)
			case <-deadline:
				q.db.callAbort(context.Cause(q.ctx))
				return
			case <-tick.C:
				q.checkMemory()
			}
		}
	}()
}

// checkMemory stops the query if the process takes more memory than the query can
// need, and calls Options.Abort if that was too late.
func (q *query) checkMemory() {
	limit := q.db.options.Memory
	if limit <= 0 {
		return // DuckDB's limit is then a part of the machine's memory
	}
	used := residentMemory()
	switch {
	case used > 2*limit+lastMargin:
		q.db.callAbort(errTooMuch(used))
	case used > 2*limit+freeMargin:
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

// residentMemory returns the memory of the process in bytes, zero where the system
// does not tell.
func residentMemory() int64 {
	content, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(content)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
