package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/words"
)

// state is what an address asks for: the words of the flags, and those of the page.
type state struct {
	// selection are the filters of the command and of the address together.
	selection ask.Selection
	where     []string // of the address alone
	from, to  time.Time
	by        string
	sum       string
	selected  window
	words     url.Values // of the page alone
}

// window is a time from which and before which; zero is none.
type window struct{ from, to time.Time }

func (w window) isGiven() bool { return !w.from.IsZero() && !w.to.IsZero() }

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
		return nil, badWords("the address cannot be read: " + err.Error())
	}
	own := &state{words: url.Values{}}
	asked := url.Values{}
	for name, texts := range values {
		switch {
		case slices.Contains(stateWords(), name):
			asked[name] = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
		case name == "tab", slices.Contains(more, name):
			own.words[name] = texts
		default:
			return nil, badWords("there is no word " + name)
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
func readWindow(text string, now time.Time) (window, error) {
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		return window{}, badWords("select: want FROM..TO")
	}
	start, err := words.ParseMoment(from, now)
	if err != nil {
		return window{}, badWords("select: " + err.Error())
	}
	end, err := words.ParseMoment(to, now)
	if err != nil {
		return window{}, badWords("select: " + err.Error())
	}
	if !start.Before(end) {
		return window{}, badWords("select: the window is empty")
	}
	return window{start, end}, nil
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
	table  *eventTable
	events *facet.View
}

// viewTable returns the view of a state, or an error where its table is not ready.
func (s *Server) viewTable(own *state) (*view, error) {
	all := &view{own, s.session.allEvents(), nil}
	if err := all.table.isReady(); err != nil {
		return nil, all.preparing(err)
	}
	events, rest, err := facet.NewView(facet.Selection{From: own.from, To: own.to, Where: own.where})
	if err != nil {
		return nil, err
	}
	v := &view{own, s.session.tableFor(rest), events}
	if err := v.table.isReady(); err != nil {
		return nil, v.preparing(err)
	}
	return v, nil
}

// preparing returns the answer while a table for further conditions is made.
func (v *view) preparing(err error) error {
	v.table.mu.Lock()
	defer v.table.mu.Unlock()
	if v.table.state != stateOpening {
		return err
	}
	what := "reading the logs"
	if len(v.table.where) > 0 {
		what += " for " + strings.Join(v.table.where, " and ")
	}
	return preparingError{preparingAnswer{Preparing: what, Progress: v.table.progressLocked()}}
}

// preparingAnswer says that an answer will be there later.
type preparingAnswer struct {
	Preparing string         `json:"preparing"`
	Progress  progressAnswer `json:"progress"`
}

// preparingError is that as an error.
type preparingError struct{ preparingAnswer }

func (e preparingError) Error() string { return e.Preparing }
