package render

import (
	"io"
	"sync"
	"time"
)

// stream collects rows and passes them on, always whole ones, when there are
// many or when they have waited. What has waited goes out though no other comes:
// then the source is slow, and someone may be looking.
type stream struct {
	mu      sync.Mutex
	out     io.Writer
	rows    []byte
	timer   *time.Timer
	waiting bool // the timer runs
	err     error
	failed  func(error)
}

const (
	streamSize = 256 << 10
	streamWait = 50 * time.Millisecond
)

func newStream(out io.Writer, failed func(error)) *stream {
	s := &stream{out: out, failed: failed}
	s.timer = time.AfterFunc(time.Hour, s.timeout)
	s.timer.Stop()
	return s
}

// add takes a row or some, line ends included.
func (s *stream) add(rows []byte) error {
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

// close passes on what is left.
func (s *stream) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timer.Stop()
	s.flush()
	return s.err
}

func (s *stream) timeout() {
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
