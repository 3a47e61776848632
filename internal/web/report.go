package web

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/evidence"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
)

// reportEngine returns the options of an engine that answers a report. A report that
// names the memory that it needs is given what the command has.
func (s *Server) reportEngine() ask.EngineOptions {
	options := s.session.engineOptions(reportShare)
	t := s.session.allEvents()
	if t.engine != nil {
		options.Memory = cmp.Or(options.Memory, int64(float64(t.engine.MemoryLimit())/tableShare))
	}
	return options
}

// newReport returns the report of a command; nil where it is none.
func (s *Server) newReport(name string) ask.Report {
	switch name {
	case "top":
		return ask.NewTop()
	case "cost":
		return ask.NewCost()
	case "diff":
		return ask.NewDiff(words.NewClock(s.options.Clock.Now()))
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

// askedReport is a report with its words, and the state that it is about.
type askedReport struct {
	name  string
	query *ask.Query
	state *state
	words []wordValue // of the report
}

// prepareReport reads the words of an address as those of a report.
func (s *Server) prepareReport(name string, query url.Values) (*askedReport, error) {
	asked := s.newReport(name)
	if asked == nil {
		return nil, notFound("there is no report " + name)
	}
	if name == "diff" {
		query = defaultWindows(query)
	}
	own, rest := splitWords(query, asked.Words())
	if err := asked.Words().SetAll(own); err != nil {
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

// defaultWindows returns the words of a comparison. Where they name no windows, the
// selection is compared with as long a time before it.
func defaultWindows(query url.Values) url.Values {
	selected, err := readWindow(query.Get("select"), time.Now())
	given := slices.ContainsFunc([]string{"before", "after", "at"}, query.Has)
	words := cloneValues(query)
	if !given && err == nil {
		earlier := selected.from.Add(-selected.to.Sub(selected.from))
		words.Set("before", earlier.Format(time.RFC3339)+".."+selected.from.Format(time.RFC3339))
		words.Set("after", selected.from.Format(time.RFC3339)+".."+selected.to.Format(time.RFC3339))
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
	return s.streamRun(w, r, runOptions{options: asked.query.Options, sources: s.session.sources}, func(ctx context.Context, run *ask.Run, show ask.Show) (*endAnswer, error) {
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
		return badWords("where: coverage is about log files, and takes no conditions on events")
	}
	env := s.options.Environment
	env.Reporter, env.Evidence, env.Confine = &s.log, true, nil
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
	progressAnswer
	Waiting bool `json:"waiting"` // for another report to end
}

// streamRun runs something over the logs, and sends its tables and how far it is. When
// the browser closes the connection, it stops.
func (s *Server) streamRun(w http.ResponseWriter, r *http.Request, what runOptions, answer func(context.Context, *ask.Run, ask.Show) (*endAnswer, error)) error {
	began := time.Now()
	stream := &lockedStream{stream: newEventStream(w)}
	ctx := r.Context()
	stopWaiting := stream.sendEvery(ctx, func() any { return reportProgress{progressAnswer{Doing: "waiting for another report"}, true} })
	err := s.reports.acquire(ctx)
	stopWaiting()
	if err != nil {
		return nil //nolint:nilerr // the browser has gone
	}
	defer s.reports.release()
	run, err := what.sources.Start(ctx, what.options)
	if err != nil {
		return stream.send("failed", explainFailure(ctx, err))
	}
	defer run.Close() //nolint:errcheck // temporary files alone are lost
	stop := stream.sendEvery(ctx, func() any { return reportProgress{progressAnswer: progressOf(run)} })
	end, err := answer(ctx, run, stream.showTables)
	stop()
	if err != nil {
		return stream.send("failed", explainFailure(ctx, err))
	}
	end.finish(run, time.Since(began))
	return stream.send("end", end)
}

// progressOf says how far a run is.
func progressOf(run *ask.Run) progressAnswer {
	p := run.Progress()
	s := p.Reading.Summary
	answer := progressAnswer{Files: s.Files.Read + s.Files.Failed, OfFiles: p.Files, Bytes: s.StoredBytes, OfBytes: p.Bytes, Events: s.Records.Yielded, Doing: "reading the logs"}
	if p.AllListed && p.Bytes > 0 {
		answer.Done = min(float64(s.StoredBytes)/float64(p.Bytes), 1)
	}
	return answer
}

// finish adds what is known at the end.
func (e *endAnswer) finish(run *ask.Run, took time.Duration) {
	reading := run.Reading()
	e.Account = accountAnswer{Summary: reading.Summary, Text: account.DescribeReading(&reading, e.outcome, took), Complete: reading.Complete()}
	e.Millis = took.Milliseconds()
	e.Notes = []string{}
	for _, note := range e.outcome.Notes {
		e.Notes = append(e.Notes, render.Line(note.Spell(func(word string) string { return "--" + word })))
	}
	if e.SQL == nil {
		e.SQL = []string{}
	}
}

// lockedStream is a stream that a report and its progress share.
type lockedStream struct {
	mu     sync.Mutex
	stream *eventStream
}

func (l *lockedStream) send(name string, value any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.stream.send(name, value) // or the browser has gone, and the context says so
	return nil
}

// sendEvery sends progress until it is stopped.
func (l *lockedStream) sendEvery(ctx context.Context, progress func() any) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var telling sync.WaitGroup
	telling.Go(func() {
		tick := time.NewTicker(progressPace)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_ = l.send("progress", progress())
			}
		}
	})
	return func() {
		cancel()
		telling.Wait()
	}
}

// tableAnswer is a table of a report.
type tableAnswer struct {
	Name    string            `json:"name"`
	Title   string            `json:"title,omitempty"`
	Columns []columnAnswer    `json:"columns"`
	Rows    []json.RawMessage `json:"rows"`
	Notes   []string          `json:"notes"`
	Chart   *chartAnswer      `json:"chart,omitempty"`
}

type columnAnswer struct {
	Name   string `json:"name"`
	Unit   string `json:"unit,omitempty"`
	Detail bool   `json:"detail,omitempty"`
}

// chartAnswer says which columns are a chart.
type chartAnswer struct {
	Time   int   `json:"time"`
	Bucket int64 `json:"bucket"` // in seconds
	Series []int `json:"series"`
	Value  int   `json:"value"`
	Mark   int   `json:"mark"`
}

// showTables sends tables. It is an [ask.Show].
func (l *lockedStream) showTables(tables ...*table.Table) error {
	for _, one := range tables {
		answer, err := readTable(one)
		if err != nil {
			return err
		}
		_ = l.send("table", answer)
	}
	return nil
}

func readTable(t *table.Table) (*tableAnswer, error) {
	answer := &tableAnswer{Name: t.Name, Title: t.Title, Columns: []columnAnswer{}, Rows: []json.RawMessage{}, Notes: []string{}}
	for _, column := range t.Columns {
		answer.Columns = append(answer.Columns, columnAnswer{column.Name, unitName(column.Unit), column.Detail})
	}
	for row, err := range t.Rows {
		if err != nil {
			return nil, err
		}
		answer.Rows = append(answer.Rows, appendRow(nil, row))
	}
	for _, note := range t.Notes {
		answer.Notes = append(answer.Notes, render.Line(note))
	}
	if c := t.Chart; c != nil {
		answer.Chart = &chartAnswer{c.Time, int64(c.Bucket / time.Second), c.Series, c.Value, c.Mark}
	}
	return answer, nil
}

// appendRow appends a row as an array of JSON.
func appendRow(dst []byte, row []table.Value) []byte {
	for i, value := range row {
		dst = append(dst, "[,"[min(i, 1)])
		dst = value.AppendJSON(dst)
	}
	if len(row) == 0 {
		dst = append(dst, '[')
	}
	return append(dst, ']')
}

func unitName(unit table.Unit) string {
	switch unit {
	case table.UnitBytes:
		return "bytes"
	case table.UnitShare:
		return "share"
	case table.UnitPercent:
		return "percent"
	case table.UnitDollars:
		return "dollars"
	}
	return ""
}
