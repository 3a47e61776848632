// Package screen keeps what a command says apart from what it answers, on a terminal that
// shows both.
package screen

import (
	"io"
	"strings"
	"sync"

	"github.com/trailq/trailq/internal/ansi"
	"github.com/trailq/trailq/internal/render"
)

// Screen keeps the progress line apart from everything else on the terminal: it
// erases the line before anything is written.
type Screen struct {
	// Stderr takes what is said.
	Stderr io.Writer
	// Colors reports whether remarks have styles.
	Colors bool
	// Hidden, if not nil, reports whether something else shows on the terminal, such as
	// a pager. Nothing is drawn then.
	Hidden func() bool

	mu    sync.Mutex
	drawn bool
}

const eraseLine = "\r\x1b[K"

// Draw shows the progress line.
func (s *Screen) Draw(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Hidden != nil && s.Hidden() {
		return
	}
	s.drawn = true
	_, _ = io.WriteString(s.Stderr, eraseLine+line) // nothing is lost if it fails
}

// Erase removes the progress line.
func (s *Screen) Erase() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eraseLocked()
}

func (s *Screen) eraseLocked() {
	if s.drawn {
		_, _ = io.WriteString(s.Stderr, eraseLine)
		s.drawn = false
	}
}

// Say writes a line to standard error, made harmless.
func (s *Screen) Say(line string) { s.writeLine(render.Line(line)) }

// Remark writes a line for people, in the style of its first word; see [StyleRemark].
func (s *Screen) Remark(line string) { s.writeLine(StyleRemark(render.Line(line), s.Colors)) }

// StyleRemark returns a line with its first word in red for an error and in yellow for a
// warning. All other lines are dim.
func StyleRemark(line string, colors bool) string {
	if !colors {
		return line
	}
	for word, style := range map[string]ansi.Style{"error:": ansi.Red, "warning:": ansi.Yellow} {
		if rest, found := strings.CutPrefix(line, word); found {
			return ansi.Paint(style, word) + rest
		}
	}
	return ansi.Paint(ansi.Dim, line)
}

func (s *Screen) writeLine(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eraseLocked()
	_, _ = io.WriteString(s.Stderr, line+"\n")
}

// Write writes an answer to out, which leads to the same terminal, without the progress
// line.
func (s *Screen) Write(out io.Writer, p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eraseLocked()
	return out.Write(p)
}
