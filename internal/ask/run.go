package ask

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/lookahead"
	"github.com/trailq/trailq/internal/otheraccount"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/plan"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/s3source"
)

// Options are the words that shape a run: which events, and how they are read.
type Options struct {
	Selection Selection
	Engine    EngineOptions
	// LookAhead lists files ahead of the reading, so that Progress can tell how much
	// there is.
	LookAhead bool
}

// Check checks the words, which Start does too: it lets a face refuse them before it
// opens sources.
func (o *Options) Check() error {
	if _, err := o.Selection.options(); err != nil {
		return err
	}
	return o.Engine.check()
}

// Run is a selection of the events of open sources, for any number of queries one
// after another. Its account covers them all until ResetReading. Queries that run at
// the same time need a run each.
type Run struct {
	sources *Sources
	options Options
	read    trailq.Options // with a tally
	source  trailq.Source
	parquet *parquet.Source   // nil where the sources are logs
	proofs  *digest.Proofs    // nil unless asked for
	ahead   *lookahead.Source // nil unless wanted
	// recordOrder is the order of the events of Parquet files.
	recordOrder duck.RecordOrder
	engine      engine.Engine // nil until a query needs it
	keepsRows   bool          // of answers of an engine elsewhere

	mu       sync.Mutex
	account  func() engine.Reading
	unfit    int64 // records that were read and could not be written
	unwanted int64 // events that matched and came after the limit, in the order that was asked for
}

// Start starts a run. Nothing is read yet, but for what tells logs from Parquet.
// Close must be called.
func (s *Sources) Start(ctx context.Context, options Options) (*Run, error) {
	read, err := options.Selection.options()
	if err != nil {
		return nil, err
	}
	if err := options.Engine.check(); err != nil {
		return nil, err
	}
	if read.Workers == 0 && hasBucket(s.names) {
		read.Workers = s3source.DefaultWorkers
	}
	read.Tally = new(trailq.Tally)
	r := &Run{sources: s, options: options, read: read, source: trailq.Join(s.opened...)}
	r.SetAccount(func() engine.Reading { return engine.Reading{Summary: read.Tally.Summary()} })
	if s.table == nil && !hasBucket(s.names) && otheraccount.Find(ctx, r.source, &r.read.Filter) {
		r.read.Filter.AccountsInRecords = true
		s.env.note("records have another account than the paths of their files: no file is left out by its account")
	}
	if err := errors.Join(r.checkTable(), r.openParquet(ctx)); err != nil {
		return nil, err
	}
	switch selection := options.Selection; {
	case selection.Verified:
		err = r.requireProof(ctx, digest.FailOthers)
	case len(selection.Keys) > 0:
		err = r.requireProof(ctx, digest.CountOthers)
	}
	if err != nil {
		return nil, err
	}
	if options.LookAhead && r.parquet == nil && s.table == nil {
		r.ahead = &lookahead.Source{Source: r.source}
		r.source = r.ahead
	}
	return r, nil
}

// IsParquet reports whether the sources are Parquet files.
func (r *Run) IsParquet() bool { return r.parquet != nil }

// IsElsewhere reports whether the source is a table of an engine elsewhere.
func (r *Run) IsElsewhere() bool { return r.sources.table != nil }

// LooksAhead reports whether Progress is wanted, and tells how much there is.
func (r *Run) LooksAhead() bool { return r.ahead != nil || r.IsElsewhere() && r.options.LookAhead }

// SetAccount changes who keeps the account, for packages that answer by a run.
func (r *Run) SetAccount(account func() engine.Reading) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.account = account
}

// Reading returns the account of what was read so far, from any goroutine.
func (r *Run) Reading() engine.Reading {
	r.mu.Lock()
	account, unfit, unwanted := r.account, r.unfit, r.unwanted
	r.mu.Unlock()
	reading := account()
	reading.Summary.Records.Yielded -= unfit + unwanted
	reading.Summary.Records.Filtered += unwanted
	reading.Summary.Records.Rejected += unfit
	return reading
}

// Progress returns how far the run has come, from any goroutine.
func (r *Run) Progress() Progress {
	var progress Progress
	if r.ahead != nil {
		progress.Total = r.ahead.Total()
	}
	progress.Reading = r.Reading()
	return progress
}

// DryRun lists the files of the sources in a table, and counts what a reading would take.
func (r *Run) DryRun(ctx context.Context) (*table.Table, *plan.Plan) {
	return plan.New(ctx, plan.Reading{
		Source: r.source, Filter: &r.read.Filter, Workers: r.read.Workers, Calls: &r.sources.listCalls, Warn: r.sources.env.warn, Digests: r.sources.env.Evidence,
	})
}

// ResetReading starts a new account for the queries that follow.
func (r *Run) ResetReading() {
	if r.engine != nil {
		r.engine.ResetReading()
	}
	if r.ahead != nil {
		r.ahead.Reset()
	}
}

