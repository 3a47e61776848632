package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/evidence"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
	"github.com/trailq/trailq/internal/words"
)

// reportEngine returns the options of an engine that answers a report. A report that
// names the memory that it needs is given what the command has.
func (s *Server) reportEngine() ask.EngineOptions {
	options := s.session.EngineOptions(tables.ReportShare)
	options.Memory = cmp.Or(options.Memory, s.session.AllEvents().MemoryLimit())
	return options
}

// newReport returns the report of a command, whose times are those of a clock; nil where
// it is none.
func newReport(name string, clock *words.Clock) ask.Report {
	switch name {
	case "top":
		return ask.NewTop()
	case "cost":
		return ask.NewCost()
	case "diff":
		return ask.NewDiff(clock)
	case "who":
		return ask.NewWho()
	case "timeline":
		return ask.NewTimeline()
	}
	return nil
}

// sharedWords are the words of a state that reports have, too.
func sharedWords() []string { return []string{"by", "sum"} }

// splitWords returns the words of an address that are those of a report, and the query
// with the others.
func splitWords(query url.Values, known words.Words) (own url.Values, rest string) {
	own, others := url.Values{}, url.Values{}
	for name, values := range query {
		if _, found := known.Find(name); found {
			own[name] = values
		} else if !slices.Contains(sharedWords(), name) && name != "select" && name != "tab" {
			others[name] = values
		}
	}
	return own, others.Encode()
}

// fileWords lists the words that name files, which an address cannot.
func fileWords() []string { return []string{"prices", "ip-ranges", "keys"} }

// askedReport is a report with its words, and the state that it is about.
type askedReport struct {
	name  string
	query *ask.Query
	state *state
	words []wordValue // of the report
}

// prepareReport reads the words of an address as those of a report.
func (s *Server) prepareReport(name string, query url.Values) (*askedReport, error) {
	clock, err := s.clockIn(query)
	if err != nil {
		return nil, err
	}
	asked := newReport(name, clock)
	if asked == nil {
		return nil, reply.NotFound("there is no report " + name)
	}
	if name == "diff" {
		query = defaultWindows(query)
	}
	known := slices.DeleteFunc(asked.Words(), func(word words.Word) bool { return slices.Contains(fileWords(), word.Name) })
	own, rest := splitWords(query, known)
	if err := known.SetAll(own); err != nil {
		return nil, err
	}
	state, err := s.readState(rest)
	if err != nil {
		return nil, err
	}
	prepared, err := ask.Prepare(asked, ask.Request{
		Sources: s.options.Sources, Getenv: s.options.Environment.Getenv,
		Options: ask.Options{Selection: state.selection, Engine: s.reportEngine(), LookAhead: true},
	})
	if err != nil {
		return nil, err
	}
	a := &askedReport{name: name, query: prepared, state: state}
	for _, word := range slices.Sorted(maps.Keys(own)) {
		for _, value := range own[word] {
			a.words = append(a.words, wordValue{word, value})
		}
	}
	return a, nil
}

// clockIn returns the clock of the zone that an address names, or of the command's.
func (s *Server) clockIn(query url.Values) (*words.Clock, error) {
	clock := words.NewClock(s.options.Clock.Now())
	zone, found := new(ask.Selection).PlaceWords(clock).Find("tz")
	if !found || query.Get("tz") == "" {
		return clock, nil
	}
	return clock, words.Words{zone}.SetAll(url.Values{"tz": query["tz"]})
}

// hasWindows reports whether an address says what is compared.
func hasWindows(query url.Values) bool {
	return slices.ContainsFunc([]string{"select", "before", "after", "at"}, query.Has)
}

// defaultWindows returns the words of a comparison. Where they name no windows, the
// selection is compared with as long a time before it.
func defaultWindows(query url.Values) url.Values {
	selected, err := readWindow(query.Get("select"), time.Now())
	given := slices.ContainsFunc([]string{"before", "after", "at"}, query.Has)
	words := cloneValues(query)
	if !given && err == nil {
		earlier := selected.From.Add(-selected.To.Sub(selected.From))
		words.Set("before", earlier.Format(time.RFC3339)+".."+selected.From.Format(time.RFC3339))
		words.Set("after", selected.From.Format(time.RFC3339)+".."+selected.To.Format(time.RFC3339))
		given = true
	}
	if given { // which say what is compared
		words.Del("from")
		words.Del("to")
	}
	return words
}

