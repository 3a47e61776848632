// Package reply writes the answers of the web page's server, and why there is none:
//
//	mux.Handle("GET /api/view", reply.Handler(func(w http.ResponseWriter, r *http.Request) error {
//		return reply.WriteJSON(w, view)
//	}))
package reply

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/render"
)

// Handler answers a request, or returns why it cannot.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP answers the request.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := h(w, r)
	var later *Preparing
	if errors.As(err, &later) {
		writeStatus(w, http.StatusAccepted, later)
	} else if err != nil {
		WriteFailure(w, Explain(r.Context(), err))
	}
}

// Failure is an error that says why there is no answer.
type Failure struct {
	Status  int    `json:"-"`
	Message string `json:"error"`
	Hint    string `json:"hint,omitempty"`
	State   string `json:"state,omitempty"` // of the table, where it is not there yet
	// The place of a mistake in SQL, from 1.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// Error returns the message.
func (f *Failure) Error() string { return f.Message }

// NotFound returns a failure about something that there is not.
func NotFound(text string) error {
	return &Failure{Status: http.StatusNotFound, Message: text}
}

// BadWords returns a failure about what was asked for.
func BadWords(text string) error {
	return &Failure{Status: http.StatusBadRequest, Message: text}
}

// ErrSuperseded means that a newer view of the same tab was asked for.
var ErrSuperseded = errors.New("a newer view was asked for")

// Explain returns what an error means for the page.
func Explain(ctx context.Context, err error) *Failure {
	var own *Failure
	var mistake *dialect.Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, ErrSuperseded), errors.Is(context.Cause(ctx), ErrSuperseded):
		return &Failure{Status: http.StatusGone, Message: ErrSuperseded.Error()}
	case errors.As(err, &mistake):
		return &Failure{Status: http.StatusBadRequest, Message: render.Lines(mistake.Message), Line: mistake.Line, Column: mistake.Column}
	}
	explained := ask.Explain(err)
	message, hint := explained.Spell(func(word string) string { return word })
	f := &Failure{Status: http.StatusInternalServerError, Message: render.Line(message), Hint: render.Line(hint)}
	if explained.Kind == ask.BadWords {
		f.Status = http.StatusBadRequest
	}
	return f
}

// WriteFailure answers with a failure.
func WriteFailure(w http.ResponseWriter, f *Failure) { writeStatus(w, f.Status, f) }

// Preparing is an error that says that an answer will be there later.
type Preparing struct {
	What     string `json:"preparing"`
	Progress any    `json:"progress"`
}

// Error returns what is done until then.
func (p *Preparing) Error() string { return p.What }

// WriteJSON answers with a value.
func WriteJSON(w http.ResponseWriter, value any) error {
	writeStatus(w, http.StatusOK, value)
	return nil
}

func writeStatus(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // or the browser has gone
}

// ShownText returns how a text has to be shown, empty where it is shown as it is: what
// is invisible, or turns the direction of writing, becomes an escape.
func ShownText(text string) string {
	if shown := render.Line(text); shown != text {
		return shown
	}
	return ""
}