// Close stops what runs and removes what was fetched and put aside.
func (r *Run) Close() error {
	var errs []error
	if r.engine != nil {
		errs = append(errs, r.engine.Close())
	}
	if r.sources.table != nil && !r.sources.shared {
		errs = append(errs, r.sources.table.Close())
	}
	if r.parquet != nil {
		errs = append(errs, r.parquet.Close())
	}
	return errors.Join(errs...)
}

// Ask runs a statement and lets use have its answer.
func (r *Run) Ask(ctx context.Context, statement dialect.Statement, use func(*engine.Answer) error) error {
	if err := r.OpenEngine(ctx); err != nil {
		return err
	}
	answer, err := r.engine.Query(ctx, statement)
	return r.useAnswer(answer, err, use)
}

// errNoExport says what an engine cannot do.
var errNoExport = errors.New("this engine cannot write a Parquet file")

// Export runs a query and writes its rows to the file that the engine's options name.
func (r *Run) Export(ctx context.Context, statement dialect.Statement, use func(*engine.Answer) error) error {
	if err := r.OpenEngine(ctx); err != nil {
		return err
	}
	exporter, ok := r.engine.(engine.Exporter)
	if !ok {
		return errNoExport
	}
	answer, err := exporter.Export(ctx, statement)
	return r.useAnswer(answer, err, use)
}

// useAnswer notes which tables were taken as the logs, and lets use have the answer.
func (r *Run) useAnswer(answer *engine.Answer, err error, use func(*engine.Answer) error) error {
	if err != nil {
		return err
	}
	for _, name := range answer.Names {
		note := fmt.Sprintf("%s is taken as the logs", name)
		if answer.CloudTrailLake {
			note += ", in the form of CloudTrail Lake"
		}
		r.sources.env.note(note)
	}
	return errors.Join(use(answer), answer.Close())
}

// Events yields the events. What is wrong with files and records goes to the
// reporter; only an error that ends the reading is yielded. A limit of zero is none.
func (r *Run) events(ctx context.Context, limit int64) iter.Seq2[*trailq.Event, error] {
	if r.parquet != nil {
		return r.parquetEvents(ctx, limit)
	}
	return func(yield func(*trailq.Event, error) bool) {
		for event, err := range trailq.Events(ctx, r.source, r.read) {
			var file *trailq.FileError
			if errors.As(err, &file) {
				r.sources.env.warn(file)
				continue
			}
			if !yield(event, err) {
				return
			}
		}
	}
}

// parquetEvents yields the events of Parquet files.
func (r *Run) parquetEvents(ctx context.Context, limit int64) iter.Seq2[*trailq.Event, error] {
	return func(yield func(*trailq.Event, error) bool) {
		db, opened := r.engine.(*duck.DB)
		if !opened {
			var err error
			db, err = duck.Open(ctx, nil, duck.Options{Read: r.read, Warn: r.sources.env.warn, Abort: r.sources.env.Abort, Parquet: r.parquet, Where: r.whereSQL()})
			if err != nil {
				yield(nil, err)
				return
			}
			defer db.Close() //nolint:errcheck // the answer is complete, and says what was wrong
		}
		answer, err := db.Records(ctx, r.recordOrder, limit)
		if errors.Is(err, duck.ErrNoRecord) {
			err = fmt.Errorf("%w: trailq sql has the other columns", err)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		r.SetAccount(answer.Reading)
		parquet.Events(answer)(yield)
	}
}

// rejectEvent reports a record that was read but cannot be written.
func (r *Run) rejectEvent(event *trailq.Event, cause error) {
	r.mu.Lock()
	r.unfit++
	r.mu.Unlock()
	r.sources.env.warn(&trailq.FileError{File: event.File, Record: event.Record, Err: cause})
}

// openParquet makes the run one over Parquet files, if the sources are such files.
func (r *Run) openParquet(ctx context.Context) error {
	s := r.sources
	if s.env.Evidence {
		return nil // files are wanted as they are
	}
	found := 0
	for _, source := range s.opened {
		if parquet.IsParquet(ctx, source) {
			found++
		}
	}
	switch {
	case found == 0:
		return nil
	case found < len(s.opened):
		return usagef("some sources are logs and some are Parquet").
			withHint("query them one after the other, or convert the logs into the folder of Parquet files")
	}
	opened, err := parquet.OpenSource(ctx, r.source, parquet.SourceOptions{
		Filter:     r.read.Filter,
		Names:      s.names,
		Remote:     hasBucket(s.names),
		FetchLimit: s.access.FetchLimit,
		Say:        s.env.note,
		Open:       s.openSource,
	})
	if err != nil {
		return sourceFailure(err)
	}
	r.parquet, r.source = opened, opened
	return nil
}
