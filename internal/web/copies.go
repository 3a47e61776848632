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
	"github.com/trailq/trailq/internal/casefile"
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
		return answer, s.copyExplore(answer, query, values)
	case "changes":
		if hasWindows(query) {
			return answer, s.addReport(answer, "report", "diff", query)
		}
		state, err := s.readState(query.Encode())
		if err != nil {
			return nil, err
		}
		return answer, s.copyTimeline(answer, state, sharedValues(query)) // it shows the chart alone
	case "cost", "who":
		return answer, s.addReport(answer, "report", screen, query)
	case "evidence":
		return answer, s.copyPins(answer)
	case "coverage":
		delete(query, "where") // it is on events
		state, err := s.readState(query.Encode())
		if err != nil {
			return nil, err
		}
		if s.session.AllEvents().Status().IsParquet { // there are no log files any more
			return answer, s.addReport(answer, "report", "timeline", cloneValues(query, "every", "hour", "by", "account,region", "series", "0"))
		}
		state.selection.Filter.Where = nil
		answer.NoSQL = "coverage is about log files, which SQL does not see"
		answer.add("report", s.commandLine("coverage", selectionWords(state.selection)), "")
		return answer, nil
	case "sql":
		answer.add("report", s.commandLine("sql", s.baseWords(), values.Get("query")), values.Get("query"))
		return answer, nil
	}
	return nil, reply.BadWords("screen: there is no screen " + screen)
}

// copyExplore adds what the screen of the events shows: the list, the events in time,
// and the values of the fields that the page shows.
func (s *Server) copyExplore(answer *copyAnswer, query, page url.Values) error {
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
	shared := sharedValues(query)
	limit := cmp.Or(page.Get("n"), strconv.Itoa(shownValues))
	for field := range strings.SplitSeq(page.Get("facets"), ",") {
		name := "facet " + field
		if field == "" {
			name, field = "facet", cmp.Or(page.Get("facet"), "caller")
		}
		if err := s.copyTop(answer, state, cloneValues(shared, "by", field, "limit", limit), name); err != nil {
			return err
		}
	}
	return s.copyTimeline(answer, state, shared)
}

// sharedValues returns the words that select events.
func sharedValues(query url.Values) url.Values {
	shared := url.Values{}
	for name, values := range query {
		if name != "by" && name != "sum" && name != "select" {
			shared[name] = values
		}
	}
	return shared
}

// copyPins adds what was pinned: the events, and the views by their titles.
func (s *Server) copyPins(answer *copyAnswer) error {
	selection := s.options.Selection
	selection.Filter.Where = slices.Clone(selection.Filter.Where)
	var quoted []string
	for _, pin := range s.cases.Pins() {
		switch {
		case pin.Kind == casefile.View:
			answer.add(strings.TrimSpace(pin.Title+" "+pin.URL), pin.Command, pin.SQL)
		case pin.EventID != "":
			selection.Filter.Where = append(selection.Filter.Where, "eventID="+pin.EventID)
			quoted = append(quoted, report.QuoteText(pin.EventID).String())
		}
	}
	if len(quoted) > 0 {
		answer.add("list", s.commandLine("events", selectionWords(selection)),
			"SELECT *\nFROM cloudtrail_logs\nWHERE eventid IN ("+strings.Join(quoted, ", ")+")")
	}
	if answer.Command == "" {
		answer.NoSQL = "nothing is pinned"
	}
	return nil
}

// copyTop adds the values of a field under a name.
func (s *Server) copyTop(answer *copyAnswer, state *state, values url.Values, as string) error {
	name := "top"
	switch state.sum {
	case "":
	case facet.Dollars:
		name = "cost"
	default:
		values.Set("sum", state.sum)
	}
	return s.addReport(answer, as, name, values)
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
