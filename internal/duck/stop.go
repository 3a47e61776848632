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

// memoryBounds say how much memory there is, in bytes.
type memoryBounds struct {
	limit int64 // DuckDB's
	stop  int64 // of the process: more stops the query
	abort int64 // of the process: more ends it
}

// boundMemory returns the bounds for the limit that the user named, or else for the
// memory that the process can have. Of that DuckDB gets 60 %; its own default is 80 %.
// A process that has taken 85 % would soon be ended by the system, without a word.
// What the process has taken before, such as the tables of a web page, does not count
// against a limit that is named for one engine.
func boundMemory(named, available, taken int64) memoryBounds {
	if named > 0 {
		before := max(0, taken-freeMargin)
		return memoryBounds{limit: named, stop: before + 2*named + freeMargin, abort: before + 2*named + lastMargin}
	}
	return memoryBounds{limit: available / 100 * 60, stop: available / 100 * 85, abort: available / 100 * 95}
}

// shareLimit returns the bounds for an engine that gets a part of the memory. Those of the
// process stay.
func (b memoryBounds) shareLimit(share float64) memoryBounds {
	if share > 0 {
		b.limit = int64(float64(b.limit) * share)
	}
	return b
}

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
				q.db.freed.Settle(residentMemory)
				return
			case <-stopped:
				stopped, deadline = nil, time.After(stopGrace)
			case <-deadline:
				q.db.callAbort(context.Cause(q.ctx))
				return
			case <-tick.C:
				q.checkMemory()
				q.db.freed.Observe(residentMemory)
			}
		}
	}()
}

// checkMemory stops the query if the process takes more memory than the query can
// need, and calls Options.Abort if that was too late.
func (q *query) checkMemory() {
	used := residentMemory()
	switch {
	case used > q.db.memory.abort:
		q.db.callAbort(errTooMuch(used))
	case used > q.db.memory.stop:
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
