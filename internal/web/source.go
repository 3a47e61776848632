package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/facet"
)

// sourceAnswer says what is shown, and how far the table is.
type sourceAnswer struct {
	Name     string         `json:"name"`
	Version  string         `json:"version"`
	Parquet  bool           `json:"parquet"`
	Command  string         `json:"command"`
	State    tableState     `json:"state"`
	Error    string         `json:"error,omitempty"`
	Hint     string         `json:"hint,omitempty"`
	Progress progressAnswer `json:"progress"`
	Events   int64          `json:"events"`
	First    *time.Time     `json:"first,omitempty"`
	Last     *time.Time     `json:"last,omitempty"`
	Focus    *focus         `json:"focus,omitempty"`
	Base     []wordValue    `json:"base"`
	Account  accountAnswer  `json:"account"`
	Warnings []warning      `json:"warnings"`
	More     int            `json:"moreWarnings"`
	Notes    []string       `json:"notes"`
	Fields   []fieldAnswer  `json:"fields"`
	Sums     []string       `json:"sums"`
	Zone     string         `json:"zone"`
	Case     string         `json:"case"`
}

// progressAnswer says how far a reading is.
type progressAnswer struct {
	Done    float64 `json:"done"` // from 0 to 1
	Files   int     `json:"files"`
	OfFiles int     `json:"ofFiles"`
	Bytes   int64   `json:"bytes"`
	OfBytes int64   `json:"ofBytes"`
	Events  int64   `json:"events"`
	Doing   string  `json:"doing"`
}

// accountAnswer is the account of what was read.
type accountAnswer struct {
	trailq.Summary
	Text     string `json:"text"`
	Complete bool   `json:"complete"`
}

// fieldAnswer is a field that is counted.
type fieldAnswer struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Open  bool   `json:"open"`
	Means string `json:"means"`
}

func (s *Server) showSource(w http.ResponseWriter, _ *http.Request) error {
	answer := sourceAnswer{
		Name: strings.Join(s.options.Sources, " "), Version: s.options.Version, Command: s.commandLine("web", nil),
		Base: s.baseWords(), Fields: fieldAnswers(), Sums: append(ask.SumNames(), facet.Dollars),
		Zone: s.options.Clock.Now().Location().String(), Case: s.options.Case,
	}
	s.session.allEvents().describe(&answer)
	answer.Warnings, answer.More, answer.Notes = s.log.snapshot()
	return writeJSON(w, answer)
}

func fieldAnswers() []fieldAnswer {
	var fields []fieldAnswer
	for _, field := range facet.Fields() {
		fields = append(fields, fieldAnswer{Name: field.Name, Label: field.Name, Open: field.Open, Means: field.Means})
	}
	return fields
}

// describe says how far the table is, and what it has.
func (t *eventTable) describe(answer *sourceAnswer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	answer.State, answer.Events, answer.Focus = t.state, t.span.events, t.focus
	if t.failure != nil {
		answer.Error, answer.Hint = t.failure.Error, t.failure.Hint
	}
	if !t.span.first.IsZero() {
		first, last := t.span.first, t.span.last
		answer.First, answer.Last = &first, &last
	}
	if t.run == nil {
		return
	}
	answer.Parquet = t.run.IsParquet()
	answer.Progress = t.progressLocked()
	took := t.took
	if t.state == stateOpening {
		took = time.Since(t.began)
	}
	reading := t.run.Reading()
	answer.Account = accountAnswer{Summary: reading.Summary, Text: account.DescribeReading(&reading, new(ask.Outcome), took), Complete: reading.Complete()}
}

// progressLocked says how far the reading is.
func (t *eventTable) progressLocked() progressAnswer {
	if t.run == nil {
		return progressAnswer{Doing: "opening"}
	}
	p := t.run.Progress()
	s := p.Reading.Summary
	answer := progressAnswer{
		Files: s.Files.Read + s.Files.Failed, OfFiles: p.Files, Bytes: s.StoredBytes, OfBytes: p.Bytes, Events: s.Records.Yielded,
		Doing: "reading the logs",
	}
	switch {
	case t.state == stateReady:
		answer.Done, answer.Doing = 1, ""
	case p.AllListed && p.Bytes > 0:
		answer.Done = min(float64(s.StoredBytes)/float64(p.Bytes), 1)
		if s.Files.Pending == 0 && answer.Files >= p.Files {
			answer.Doing = "making the table"
		}
	}
	return answer
}

// progressPace is how often progress is told.
const progressPace = 150 * time.Millisecond

// streamProgress tells how far the table is, until it is made.
func (s *Server) streamProgress(w http.ResponseWriter, r *http.Request) error {
	stream := newEventStream(w)
	t := s.session.allEvents()
	tick := time.NewTicker(progressPace)
	defer tick.Stop()
	for {
		t.mu.Lock()
		state := struct {
			State    tableState     `json:"state"`
			Progress progressAnswer `json:"progress"`
			Events   int64          `json:"events"`
		}{t.state, t.progressLocked(), t.span.events}
		t.mu.Unlock()
		if err := stream.send("state", state); err != nil || state.State != stateOpening {
			return nil //nolint:nilerr // the browser has gone
		}
		select {
		case <-tick.C:
		case <-t.made:
		case <-r.Context().Done():
			return nil
		}
	}
}

// eventStream sends server-sent events.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func newEventStream(w http.ResponseWriter) *eventStream {
	w.Header().Set("Content-Type", "text/event-stream")
	return &eventStream{w, http.NewResponseController(w)}
}

// send sends an event.
func (e *eventStream) send(name string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.w, "event: %s\ndata: %s\n\n", name, data); err != nil {
		return err
	}
	return e.control.Flush()
}
