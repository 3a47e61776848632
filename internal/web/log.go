package web

import (
	"errors"
	"slices"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/render"
)

// mostWarnings is how many warnings are kept.
const mostWarnings = 200

// readingLog keeps what was said while the logs were read. It is an [ask.Reporter].
type readingLog struct {
	mu       sync.Mutex
	warnings []warning
	more     int // that are not kept
	notes    []string
}

// warning is something that is wrong with a file or a record, or with something else.
type warning struct {
	File   string `json:"file,omitempty"`
	Record int    `json:"record,omitempty"`
	Text   string `json:"text"`
}

// Warn keeps what is wrong, once.
func (l *readingLog) Warn(err error) {
	w := warning{Text: render.Line(err.Error())}
	var file *trailq.FileError
	if errors.As(err, &file) {
		w = warning{File: render.Line(file.File), Record: file.Record, Text: render.Line(file.Err.Error())}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case slices.Contains(l.warnings, w):
	case len(l.warnings) < mostWarnings:
		l.warnings = append(l.warnings, w)
	default:
		l.more++
	}
}

// Note keeps something to know, once.
func (l *readingLog) Note(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if text = render.Line(text); !slices.Contains(l.notes, text) {
		l.notes = append(l.notes, text)
	}
}

// snapshot returns what was kept so far.
func (l *readingLog) snapshot() (warnings []warning, more int, notes []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]warning{}, l.warnings...), l.more, append([]string{}, l.notes...)
}
