//go:build cgo

package duck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq"
)

// Several databases at a time, each with several threads. 79 events of
// the logs come twice.
func TestQueryConcurrently(t *testing.T) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			db, err := Open(t.Context(), trailq.Dir(testLogs), Options{Threads: 4})
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			for range 5 {
				_, rows := ask(t, db, "SELECT count(*), count(DISTINCT a.eventid), max(a.useridentity.arn) IS NOT NULL FROM cloudtrail_logs a JOIN cloudtrail_logs b USING (eventid)")
				if fmt.Sprint(rows) != "[[6886 6649 true]]" {
					t.Errorf("%v", rows)
				}
			}
		})
	}
	all.Wait()
}

// Queries read with all threads, also where rows are given while they come.
func TestQueryParallel(t *testing.T) {
	for _, text := range []string{
		"SELECT count(*) FROM cloudtrail_logs", "SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1",
		"SELECT eventname FROM cloudtrail_logs", "SELECT eventname FROM cloudtrail_logs ORDER BY 1",
		"SELECT * FROM cloudtrail_logs WHERE eventname LIKE 'Na%'",
		"CREATE TABLE t AS SELECT * FROM cloudtrail_logs", "SELECT DISTINCT eventname FROM cloudtrail_logs LIMIT 1",
	} {
		source := &meeting{guests: 3, met: make(chan struct{})}
		db := openDB(t, source, Options{Threads: 3, Warn: func(err error) { t.Errorf("%s: %v", text, err) }})
		if _, _, err := tryAsk(t, db, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// meeting is a source whose first files can be read when so many are open at a
// time.
type meeting struct {
	guests int
	mu     sync.Mutex
	here   int
	met    chan struct{}
}

func (*meeting) String() string { return "meeting" }

func (m *meeting) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for i := range 2 * m.guests {
			if !yield(trailq.File{Path: fmt.Sprintf("%d.json", i), Size: 1, Open: m.open}, nil) {
				return
			}
		}
	}
}

func (m *meeting) open(context.Context) (io.ReadCloser, error) {
	m.mu.Lock()
	if m.here++; m.here == m.guests {
		close(m.met)
	}
	m.mu.Unlock()
	select {
	case <-m.met:
	case <-time.After(10 * time.Second):
		return nil, errors.New("the others have not come")
	}
	return io.NopCloser(strings.NewReader(strings.Repeat(`{"eventName":"Name"}`, 5000))), nil
}
