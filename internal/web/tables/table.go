package tables

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
	"github.com/trailq/trailq/internal/web/reply"
)

// packEngine is an engine that keeps a table in memory.
type packEngine interface {
	engine.Engine
	Pack(ctx context.Context, name string, statement dialect.Statement) error
	MemoryLimit() int64
}

// Content says what a table has.
type Content struct {
	Where   []string // conditions on all its events, beside those of the session
	Dollars bool     // what each event cost
}

// isAll reports whether a table has all events, and nothing that takes longer.
func (c *Content) isAll() bool { return len(c.Where) == 0 && !c.Dollars }

// isSame reports whether a table with this content serves for another.
func (c *Content) isSame(other *Content) bool {
	return slices.Equal(c.Where, other.Where) && (c.Dollars || !other.Dollars)
}

// State says how far a table is.
type State string

// The states of a table.
const (
	Opening State = "opening"
	Ready   State = "ready"
	Large   State = "large" // it needs more memory than there is
	Failed  State = "failed"
)

// Table is a table of events in memory; see package facet.
type Table struct {
	content Content
	made    chan struct{} // closed when the state is another than opening
	turn    Semaphore     // for one statement at a time
	began   time.Time
	ctx     context.Context
	stop    context.CancelFunc
	engine  packEngine // nil until it is ready

	mu      sync.Mutex
	state   State
	failure *reply.Failure
	run     *ask.Run // nil until it reads
	took    time.Duration
	span    Span
	hours   []int64 // since 1970, that have events
	first   *First  // nil until it is known
	focus   *Focus
}

// Span is when events were.
type Span struct {
	Events      int64
	First, Last time.Time // zero where no event has a time
}

func newTable(content Content) *Table {
	return &Table{content: content, made: make(chan struct{}), turn: NewSemaphore(1), state: Opening, began: time.Now()}
}

// build makes the table.
func (t *Table) build(ctx context.Context, s *Session) {
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
		t.state = Ready
		return
	case errors.Is(err, duck.ErrMemory):
		t.state = Large
		t.failure = &reply.Failure{Message: "the events need more memory than there is", Hint: largeHint(s, t.run), State: string(Large)}
	default:
		t.state = Failed
		t.failure = reply.Explain(t.ctx, err)
		t.failure.State = string(Failed)
	}
	if t.run != nil && t.engine != nil {
		t.engine = nil
	}
}

// largeHint says what to do where the events need too much memory.
func largeHint(s *Session, run *ask.Run) string {
	hint := "narrow the window with --from and --to, or allow more with --memory"
	if run == nil || !run.IsParquet() && !run.IsElsewhere() {
		hint += "; " + s.options.Convert + " makes Parquet files, which commands read faster"
	}
	return hint
}

// countedBits is for up to a million values of a field: 10 to 20 MB a thread, and half the
// time that a hash table of them takes. And common_subplan is left out, which copies the
// dictionaries of ENUMs: a UNION ALL over the table took five times as long.
const countedBits = 20

// start starts a run over the logs.
func (t *Table) start(ctx context.Context, s *Session) error {
	selection := s.options.Selection
	selection.Filter.Where = slices.Concat(selection.Filter.Where, t.content.Where)
	share := tableShare
	if !t.content.isAll() {
		share = secondShare
	}
	options := s.EngineOptions(share)
	options.Planner = duck.Planner{ArrayBits: countedBits, Skipped: []string{"common_subplan"}}
	// The numbers of events are added up as costs are: once for each call.
	query, err := ask.Prepare(ask.NewCost(), ask.Request{
		Sources: s.options.Sources, Getenv: s.options.Environment.Getenv,
		Options: ask.Options{Selection: selection, Engine: options, LookAhead: true},
	})
	if err != nil {
		return err
	}
	run, err := s.sources.Start(ctx, query.Options)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.run = run
	return nil
}

