package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/trailq/trailq/internal/casefile"
	"github.com/trailq/trailq/internal/web/reply"
)

// caseAnswer is what was pinned.
type caseAnswer struct {
	File string         `json:"file"`
	Pins []casefile.Pin `json:"pins"`
}

func (s *Server) showCase(w http.ResponseWriter, _ *http.Request) error {
	return reply.WriteJSON(w, caseAnswer{s.cases.Name(), s.cases.Pins()})
}

// caseChange is a change of the case: what to do, and with which pin.
type caseChange struct {
	Do   string       `json:"do"`
	Pin  casefile.Pin `json:"pin"`
	ID   string       `json:"id"`
	Note string       `json:"note"`
	To   int          `json:"to"`
}

func (s *Server) changeCase(w http.ResponseWriter, r *http.Request) error {
	var change caseChange
	if err := json.NewDecoder(r.Body).Decode(&change); err != nil {
		return reply.BadWords("the change cannot be read: " + err.Error())
	}
	err := s.applyChange(r.Context(), &change)
	switch {
	case errors.Is(err, casefile.ErrNoPin):
		return reply.NotFound(err.Error())
	case err != nil:
		return err
	}
	return s.showCase(w, r)
}

func (s *Server) applyChange(ctx context.Context, change *caseChange) error {
	switch change.Do {
	case "add":
		pin, err := s.newPin(ctx, &change.Pin)
		if err != nil {
			return err
		}
		return s.cases.Add(*pin)
	case "note":
		return s.cases.SetNote(change.ID, change.Note)
	case "remove":
		return s.cases.Remove(change.ID)
	case "move":
		return s.cases.Move(change.ID, change.To)
	}
	return reply.BadWords("do: want add, note, remove or move")
}

// newPin returns a pin with what follows from it: of an event the hash and a summary, of
// a view the command and the SQL.
func (s *Server) newPin(ctx context.Context, asked *casefile.Pin) (*casefile.Pin, error) {
	pin := &casefile.Pin{Kind: asked.Kind, Note: asked.Note}
	switch asked.Kind {
	case casefile.Event:
		record, err := s.record(ctx, asked.File, asked.Number, false)
		if err != nil {
			return nil, err
		}
		pin.File, pin.Number, pin.SHA256 = record.File, record.Number, record.SHA256
		pin.EventID, pin.Summary = record.leaf("eventID"), record.summary()
		return pin, nil
	case casefile.View:
		address, err := url.Parse(asked.URL)
		if err != nil || address.Host != "" || address.Scheme != "" || !strings.HasPrefix(address.Path, "/") {
			return nil, reply.BadWords("url: want the address of a view of this page")
		}
		query := address.Query()
		query.Set("screen", strings.TrimPrefix(address.Path, "/"))
		copies, err := s.copies(query)
		if err != nil {
			return nil, err
		}
		pin.URL, pin.Title, pin.Command, pin.SQL = asked.URL, asked.Title, copies.Command, copies.SQL
		return pin, nil
	}
	return nil, reply.BadWords("kind: want event or view")
}

// leaf returns the value at a path in a record.
func (a *recordAnswer) leaf(path string) string {
	for _, leaf := range a.Leaves {
		if leaf.Path == path {
			return leaf.Value
		}
	}
	return ""
}

// summary returns a line about a record.
func (a *recordAnswer) summary() string {
	parts := []string{a.leaf("eventTime")}
	for _, name := range []string{"service", "eventName", "caller"} {
		for _, field := range a.Fields {
			if field.Field == name && field.Value != nil {
				parts = append(parts, *field.Value)
			}
		}
	}
	return strings.Join(parts, " ")
}
