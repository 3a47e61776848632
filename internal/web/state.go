package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
	"github.com/trailq/trailq/internal/words"
)

// state is what an address asks for: the words of the flags, and those of the page.
type state struct {
	// selection are the filters of the command and of the address together.
	selection ask.Selection
	where     []string // of the address alone
	from, to  time.Time
	zone      string // in which times without an offset are read; empty is the command's
	by        string
	sum       string
	selected  tables.Window
	words     url.Values // of the page alone
}

// stateWords lists the words of a state.
func stateWords() []string { return []string{"where", "from", "to", "tz", "by", "sum", "select"} }

// parseState reads the words of an address. Others than those of a state and more are
// mistakes.
func (s *Server) parseState(r *http.Request, more ...string) (*state, error) {
	return s.readState(r.URL.RawQuery, more...)
}

// readState reads the words of the query of an address.
func (s *Server) readState(query string, more ...string) (*state, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, reply.BadWords("the address cannot be read: " + err.Error())
	}
	own := &state{words: url.Values{}, zone: values.Get("tz")}
	asked := url.Values{}
	for name, texts := range values {
		switch {
		case strings.ContainsRune(strings.Join(texts, ""), 0):
			return nil, reply.BadWords(name + ": SQL cannot write U+0000")
		case slices.Contains(stateWords(), name):
			asked[name] = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
		case name == "tab", slices.Contains(more, name):
			own.words[name] = texts
		default:
			return nil, reply.BadWords("there is no word " + name)
		}
	}
	if err := own.setWords(asked, s.options.Clock); err != nil {
		return nil, err
	}
	own.selection = s.narrowSelection(own)
	options := ask.Options{Selection: own.selection}
	return own, options.Check()
}

// setWords reads the words of a state.
func (own *state) setWords(values url.Values, now *words.Clock) error {
	var filters ask.Selection
	clock := words.NewClock(now.Now())
	place := filters.PlaceWords(clock)
	selected := ""
	known := append(filters.WhereWords(),
		words.New("by", words.Text(&own.by)), words.New("sum", words.NewChoice(&own.sum, append(ask.SumNames(), facet.Dollars)...)),
		words.New("select", words.Text(&selected)))
	for _, name := range []string{"from", "to", "tz"} {
		if word, found := place.Find(name); found {
			known = append(known, word)
		}
	}
	if err := known.SetAll(values); err != nil {
		return err
	}
	own.where, own.from, own.to = filters.Filter.Where, filters.Filter.From, filters.Filter.To
	if selected == "" {
		return nil
	}
	var err error
	own.selected, err = readWindow(selected, clock.Now())
	return err
}

// readWindow reads FROM..TO.
func readWindow(text string, now time.Time) (tables.Window, error) {
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		return tables.Window{}, reply.BadWords("select: want FROM..TO")
	}
	start, err := words.ParseMoment(from, now)
	if err != nil {
		return tables.Window{}, reply.BadWords("select: " + err.Error())
	}
	end, err := words.ParseMoment(to, now)
	if err != nil {
		return tables.Window{}, reply.BadWords("select: " + err.Error())
	}
	if !start.Before(end) {
		return tables.Window{}, reply.BadWords("select: the window is empty")
	}
	return tables.Window{From: start, To: end}, nil
}

// narrowSelection returns the selection of the command with the words of an address.
func (s *Server) narrowSelection(own *state) ask.Selection {
	selection := s.options.Selection
	selection.Filter.Where = slices.Concat(selection.Filter.Where, own.where)
	if !selection.Since.IsZero() {
		selection.Filter.From, selection.Since = selection.Since, time.Time{}
	}
	if own.from.After(selection.Filter.From) {
		selection.Filter.From = own.from
	}
	if to := selection.Filter.To; !own.to.IsZero() && (to.IsZero() || own.to.Before(to)) {
		selection.Filter.To = own.to
	}
	return selection
}

// view is a state over a table that is ready.
type view struct {
	*state
	table  *tables.Table
	all    *tables.Table // of all events, which can be the same
	events *facet.View
}

// viewTable returns the view of a state, or an error where its table is not ready.
func (s *Server) viewTable(own *state) (*view, error) {
	all := s.session.AllEvents()
	if err := checkTable(all); err != nil {
		return nil, err
	}
	events, rest, err := facet.NewView(facet.Selection{From: own.from, To: own.to, Where: own.where})
	if err != nil {
		return nil, err
	}
	v := &view{own, s.session.TableWith(tables.Content{Where: rest, Dollars: own.sum == facet.Dollars}), all, events}
	return v, checkTable(v.table)
}

// checkTable returns an error where a table is not ready, which says how far it is.
func checkTable(t *tables.Table) error {
	status := t.Status()
	if status.State != tables.Opening {
		return t.Check()
	}
	what, content := "reading the logs", t.Content()
	if len(content.Where) > 0 {
		what += " for " + strings.Join(content.Where, " and ")
	}
	if content.Dollars {
		what += " to price their calls"
	}
	return &reply.Preparing{What: what, Progress: status.Progress}
}
