package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// sourceAnswer says what is shown, and how far the table is.
type sourceAnswer struct {
	Name     string           `json:"name"`
	Version  string           `json:"version"`
	Parquet  bool             `json:"parquet"`
	Command  string           `json:"command"`
	State    tables.State     `json:"state"`
	Error    string           `json:"error,omitempty"`
	Hint     string           `json:"hint,omitempty"`
	Counted  bool             `json:"counted"` // there are numbers, perhaps before all is read
	Progress tables.Progress  `json:"progress"`
	Events   int64            `json:"events"`
	First    *time.Time       `json:"first,omitempty"`
	Last     *time.Time       `json:"last,omitempty"`
	Focus    *tables.Focus    `json:"focus,omitempty"`
	Base     []wordValue      `json:"base"`
	Account  accountAnswer    `json:"account"`
	Warnings []tables.Warning `json:"warnings"`
	More     int              `json:"moreWarnings"`
	Notes    []string         `json:"notes"`
	Fields   []fieldAnswer    `json:"fields"`
	Sums     []string         `json:"sums"`
	Zone     string           `json:"zone"`
	Case     string           `json:"case"`
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
	status := s.session.AllEvents().Status()
	answer := sourceAnswer{
		Name: strings.Join(s.options.Sources, " "), Version: s.options.Version, Command: s.commandLine("web", nil),
		Parquet: status.IsParquet, State: status.State, Counted: status.IsCounted(), Progress: status.Progress, Events: status.Span.Events, Focus: status.Focus,
		Base: s.baseWords(), Fields: fieldAnswers(), Sums: append(ask.SumNames(), facet.Dollars), Account: accountOf(&status.Reading, new(ask.Outcome), status.Took),
		Zone: s.options.Clock.Now().Location().String(), Case: s.options.Case,
	}
	if status.Failure != nil {
		answer.Error, answer.Hint = status.Failure.Message, status.Failure.Hint
	}
	if !status.Span.First.IsZero() {
		answer.First, answer.Last = &status.Span.First, &status.Span.Last
	}
	answer.Warnings, answer.More, answer.Notes = s.session.Log().Snapshot()
	return reply.WriteJSON(w, answer)
}

// accountOf returns the account of a reading.
func accountOf(reading *engine.Reading, outcome *ask.Outcome, took time.Duration) accountAnswer {
	return accountAnswer{Summary: reading.Summary, Text: account.DescribeReading(reading, outcome, took), Complete: reading.Complete()}
}

func fieldAnswers() []fieldAnswer {
	var fields []fieldAnswer
	for _, field := range facet.Fields() {
		fields = append(fields, fieldAnswer{Name: field.Name, Label: field.Name, Open: field.Open, Means: field.Means})
	}
	return fields
}

// streamProgress tells how far the table is, until it is made.
func (s *Server) streamProgress(w http.ResponseWriter, r *http.Request) error {
	stream := reply.NewStream(w)
	t := s.session.AllEvents()
	tick := time.NewTicker(reply.ProgressPace)
	defer tick.Stop()
	for {
		status := t.Status()
		stream.Send("state", struct {
			State    tables.State    `json:"state"`
			Counted  bool            `json:"counted"`
			Progress tables.Progress `json:"progress"`
			Events   int64           `json:"events"`
		}{status.State, status.IsCounted(), status.Progress, status.Span.Events})
		if status.State != tables.Opening {
			return nil
		}
		select {
		case <-tick.C:
		case <-t.Made():
		case <-r.Context().Done():
			return nil
		}
	}
}
