//go:build cgo

package duck

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/guard"
	"github.com/trailq/trailq/internal/duck/pending"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/filestat"
	"github.com/trailq/trailq/internal/summary"
	"github.com/trailq/trailq/internal/table"
)

// query is a statement that runs.
type query struct {
	db        *DB
	rewritten *dialect.Query
	tally     *queryTally
	ctx       context.Context
	stop      context.CancelCauseFunc // with the reason why the query cannot go on
	cancel    context.CancelFunc
	ended     chan struct{} // closed when the query has
	scans     []*scan
	files     filestat.Recorder // of the scans, where the query asks for sizes or times
	watched   chan struct{}     // closed when DuckDB must not be interrupted any more

	sql      string // that was prepared
	prepared mapping.PreparedStatement
	result   mapping.Result
	once     sync.Once
	closing  error

	parquet     *selected // nil where the logs are not Parquet files, or not used
	parquetFrom string    // SQL that gives their rows
	noRecord    bool      // they lack the records' JSON
	rows        schema.ParquetRows
	isNarrow    bool // the views have the columns alone that the statement names
}

// Errors of misuse.
var (
	errBusy   = errors.New("the previous answer is still open: read its rows to the end or close it")
	errClosed = errors.New("the database is closed")
)

// Query runs a statement. Its error is a [*dialect.Error] where the statement is at
// fault, else that of the source or of ctx. When ctx is done, the query stops at
// once, and so do its rows.
func (db *DB) Query(ctx context.Context, statement dialect.Statement) (*engine.Answer, error) {
	rewritten, err := db.rewriteStatement(statement)
	if err != nil {
		return nil, err
	}
	if db.keepsInFile(rewritten) {
		return db.keepTable(ctx, rewritten)
	}
	return db.runQuery(ctx, rewritten)
}

// rewriteStatement rewrites a statement as DuckDB's SQL.
func (db *DB) rewriteStatement(statement dialect.Statement) (*dialect.Query, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	return statement.Rewrite(dialect.Options{
		Flavor: db.options.Flavor, Table: db.options.Table, Known: db.known, Views: db.views,
		Scalars: db.options.Parquet == nil, Further: db.furtherColumns(),
	})
}

// runQuery runs a rewritten statement.
func (db *DB) runQuery(ctx context.Context, rewritten *dialect.Query) (*engine.Answer, error) {
	q, err := db.beginQuery(ctx, rewritten)
	if err != nil {
		return nil, err
	}
	err = q.runStatement()
	if err != nil && q.leaveNumbers() {
		err = q.runStatement()
	}
	if err = q.retryWithoutDamaged(err, q.rewritten.SQL); err != nil {
		return nil, q.failQuery(err)
	}
	return q.newAnswer()
}

// runStatement lets DuckDB plan the statement, and starts it.
func (q *query) runStatement() error {
	if err := q.prepareStatement(q.rewritten.SQL, q.rewritten.SQL); err != nil {
		return err
	}
	return q.startStatement()
}

// leaveNumbers takes the statement that numbers no texts, if there is one and the other
// has failed for lack of room.
func (q *query) leaveNumbers() bool {
	if q.rewritten.Otherwise == nil || !q.db.tuples.IsFull() {
		return false
	}
	for _, s := range q.scans {
		if err := s.close(); err != nil {
			q.tally.reportError(err)
		}
	}
	mapping.DestroyPrepare(&q.prepared)
	q.scans, q.rewritten = nil, q.rewritten.Otherwise
	q.db.tuples.Clear()
	return true
}

// beginQuery makes a statement the current query.
func (db *DB) beginQuery(ctx context.Context, rewritten *dialect.Query) (*query, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	switch {
	case db.closed:
		return nil, errClosed
	case db.current != nil:
		return nil, errBusy
	}
	q := &query{db: db, rewritten: rewritten, tally: newQueryTally(db.options.Warn)}
	q.ctx, q.stop = context.WithCancelCause(ctx)
	q.cancel = func() { q.stop(nil) }
	q.watchContext()
	q.watchResources()
	db.current = q
	return q, nil
}

// interruptPace is how often DuckDB is told to stop until it does: it forgets an
// interrupt that comes before it has begun.
const interruptPace = 20 * time.Millisecond

// watchContext interrupts DuckDB when the query's context is done, until close.
func (q *query) watchContext() {
	q.watched = make(chan struct{})
	ended := make(chan struct{})
	stop := context.AfterFunc(q.ctx, func() {
		defer close(ended)
		tick := time.NewTicker(interruptPace)
		defer tick.Stop()
		for {
			mapping.Interrupt(q.db.handle)
			select {
			case <-q.watched:
				return
			case <-tick.C:
			}
		}
	})
	cancel := q.cancel
	q.cancel = func() {
		if !stop() { // it interrupts already
			close(q.watched)
			<-ended
		}
		cancel()
	}
}

