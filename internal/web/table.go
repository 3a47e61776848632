package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// packEngine is an engine that keeps a table in memory.
type packEngine interface {
	engine.Engine
	Pack(ctx context.Context, name string, statement dialect.Statement) error
	MemoryLimit() int64
}

// tableState says how far a table is.
type tableState string

// The states of a table.
const (
	stateOpening tableState = "opening"
	stateReady   tableState = "ready"
	stateLarge   tableState = "large" // it needs more memory than there is
	stateFailed  tableState = "failed"
)

// eventTable is a table of events in memory; see package facet.
type eventTable struct {
	where  []string      // conditions on all its events, beside those of the command
	made   chan struct{} // closed when the state is another than opening
	turn   semaphore     // for one statement at a time
	began  time.Time
	ctx    context.Context
	stop   context.CancelFunc
	engine packEngine // nil until it is ready

	mu      sync.Mutex
	state   tableState
	failure *failure
	run     *ask.Run // nil until it reads
	took    time.Duration
	span    timeSpan
	hours   []int64 // since 1970, that have events
	focus   *focus
}

// timeSpan is when events were.
type timeSpan struct {
	events      int64
	first, last time.Time // zero where no event has a time
}

func newEventTable(where []string) *eventTable {
	return &eventTable{where: slices.Clone(where), made: make(chan struct{}), turn: newSemaphore(1), state: stateOpening, began: time.Now()}
}

// build makes the table.
func (t *eventTable) build(ctx context.Context, s *session) {
	t.mu.Lock()
	t.ctx, t.stop = context.WithCancel(ctx)
	t.mu.Unlock()
	err := t.readEvents(t.ctx, s)
	if err == nil {
		err = t.measure(t.ctx)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	defer close(t.made)
	t.took = time.Since(t.began)
	switch {
	case err == nil:
		t.state = stateReady
		return
	case errors.Is(err, duck.ErrMemory):
		t.state = stateLarge
		t.failure = &failure{Error: "the events need more memory than there is", Hint: largeHint(s, t.run), State: string(stateLarge)}
	default:
		t.state = stateFailed
		t.failure = explainFailure(t.ctx, err)
		t.failure.State = string(stateFailed)
	}
	if t.run != nil && t.engine != nil {
		t.engine = nil
	}
}

// largeHint says what to do where the events need too much memory.
func largeHint(s *session, run *ask.Run) string {
	hint := "narrow the window with --from and --to, or allow more with --memory"
	if run == nil || !run.IsParquet() {
		hint += "; trailq convert " + quoteShell(s.options.Sources...) + " parquet/ makes Parquet files, which commands read faster"
	}
	return hint
}

// readEvents reads the logs into the table.
func (t *eventTable) readEvents(ctx context.Context, s *session) error {
	selection := s.options.Selection
	selection.Filter.Where = slices.Concat(selection.Filter.Where, t.where)
	share := tableShare
	if len(t.where) > 0 {
		share = secondShare
	}
	// The numbers of events are added up as costs are: once for each call.
	query, err := ask.Prepare(ask.NewCost(), ask.Request{
		Sources: s.options.Sources, Getenv: s.options.Environment.Getenv,
		Options: ask.Options{Selection: selection, Engine: s.engineOptions(share), LookAhead: true},
	})
	if err != nil {
		return err
	}
	run, err := s.sources.Start(ctx, query.Options)
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.run = run
	t.mu.Unlock()
	if err := run.OpenEngine(ctx); err != nil {
		return err
	}
	packer, ok := run.Engine().(packEngine)
	if !ok {
		return errNoTable
	}
	rows, err := facet.NewTable()
	if err != nil {
		return err
	}
	if err := packer.Pack(ctx, facet.TableName, rows.Statement); err != nil {
		return err
	}
	t.engine = packer
	return nil
}

var errNoTable = errors.New("this engine cannot keep a table in memory")

// measure finds out when the events were.
func (t *eventTable) measure(ctx context.Context) error {
	all, _, err := facet.NewView(facet.Selection{})
	if err != nil {
		return err
	}
	query, err := all.Span()
	if err != nil {
		return err
	}
	var span timeSpan
	if err := t.ask(ctx, query, func(row []table.Value) { span = readSpan(row) }); err != nil {
		return err
	}
	hours, err := t.countHours(ctx, all, &span)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.span, t.focus = span, findFocus(hours)
	for _, hour := range hours {
		t.hours = append(t.hours, hour.hour)
	}
	return nil
}

// countHours counts the events of each hour that has some.
func (t *eventTable) countHours(ctx context.Context, all *facet.View, span *timeSpan) (hours []hourCount, err error) {
	if span.first.IsZero() {
		return nil, nil
	}
	query, err := all.Bins(facet.BinOptions{Start: time.Unix(0, 0), Step: time.Hour})
	if err != nil {
		return nil, err
	}
	err = t.ask(ctx, query, func(row []table.Value) {
		if row[2].Kind() != table.KindNull {
			hours = append(hours, hourCount{readInt(row[2]), readInt(row[3])})
		}
	})
	return hours, err
}

// ask runs a query on the table and lets use have each row. Only one runs at a time.
func (t *eventTable) ask(ctx context.Context, query *report.Report, use func(row []table.Value)) error {
	if err := t.turn.acquire(ctx); err != nil {
		return err
	}
	defer t.turn.release()
	answer, err := t.engine.Query(ctx, query.Statement)
	if err != nil {
		return fmt.Errorf("the table of events: %w", err)
	}
	for row, err := range answer.Table.Rows {
		if err != nil {
			return err
		}
		use(row)
	}
	return nil
}

// isReady returns an error where the table is not ready.
func (t *eventTable) isReady() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.state == stateReady:
		return nil
	case t.failure != nil:
		f := *t.failure
		f.status = 409
		return failureError{&f}
	}
	return failureError{&failure{status: 409, Error: "the logs are being read", State: string(stateOpening)}}
}

// discard stops the making of a table and frees it, when no query runs.
func (t *eventTable) discard() {
	t.mu.Lock()
	stop := t.stop
	t.mu.Unlock()
	if stop != nil {
		stop()
	}
	go func() {
		<-t.made
		_ = t.close() // of what it held, nothing is wanted any more
	}()
}

// close frees the table. Queries must have ended.
func (t *eventTable) close() error {
	t.turn <- struct{}{} // for good
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.run == nil {
		return nil
	}
	return t.run.Close()
}

func readSpan(row []table.Value) timeSpan {
	span := timeSpan{events: readInt(row[0])}
	if row[1].Kind() != table.KindNull {
		span.first, span.last = time.UnixMilli(readInt(row[1])).UTC(), time.UnixMilli(readInt(row[2])).UTC()
	}
	return span
}

// readInt returns a whole number of an answer; NULL is 0.
func readInt(v table.Value) int64 {
	n, _ := strconv.ParseInt(string(v.AppendText(nil)), 10, 64) // the engine has whole numbers there
	return n
}

// readFloat returns a number of an answer; NULL is 0.
func readFloat(v table.Value) float64 {
	n, _ := strconv.ParseFloat(string(v.AppendText(nil)), 64) // the engine has numbers there
	return n
}

// readText returns a text of an answer, nil for NULL.
func readText(v table.Value) *string {
	if v.Kind() == table.KindNull {
		return nil
	}
	text := string(v.AppendText(nil))
	return &text
}
