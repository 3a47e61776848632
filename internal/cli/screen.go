package cli

import (
	"io"
	"sync"

	"github.com/trailq/trailq/internal/render"
)

// screen keeps the progress line apart from all else that goes to the terminal:
// the line is erased before anything is written.
type screen struct {
	mu     sync.Mutex
	stderr io.Writer
	drawn  bool
}

const eraseLine = "\r\x1b[K"

// draw shows the progress line.
func (s *screen) draw(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drawn = true
	_, _ = io.WriteString(s.stderr, eraseLine+line) // whoever cannot see it misses nothing
}

// erase takes the progress line away.
func (s *screen) erase() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eraseLocked()
}

func (s *screen) eraseLocked() {
	if s.drawn {
		_, _ = io.WriteString(s.stderr, eraseLine)
		s.drawn = false
	}
}

// say writes a line to standard error, made harmless.
func (s *screen) say(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eraseLocked()
	_, _ = io.WriteString(s.stderr, render.Line(line)+"\n")
}

// answerWriter is standard output. Its errors are marked as errors of writing.
type answerWriter struct {
	out    io.Writer
	screen *screen // nil where standard output is no terminal
}

func (w *answerWriter) Write(p []byte) (int, error) {
	if w.screen != nil {
		w.screen.mu.Lock()
		defer w.screen.mu.Unlock()
		w.screen.eraseLocked()
	}
	n, err := w.out.Write(p)
	if err != nil {
		err = writeError{err}
	}
	return n, err
}
