package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// copyAnswer are the commands and the SQL that give what a screen shows.
type copyAnswer struct {
	Command  string            `json:"command"`
	SQL      string            `json:"sql"`
	Commands map[string]string `json:"commands"`
	SQLs     map[string]string `json:"sqls"`
	// NoSQL says why there is no SQL.
	NoSQL string `json:"noSQL,omitempty"`
}

// add adds a command and its SQL under a name; the first of them are those of the
// screen.
func (c *copyAnswer) add(name, command, sql string) {
	c.Commands[name], c.SQLs[name] = command, sql
	if c.Command == "" {
		c.Command, c.SQL = command, sql
	}
}

// copyWords are the words of an address that are about copies alone.
func copyWords() []string { return []string{"screen", "facet", "facets", "q", "n", "query", "tab"} }

func (s *Server) showCopies(w http.ResponseWriter, r *http.Request) error {
	answer, err := s.copies(r.URL.Query())
	if err != nil {
		return err
	}
	return reply.WriteJSON(w, answer)
}

// copies returns the commands and the SQL of a screen. They follow from the address
// alone.
func (s *Server) copies(values url.Values) (*copyAnswer, error) {
	answer := &copyAnswer{Commands: map[string]string{}, SQLs: map[string]string{}}
	screen := cmp.Or(values.Get("screen"), "explore")
	query := url.Values{}
	for name, texts := range values {
		if !slices.Contains(copyWords(), name) {
			query[name] = texts
		}
	}
	switch screen {
	case "explore":
		return answer, s.copyExplore(answer, query, cmp.Or(values.Get("facet"), "caller"))
	case "changes", "cost", "who":
		name := map[string]string{"changes": "diff", "cost": "cost", "who": "who"}[screen]
		return answer, s.copyReport(answer, name, query)
	case "coverage":
		state, err := s.readState(query.Encode())
		if err != nil {
			return nil, err
		}
		answer.NoSQL = "coverage is about log files, which SQL does not see"
		answer.add("report", s.commandLine("coverage", selectionWords(state.selection)), "")
		return answer, nil
	case "sql":
		state, err := s.readState(query.Encode())
		if err != nil {
			return nil, err
		}
		answer.add("report", s.commandLine("sql", selectionWords(state.selection), values.Get("query")), values.Get("query"))
		return answer, nil
	}
	return nil, reply.BadWords("screen: there is no screen " + screen)
}

// copyExplore adds what the screen of the events shows: the list, the events in time,
// and the values of a field.
func (s *Server) copyExplore(answer *copyAnswer, query url.Values, field string) error {
	state, err := s.readState(query.Encode())
	if err != nil {
		return err
	}
	filters := selectionWords(state.selection)
	where, err := report.Conditions(&state.selection.Filter)
	if err != nil {
		return err
	}
	list, err := facet.List(where, shownRows)
	if err != nil {
		return err
	}
	flags := []wordValue{{"newest", "true"}, {"limit", strconv.Itoa(shownRows)}, {"fields", "eventTime,eventSource,eventName,caller,sourceIPAddress,error,$path,$record"}}
	answer.add("list", s.commandLine("events", slices.Concat(filters, flags)), strings.TrimSpace(list))
	shared := url.Values{}
	for name, values := range query {
		if name != "by" && name != "sum" && name != "select" {
			shared[name] = values
		}
	}
	if err := s.copyTop(answer, state, shared, field); err != nil {
		return err
	}
	return s.copyTimeline(answer, state, shared)
}

// copyTop adds the values of a field.
func (s *Server) copyTop(answer *copyAnswer, state *state, shared url.Values, field string) error {
	values := cloneValues(shared, "by", field, "limit", strconv.Itoa(shownValues))
	name := "top"
	switch state.sum {
	case "":
	case facet.Dollars:
		name = "cost"
	default:
		values.Set("sum", state.sum)
	}
	return s.addReport(answer, "facet", name, values)
}

// copyTimeline adds the events in time.
func (s *Server) copyTimeline(answer *copyAnswer, state *state, shared url.Values) error {
	step := s.session.AllEvents().Step(tables.Window{From: state.from, To: state.to})
	if state.sum == facet.Dollars {
		unit := map[time.Duration]string{time.Hour: "hour", 24 * time.Hour: "day"}[step]
		return s.addReport(answer, "histogram", "cost", cloneValues(shared, "by", cmp.Or(unit, "minute"), "limit", "0"))
	}
	every := map[time.Duration]string{time.Minute: "minute", 5 * time.Minute: "5m", time.Hour: "hour", 24 * time.Hour: "day"}[step]
	values := cloneValues(shared, "every", every)
	if state.by != "" {
		values.Set("by", state.by)
	}
	if state.sum != "" {
		values.Set("sum", state.sum)
	}
	return s.addReport(answer, "histogram", "timeline", values)
}

// cloneValues returns values with more of them, in pairs of word and value.
func cloneValues(values url.Values, more ...string) url.Values {
	cloned := url.Values{}
	for name, texts := range values {
		cloned[name] = texts
	}
	for i := 0; i+1 < len(more); i += 2 {
		cloned.Set(more[i], more[i+1])
	}
	return cloned
}

// copyReport adds a report.
func (s *Server) copyReport(answer *copyAnswer, name string, query url.Values) error {
	return s.addReport(answer, "report", name, query)
}

// addReport adds a report under a name.
func (s *Server) addReport(answer *copyAnswer, as, name string, query url.Values) error {
	asked, err := s.prepareReport(name, query)
	if err != nil {
		return err
	}
	statements, err := asked.query.SQL(ask.SQLForAthena)
	if err != nil {
		answer.NoSQL = reply.Explain(context.Background(), err).Message
	}
	answer.add(as, asked.command(s), strings.Join(statements, ";\n\n"))
	return nil
}
