package render

import (
	"io"
	"sync"
	"time"
)

// stream collects rows and writes them, always whole rows, when there are many or
// after a short wait. Rows are written after the wait even if no other row comes,
// because the source can be slow and somebody can be watching.
type stream struct {
	mu      sync.Mutex
	out     io.Writer
	rows    []byte
	timer   *time.Timer
	waiting bool // the timer is running
	err     error
	failed  func(error)
}

const (
	streamSize = 256 << 10
	streamWait = 50 * time.Millisecond
)

func newStream(out io.Writer, failed func(error)) *stream {
	s := &stream{out: out, failed: failed}
	s.timer = time.AfterFunc(time.Hour, s.flushLate)
	s.timer.Stop()
	return s
}

// addLines adds one or several rows, line ends included.
func (s *stream) addLines(rows []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rows) > 0 && len(s.rows)+len(rows) > streamSize {
		s.flush()
	}
	if s.err != nil {
		return s.err
	}
	s.rows = append(s.rows, rows...)
	if !s.waiting {
		s.waiting = true
		s.timer.Reset(streamWait)
	}
	return nil
}

// close writes the remaining rows.
func (s *stream) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timer.Stop()
	s.flush()
	return s.err
}

func (s *stream) flushLate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = false
	s.flush()
}

func (s *stream) flush() {
	if s.err != nil || len(s.rows) == 0 {
		return
	}
	_, s.err = s.out.Write(s.rows)
	s.rows = s.rows[:0]
	if s.err != nil && s.failed != nil {
		s.failed(s.err)
	}
}