// prepareStatement lets DuckDB plan the statement, or just the SELECT in it.
func (q *query) prepareStatement(sql, planned string) error {
	if err := q.viewKept(); err != nil {
		return err
	}
	kind, err := q.checkStatement(sql)
	if err != nil && !errors.Is(err, guard.ErrUnparsed) && !errors.Is(err, errUnknownFunction) {
		return err
	}
	if err := q.prepareLogs(); err != nil {
		return err
	}
	preparing := q.prepareDefined(planned)
	if preparing != nil && q.isNarrow { // the error can tell of columns that the views lack
		q.isNarrow = false
		mapping.DestroyPrepare(&q.prepared)
		q.scans = nil
		q.db.defined.Need(sql, nil)
		if preparing = q.viewRows(); preparing == nil {
			preparing = q.prepareDefined(planned)
		}
	}
	if preparing != nil {
		return preparing // which has the place of a mistake
	}
	if planned != sql {
		kind = bindings.StatementTypeSelect
	}
	return errors.Join(err, q.checkKind(kind))
}

// prepareDefined makes the macros and views that are missing, and lets DuckDB plan.
func (q *query) prepareDefined(sql string) error {
	if missing := q.db.defined.TakeMissing(); len(missing) > 0 {
		if q.db.options.Parquet != nil && q.parquet == nil { // a text that looks like the name of a view
			missing = append([]string{viewNothing()}, missing...)
		}
		if err := q.db.execAll(q.ctx, missing); err != nil {
			return err
		}
	}
	return q.prepareChecked(sql)
}

// prepareChecked lets DuckDB plan a statement that is ours or has been checked.
func (q *query) prepareChecked(sql string) error {
	q.sql = sql
	var extracted mapping.ExtractedStatements
	count := mapping.ExtractStatements(q.db.handle, sql, &extracted)
	defer mapping.DestroyExtracted(&extracted)
	if count == 0 {
		return errors.New(mapping.ExtractStatementsError(extracted))
	}
	if count > 1 {
		return errors.New("this is more than one statement")
	}
	if mapping.PrepareExtractedStatement(q.db.handle, extracted, 0, &q.prepared) == mapping.StateError {
		return errors.New(mapping.PrepareError(q.prepared))
	}
	return nil
}

// replaceStatement prepares another statement, which is ours or has been checked, in
// place of the current one.
func (q *query) replaceStatement(sql string) error {
	mapping.DestroyPrepare(&q.prepared)
	q.scans = nil
	return q.prepareChecked(sql)
}

// startStatement starts the statement; its rows are made while they are fetched.
func (q *query) startStatement() error {
	var begun mapping.PendingResult
	defer mapping.DestroyPending(&begun)
	if bindings.PendingPreparedStreaming(q.prepared, &begun) == mapping.StateError {
		return errors.New(mapping.PendingError(begun))
	}
	if err := pending.Await(begun); err != nil {
		return err
	}
	if mapping.ExecutePending(begun, &q.result) == mapping.StateError {
		return errors.New(mapping.ResultError(&q.result))
	}
	return nil
}

// failQuery ends a query that has no answer.
func (q *query) failQuery(err error) error {
	err = q.explainError(err)
	return errors.Join(err, q.close())
}

// explainError returns the cause of DuckDB's error: that the query was stopped, that
// the source or the export failed, or that the statement is wrong.
func (q *query) explainError(err error) error {
	if cause := context.Cause(q.ctx); cause != nil {
		return cause
	}
	if failure := q.tally.firstFailure(); failure != nil {
		return failure
	}
	var refused *dialect.Error
	if errors.As(err, &refused) {
		return refused
	}
	if errors.Is(err, ErrCutShort) {
		return err
	}
	if lacksMemory(err) {
		text, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), outOfMemory), "\n")
		return fmt.Errorf("%w: %s", ErrMemory, text)
	}
	if text, found := strings.CutPrefix(err.Error(), "IO Error: "); found && q.db.options.ExportFile != "" && strings.Contains(text, q.db.exportPart()) {
		return fmt.Errorf("%w: %s", ErrExport, text)
	}
	return q.rewritten.Diagnose(err)
}

// outOfMemory begins DuckDB's errors about its memory limit.
const outOfMemory = "Out of Memory Error: "

// lacksMemory reports whether DuckDB stopped at its memory limit.
func lacksMemory(err error) bool { return strings.HasPrefix(err.Error(), outOfMemory) }

