package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/render"
)

// handler answers a request, or returns why it cannot.
type handler func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP answers the request.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := h(w, r)
	var later preparingError
	if errors.As(err, &later) {
		writeStatus(w, http.StatusAccepted, later.preparingAnswer)
	} else if err != nil {
		writeFailure(w, explainFailure(r.Context(), err))
	}
}

// failure is why there is no answer.
type failure struct {
	status int
	Error  string `json:"error"`
	Hint   string `json:"hint,omitempty"`
	State  string `json:"state,omitempty"` // of the table, where it is not there yet
	// The place of a mistake in SQL, from 1.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// failureError is a failure as an error.
type failureError struct{ *failure }

func (e failureError) Error() string { return e.failure.Error }

// notFound returns a failure about something that there is not.
func notFound(text string) error {
	return failureError{&failure{status: http.StatusNotFound, Error: text}}
}

// badWords returns a failure about what was asked for.
func badWords(text string) error {
	return failureError{&failure{status: http.StatusBadRequest, Error: text}}
}

// errSuperseded means that a newer view of the same tab was asked for.
var errSuperseded = errors.New("a newer view was asked for")

// explainFailure returns what an error means for the page.
func explainFailure(ctx context.Context, err error) *failure {
	var own failureError
	var mistake *dialect.Error
	switch {
	case errors.As(err, &own):
		return own.failure
	case errors.Is(err, errSuperseded), errors.Is(context.Cause(ctx), errSuperseded):
		return &failure{status: http.StatusGone, Error: errSuperseded.Error()}
	case errors.As(err, &mistake):
		return &failure{status: http.StatusBadRequest, Error: render.Lines(mistake.Message), Line: mistake.Line, Column: mistake.Column}
	}
	explained := ask.Explain(err)
	message, hint := explained.Spell(func(word string) string { return word })
	f := &failure{status: http.StatusInternalServerError, Error: render.Line(message), Hint: render.Line(hint)}
	if explained.Kind == ask.BadWords {
		f.status = http.StatusBadRequest
	}
	return f
}

func writeFailure(w http.ResponseWriter, f *failure) { writeStatus(w, f.status, f) }

// writeJSON answers with a value.
func writeJSON(w http.ResponseWriter, value any) error {
	writeStatus(w, http.StatusOK, value)
	return nil
}

func writeStatus(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // or the browser has gone
}

// shownText returns how a text has to be shown, empty where it is shown as it is: what
// is invisible, or turns the direction of writing, becomes an escape.
func shownText(text string) string {
	if shown := render.Line(text); shown != text {
		return shown
	}
	return ""
}