// readEvents reads the logs into the table.
func (t *Table) readEvents(ctx context.Context, s *Session) (err error) {
	if t.run == nil {
		if err := t.start(ctx, s); err != nil {
			return err
		}
	}
	run := t.run
	if err := run.OpenEngine(ctx); err != nil {
		return err
	}
	packer, ok := run.Engine().(packEngine)
	if !ok {
		return errNoTable
	}
	var prices *facet.Prices
	if t.content.Dollars {
		if err := checkDollars(run); err != nil {
			return err
		}
		if prices, err = s.readPrices(); err != nil {
			return err
		}
	}
	if t.content.isAll() {
		if err := t.countFirst(ctx, s, packer); err != nil {
			return err
		}
	}
	rows, err := facet.NewTable(run.Scope(), prices)
	if err != nil {
		return err
	}
	if err := packer.Pack(ctx, facet.TableName, rows.Statement); err != nil {
		return err
	}
	if run.IsElsewhere() {
		s.noteFetched(run, time.Since(t.began))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.engine = packer
	return nil
}

var errNoTable = errors.New("this engine cannot keep a table in memory")

// measure finds out when the events were.
func (t *Table) measure(ctx context.Context) error {
	all, _, err := facet.NewView(facet.Selection{})
	if err != nil {
		return err
	}
	query, err := all.Span()
	if err != nil {
		return err
	}
	var span Span
	if err := t.Ask(ctx, query, func(row []table.Value) { span = ReadSpan(row) }); err != nil {
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
func (t *Table) countHours(ctx context.Context, all *facet.View, span *Span) (hours []hourCount, err error) {
	if span.First.IsZero() {
		return nil, nil
	}
	query, err := all.Bins(facet.BinOptions{Start: time.Unix(0, 0), Step: time.Hour})
	if err != nil {
		return nil, err
	}
	err = t.Ask(ctx, query, func(row []table.Value) {
		if row[2].Kind() != table.KindNull {
			hours = append(hours, hourCount{ReadInt(row[2]), ReadInt(row[3])})
		}
	})
	return hours, err
}

// Ask runs a query on the table and lets use have each row. Only one runs at a time.
func (t *Table) Ask(ctx context.Context, query *report.Report, use func(row []table.Value)) error {
	if err := t.turn.Acquire(ctx); err != nil {
		return err
	}
	defer t.turn.Release()
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

// Check returns an error where the table is not ready.
func (t *Table) Check() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.state == Ready:
		return nil
	case t.failure != nil:
		f := *t.failure
		f.Status = 409
		return &f
	}
	return &reply.Failure{Status: 409, Message: "the logs are being read", State: string(Opening)}
}

// Content returns what the table has.
func (t *Table) Content() Content { return t.content }

// Made returns a channel that is closed when the table is ready, or cannot be made.
func (t *Table) Made() <-chan struct{} { return t.made }

// MemoryLimit returns how much memory the engines of the process can have; zero where
// that is not known yet.
func (t *Table) MemoryLimit() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.engine == nil {
		return 0
	}
	return int64(float64(t.engine.MemoryLimit()) / tableShare)
}

// Status is how far a table is, and what it has.
type Status struct {
	State   State
	Failure *reply.Failure // nil where there is none
	Span    Span
	Focus   *Focus
	First   *First // what can be shown until the table is ready; nil for nothing
	// Progress and Reading are about the logs, and Took is how long it has taken.
	Progress  Progress
	Reading   engine.Reading
	Took      time.Duration
	IsParquet bool
	// IsElsewhere says that the events are those of a table of an engine elsewhere.
	IsElsewhere bool
}

// IsCounted reports whether there are numbers to show.
func (s *Status) IsCounted() bool { return s.State == Ready || s.First != nil }

// Status returns how far the table is.
func (t *Table) Status() Status {
	t.mu.Lock()
	defer t.mu.Unlock()
	status := Status{State: t.state, Failure: t.failure, Span: t.span, Focus: t.focus, First: t.first, Took: t.took, Progress: t.progressLocked()}
	if t.state == Opening {
		status.Took = time.Since(t.began)
	}
	if t.run != nil {
		status.IsParquet, status.IsElsewhere, status.Reading = t.run.IsParquet(), t.run.IsElsewhere(), t.run.Reading()
	}
	if t.state == Large && t.first != nil { // the table's reading was not ended
		status.Span, status.Reading = t.first.Span, t.first.reading
	}
	return status
}

// discard stops the making of a table and frees it, when no query runs.
func (t *Table) discard() {
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
func (t *Table) close() error {
	t.turn <- struct{}{} // for good
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.run == nil {
		return nil
	}
	return t.run.Close()
}

// ReadSpan reads the first columns of an answer to [facet.View.Span].
func ReadSpan(row []table.Value) Span {
	span := Span{Events: ReadInt(row[0])}
	if row[1].Kind() != table.KindNull {
		span.First, span.Last = time.UnixMilli(ReadInt(row[1])).UTC(), time.UnixMilli(ReadInt(row[2])).UTC()
	}
	return span
}

// ReadInt returns a whole number of an answer; NULL is 0.
func ReadInt(v table.Value) int64 {
	n, _ := strconv.ParseInt(string(v.AppendText(nil)), 10, 64) // the engine has whole numbers there
	return n
}

// ReadFloat returns a number of an answer; NULL is 0.
func ReadFloat(v table.Value) float64 {
	n, _ := strconv.ParseFloat(string(v.AppendText(nil)), 64) // the engine has numbers there
	return n
}

// ReadText returns a text of an answer, nil for NULL.
func ReadText(v table.Value) *string {
	if v.Kind() == table.KindNull {
		return nil
	}
	text := string(v.AppendText(nil))
	return &text
}
