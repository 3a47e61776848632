package tables

import (
	"errors"
	"slices"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/render"
)

// mostWarnings is how many warnings are kept.
const mostWarnings = 200

// Log keeps what was said while the logs were read. It is an [ask.Reporter].
type Log struct {
	mu       sync.Mutex
	warnings []Warning
	more     int // that are not kept
	notes    []string
}

// Warning is something that is wrong with a file or a record, or with something else.
type Warning struct {
	File   string `json:"file,omitempty"`
	Record int    `json:"record,omitempty"`
	Text   string `json:"text"`
}

// Warn keeps what is wrong, once.
func (l *Log) Warn(err error) {
	w := Warning{Text: render.Line(err.Error())}
	var file *trailq.FileError
	if errors.As(err, &file) {
		w = Warning{File: render.Line(file.File), Record: file.Record, Text: render.Line(file.Err.Error())}
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
func (l *Log) Note(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if text = render.Line(text); !slices.Contains(l.notes, text) {
		l.notes = append(l.notes, text)
	}
}

// Snapshot returns what was kept so far.
func (l *Log) Snapshot() (warnings []Warning, more int, notes []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Warning{}, l.warnings...), l.more, append([]string{}, l.notes...)
}
