//go:build cgo

package pending

import (
	"errors"
	"time"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// How long to wait while the other threads have all tasks: twice as long each time.
const (
	shortestWait = 20 * time.Microsecond
	longestWait  = time.Millisecond
)

// Await does tasks of a statement until its first rows are there, and returns the error of
// one that fails or is interrupted. ExecutePending does so, too, but looks for tasks without a pause while the other threads have them all: a
// processor was busy with that for as long as another one sorted.
func Await(pending mapping.PendingResult) error {
	wait := shortestWait
	for {
		switch bindings.PendingExecuteTask(pending) {
		case mapping.PendingStateResultReady:
			return nil
		case mapping.PendingStateError:
			return errors.New(mapping.PendingError(pending))
		case mapping.PendingStateNoTasksAvailable:
			time.Sleep(wait)
			wait = min(wait*2, longestWait)
		default:
			wait = shortestWait
		}
	}
}