// close frees the query's memory and lets the next query begin.
func (q *query) close() error {
	q.once.Do(func() {
		q.cancel()
		mapping.DestroyResult(&q.result)
		mapping.DestroyPrepare(&q.prepared)
		var errs []error
		for _, s := range q.scans {
			errs = append(errs, s.close())
		}
		q.closing = errors.Join(errs...)
		q.db.tuples.Clear()
		q.db.mu.Lock()
		summary.Add(&q.db.past.Summary, q.tally.sumReadings())
		q.db.past.Passes += q.tally.countReadings()
		q.db.current = nil
		q.db.mu.Unlock()
		close(q.ended)
	})
	return q.closing
}

// newAnswer returns the answer of a query that runs.
func (q *query) newAnswer() (*engine.Answer, error) {
	reader, err := newChunkReader(&q.result)
	if err != nil {
		return nil, q.failQuery(err)
	}
	a := &engine.Answer{
		SQL:            q.rewritten.SQL,
		CloudTrailLake: q.rewritten.Lake,
		Names:          q.db.rememberNames(q.rewritten),
		Types:          reader.types,
		Account:        q.tally.engineReading,
		Stop:           q.close,
	}
	a.Table = &table.Table{Columns: reader.columns}
	a.Table.Rows = func(yield func([]table.Value, error) bool) {
		defer func() { a.Table.Notes = q.coverageNotes() }()
		q.yieldRows(reader, yield)
	}
	return a, nil
}

// rememberNames keeps the name that a statement has made. It returns the names that
// the statement took as the logs, except for the table's own and those that an
// earlier statement had.
func (db *DB) rememberNames(rewritten *dialect.Query) []string {
	db.mu.Lock()
	defer db.mu.Unlock()
	if name := rewritten.Creates; name != "" && !slices.Contains(db.known, name) {
		db.known = append(db.known, name)
	}
	if rewritten.View {
		db.views = append(db.views, rewritten.Creates)
	}
	var fresh []string
	for _, name := range rewritten.Names {
		if !strings.EqualFold(name, "cloudtrail_logs") && !slices.Contains(db.said, name) {
			fresh = append(fresh, name)
		}
	}
	db.said = append(db.said, fresh...)
	return fresh
}

// coverageNotes returns notes on what Athena refuses, and on an answer that does not
// cover all events.
func (q *query) coverageNotes() []string {
	notes := slices.Clip(q.rewritten.Notes)
	read := q.tally.sumReadings()
	if skipped := read.Files.Skipped[trailq.SkippedAccount]; skipped > 0 && read.Records.Yielded == 0 {
		notes = append(notes, fmt.Sprintf("no file was read: %d files have another account in their names; where their records have the account (as in anonymised logs), ask for recipientaccountid = '…'", skipped))
	}
	if read.Complete() {
		return notes
	}
	return append(notes, "some files or records could not be used: the answer covers the rest")
}

var errReadTwice = errors.New("the rows of an answer can be read only once")

// yieldRows yields the rows while DuckDB makes them.
func (q *query) yieldRows(reader *chunkReader, yield func([]table.Value, error) bool) {
	if reader.done {
		yield(nil, errReadTwice)
		return
	}
	reader.done = true
	err := q.fetchRows(reader, yield)
	if err != nil {
		err = q.explainError(err)
	} else {
		err = context.Cause(q.ctx)
	}
	if err = errors.Join(err, q.close()); err != nil && !reader.stopped {
		yield(nil, err)
	}
}

// fetchRows yields the rows and returns DuckDB's error. If a damaged Parquet file fails
// the first rows, the query runs again without it.
func (q *query) fetchRows(reader *chunkReader, yield func([]table.Value, error) bool) error {
	for yielded := false; ; yielded = true {
		chunk := mapping.FetchChunk(q.result)
		for err := q.fetchError(); chunk.Ptr == nil && err != nil; err = q.fetchError() {
			if yielded {
				return q.cutShort(err)
			}
			mapping.DestroyResult(&q.result)
			if err = q.retryWithoutDamaged(err, q.sql); err != nil {
				return err
			}
			chunk = mapping.FetchChunk(q.result)
		}
		if chunk.Ptr == nil {
			return nil
		}
		goOn := context.Cause(q.ctx) == nil && reader.yieldChunk(chunk, yield)
		mapping.DestroyDataChunk(&chunk)
		if !goOn {
			return q.fetchError()
		}
	}
}

// fetchError returns the error of fetching rows.
func (q *query) fetchError() error {
	if text := mapping.ResultError(&q.result); text != "" {
		return errors.New(text)
	}
	return nil
}

// cutShort returns the error of a query that failed after it yielded rows.
func (q *query) cutShort(err error) error {
	if q.dropDamaged(err) {
		return ErrCutShort
	}
	return err
}
