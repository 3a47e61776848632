//go:build cgo

package duck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
)

// A query that is stopped ends at once, whatever it is doing, and leaves nothing
// behind. The rows come to an end with the context's error.
func TestQueryCancel(t *testing.T) {
	endless := make(chan struct{})
	t.Cleanup(func() { close(endless) })
	for _, test := range []struct {
		name   string
		source trailq.Source
		text   string
	}{
		{"computing", trailq.Dir(testLogs), "SELECT count(*) FROM cloudtrail_logs a, cloudtrail_logs b, cloudtrail_logs c, cloudtrail_logs d WHERE a.eventid < b.requestid AND c.eventname || d.eventid > a.eventid"},
		{"reading", endlessFiles{}, "SELECT count(*) FROM cloudtrail_logs"},
		{"meeting no need", endlessFiles{}, "SELECT eventname FROM cloudtrail_logs WHERE eventname = 'Another'"},
		{"waiting for a stream", trailq.Stream("-", &blocking{until: endless}), "SELECT count(*) FROM cloudtrail_logs"},
		{"giving rows", endlessFiles{}, "SELECT eventname FROM cloudtrail_logs"},
		{"sorting", endlessFiles{}, "SELECT eventname FROM cloudtrail_logs ORDER BY 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := openDB(t, test.source, Options{})
			cause := errors.New("Ctrl-C")
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(200*time.Millisecond, func() { cancel(cause) })
			answer, err := db.Query(ctx, statement(t, test.text))
			if err == nil {
				for _, err = range answer.Table.Rows {
				}
			}
			if !errors.Is(err, cause) {
				t.Errorf("ends with %v, want the cause", err)
			}
			if left := lingering(); len(left) > 0 {
				t.Errorf("goroutines left:\n%s", strings.Join(left, "\n\n"))
			}
			if rows, err := askRaw(t, db, "SELECT 42"); err != nil || fmt.Sprint(rows) != "[[42]]" {
				t.Errorf("afterwards %v, %v", rows, err)
			}
		})
	}
}

// lingering waits for the goroutines of queries to end and returns those that do
// not. One that keeps a stream cannot: nothing wakes a read.
func lingering() []string {
	var left []string
	for range 200 {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		left = nil
		for stack := range strings.SplitSeq(string(stacks), "\n\n") {
			if strings.Contains(stack, "github.com/trailq/trailq") && !strings.Contains(stack, "testing.tRunner") && !strings.Contains(stack, "(*stream).copyAll") {
				left = append(left, stack)
			}
		}
		if len(left) == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return left
}

// endlessFiles is a source without end.
type endlessFiles struct{}

func (endlessFiles) String() string { return "endless" }

func (endlessFiles) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		log := `{"Records":[` + strings.Repeat(`{"eventName":"Name"},`, 5000) + `{"eventName":"Last"}]}`
		for i := 0; ; i++ {
			file := trailq.File{Path: fmt.Sprintf("%d.json", i), Size: int64(len(log)), Open: func(context.Context) (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(log)), nil
			}}
			if !yield(file, nil) {
				return
			}
		}
	}
}

// Who takes no more rows stops the query.
func TestQueryBreak(t *testing.T) {
	db := openDB(t, endlessFiles{}, Options{})
	for range 3 {
		answer, err := db.Query(t.Context(), statement(t, "SELECT eventname FROM cloudtrail_logs"))
		if err != nil {
			t.Fatal(err)
		}
		for range answer.Table.Rows {
			break
		}
		if err := answer.Reading().Summary.Reconcile(); err != nil {
			t.Error(err)
		}
	}
	if _, rows := ask(t, db, "SELECT eventname FROM cloudtrail_logs LIMIT 3"); len(rows) != 3 {
		t.Errorf("%d rows of 3", len(rows))
	}
}
