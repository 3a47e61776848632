package cli

import (
	"io"
	"sync"

	"github.com/trailq/trailq/internal/render"
)

// screen keeps the progress line apart from everything else on the terminal: it
// erases the line before anything is written.
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
	_, _ = io.WriteString(s.stderr, eraseLine+line) // nothing is lost if it fails
}

// erase removes the progress line.
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

// answerWriter writes to standard output, and marks its errors as errors of writing.
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