// command returns the command that gives the same answer.
func (a *askedReport) command(s *Server) string {
	flags, arguments := a.words, []string(nil)
	if a.name == "diff" && a.state.zone != "" {
		flags = append(flags, wordValue{"tz", a.state.zone}) // its windows are as they were written
	}
	if a.name == "who" {
		flags = nil
		for _, word := range a.words {
			if word.Word == "what" {
				arguments = append(arguments, word.Value)
			} else {
				flags = append(flags, word)
			}
		}
	}
	return s.commandLine(a.name, append(selectionWords(a.state.selection), flags...), arguments...)
}

// streamReport answers with a report, and tells how far it is.
func (s *Server) streamReport(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("name") == "coverage" {
		return s.streamCoverage(w, r)
	}
	asked, err := s.prepareReport(r.PathValue("name"), r.URL.Query())
	if err != nil {
		return err
	}
	return s.streamRun(w, r, runOptions{options: asked.query.Options, sources: s.session.Sources()}, func(ctx context.Context, run *ask.Run, show ask.Show) (*endAnswer, error) {
		outcome, err := asked.query.Answer(ctx, run, ask.Form{}, show)
		end := &endAnswer{Command: asked.command(s), Empty: outcome.Empty, outcome: outcome}
		end.SQL, _ = asked.query.SQL(ask.SQLForAthena) // some reports have no SQL that Athena understands
		return end, err
	})
}

// streamCoverage answers with the account of log files by account, region and hour.
func (s *Server) streamCoverage(w http.ResponseWriter, r *http.Request) error {
	var coverage evidence.Coverage
	state, err := s.parseState(r)
	if err != nil {
		return err
	}
	if len(state.where) > 0 {
		return reply.BadWords("where: coverage is about log files, and takes no conditions on events")
	}
	env := s.options.Environment
	env.Reporter, env.Evidence, env.Confine = s.session.Log(), true, nil
	sources, err := ask.Open(r.Context(), s.options.Sources, s.options.Access, env)
	if err != nil {
		return err
	}
	options := ask.Options{Selection: state.selection, LookAhead: true}
	options.Selection.Filter.Where = nil
	return s.streamRun(w, r, runOptions{options: options, sources: sources}, func(ctx context.Context, run *ask.Run, show ask.Show) (*endAnswer, error) {
		_, tables, err := coverage.Run(ctx, run)
		if err == nil {
			err = show(tables...)
		}
		return &endAnswer{Command: s.commandLine("coverage", selectionWords(options.Selection)), outcome: new(ask.Outcome)}, err
	})
}

// runOptions say what is read for a report.
type runOptions struct {
	options ask.Options
	sources *ask.Sources
}

// endAnswer is the end of a report.
type endAnswer struct {
	Notes   []string      `json:"notes"`
	Empty   bool          `json:"empty"`
	Account accountAnswer `json:"account"`
	Command string        `json:"command"`
	SQL     []string      `json:"sql"`
	Millis  int64         `json:"ms"`

	outcome *ask.Outcome
}

// reportProgress says how far a report is.
type reportProgress struct {
	tables.Progress
	Waiting bool `json:"waiting"` // for another report to end
}

// streamRun runs something over the logs, and sends its tables and how far it is. When
// the browser closes the connection, it stops.
func (s *Server) streamRun(w http.ResponseWriter, r *http.Request, what runOptions, answer func(context.Context, *ask.Run, ask.Show) (*endAnswer, error)) error {
	began := time.Now()
	stream := reply.NewStream(w)
	ctx := r.Context()
	stopWaiting := stream.SendEvery(ctx, func() any {
		return reportProgress{tables.Progress{Doing: "waiting for another report"}, true}
	})
	err := s.reports.Acquire(ctx)
	stopWaiting()
	if err != nil {
		return nil //nolint:nilerr // the browser has gone
	}
	defer s.reports.Release()
	run, err := what.sources.Start(ctx, what.options)
	if err != nil {
		stream.Send("failed", reply.Explain(ctx, err))
		return nil
	}
	defer run.Close() //nolint:errcheck // temporary files alone are lost
	stop := stream.SendEvery(ctx, func() any { return reportProgress{Progress: tables.ProgressOf(run)} })
	end, err := answer(ctx, run, stream.SendTables)
	stop()
	if err != nil {
		stream.Send("failed", reply.Explain(ctx, err))
		return nil
	}
	end.finish(run, time.Since(began))
	stream.Send("end", end)
	return nil
}

// finish adds what is known at the end.
func (e *endAnswer) finish(run *ask.Run, took time.Duration) {
	reading := run.Reading()
	e.Account = accountOf(&reading, e.outcome, took)
	e.Millis = took.Milliseconds()
	e.Notes = []string{}
	for _, note := range e.outcome.Notes {
		e.Notes = append(e.Notes, render.Line(note.Spell(func(word string) string { return "--" + word })))
	}
	if e.SQL == nil {
		e.SQL = []string{}
	}
}
