package reply

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/table"
)

// ProgressPace is how often progress is told.
const ProgressPace = 150 * time.Millisecond

// Stream sends server-sent events, from any goroutine.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
type Stream struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	control *http.ResponseController
}

// NewStream returns a stream that is the answer.
func NewStream(w http.ResponseWriter) *Stream {
	w.Header().Set("Content-Type", "text/event-stream")
	return &Stream{w: w, control: http.NewResponseController(w)}
}

// Send sends an event. If the browser has gone, the context of its request says so.
func (s *Stream) Send(name string, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		return // values are ours
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = fmt.Fprintf(s.w, "event: %s\ndata: %s\n\n", name, data)
	_ = s.control.Flush()
}

// SendEvery sends progress until it is stopped.
func (s *Stream) SendEvery(ctx context.Context, progress func() any) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var telling sync.WaitGroup
	telling.Go(func() {
		tick := time.NewTicker(ProgressPace)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				s.Send("progress", progress())
			}
		}
	})
	return func() {
		cancel()
		telling.Wait()
	}
}

// SendTables sends tables. Package ask shows them so.
func (s *Stream) SendTables(tables ...*table.Table) error {
	for _, one := range tables {
		answer, err := readTable(one)
		if err != nil {
			return err
		}
		s.Send("table", answer)
	}
	return nil
}
