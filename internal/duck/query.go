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

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/summary"
	"github.com/trailq/trailq/internal/table"
)

// query is one statement that runs.
type query struct {
	db        *DB
	rewritten *dialect.Query
	account   *account
	ctx       context.Context
	cancel    context.CancelFunc
	scans     []*scan
	watched   chan struct{} // closed when nothing interrupts any more

	prepared mapping.PreparedStatement
	result   mapping.Result
	once     sync.Once
	closing  error

	parquet     *selected // nil where the logs are no Parquet files, or not asked for
	parquetFrom string    // what gives their rows
	noRecord    bool      // they have not the records' JSON
}

// Errors of misuse.
var (
	errBusy   = errors.New("the answer before is still open: read its rows to their end or close it")
	errClosed = errors.New("the database is closed")
)

// Query runs a statement. Its errors are [*dialect.Error] where the statement is
// at fault, else that of the source or of ctx. When ctx is done, the query stops
// at once, and so do its rows.
func (db *DB) Query(ctx context.Context, statement dialect.Statement) (*engine.Answer, error) {
	rewritten, err := db.rewrite(statement)
	if err != nil {
		return nil, err
	}
	return db.query(ctx, rewritten)
}

// rewrite puts a statement into DuckDB's words.
func (db *DB) rewrite(statement dialect.Statement) (*dialect.Query, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	return statement.Rewrite(dialect.Options{
		Flavor: db.options.Flavor, Table: db.options.Table, Known: db.known, Views: db.views,
		Scalars: db.options.Parquet == nil,
	})
}

// query runs what has been rewritten.
func (db *DB) query(ctx context.Context, rewritten *dialect.Query) (*engine.Answer, error) {
	q, err := db.begin(ctx, rewritten)
	if err != nil {
		return nil, err
	}
	err = q.prepare(rewritten.SQL)
	if err == nil {
		err = q.run()
	}
	if err = q.again(err, rewritten.SQL); err != nil {
		return nil, q.fail(err)
	}
	return q.answer()
}

// begin makes a statement the current query.
func (db *DB) begin(ctx context.Context, rewritten *dialect.Query) (*query, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	switch {
	case db.closed:
		return nil, errClosed
	case db.current != nil:
		return nil, errBusy
	}
	q := &query{db: db, rewritten: rewritten, account: newAccount(db.options.Warn)}
	q.ctx, q.cancel = context.WithCancel(ctx)
	q.watch()
	db.current = q
	return q, nil
}

// interruptPace is how often DuckDB is told to stop, until it has: it forgets
// when it has not begun yet.
const interruptPace = 20 * time.Millisecond

// watch interrupts DuckDB when the query's context is done, until close.
func (q *query) watch() {
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

// prepare lets DuckDB plan the statement.
func (q *query) prepare(sql string) error {
	if err := q.prepareLogs(); err != nil {
		return err
	}
	if missing := q.db.defined.missing(sql); len(missing) > 0 {
		if err := q.db.exec(q.ctx, missing); err != nil {
			return err
		}
	}
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

// replace prepares another statement instead.
func (q *query) replace(sql string) error {
	mapping.DestroyPrepare(&q.prepared)
	q.scans = nil
	return q.prepare(sql)
}

// run starts the statement; its rows are made while they are fetched.
func (q *query) run() error {
	var pending mapping.PendingResult
	defer mapping.DestroyPending(&pending)
	if bindings.PendingPreparedStreaming(q.prepared, &pending) == mapping.StateError {
		return errors.New(mapping.PendingError(pending))
	}
	if mapping.ExecutePending(pending, &q.result) == mapping.StateError {
		return errors.New(mapping.ResultError(&q.result))
	}
	return nil
}

// fail ends a query that has no answer.
func (q *query) fail(err error) error {
	err = q.explain(err)
	return errors.Join(err, q.close())
}

// explain finds what is behind DuckDB's error: that the query was stopped, that
// the source or what is written failed, or that the statement is wrong.
func (q *query) explain(err error) error {
	if cause := context.Cause(q.ctx); cause != nil {
		return cause
	}
	if failure := q.account.failed(); failure != nil {
		return failure
	}
	if text, found := strings.CutPrefix(err.Error(), "Out of Memory Error: "); found {
		text, _, _ = strings.Cut(text, "\n")
		return fmt.Errorf("%w: %s", ErrMemory, text)
	}
	if text, found := strings.CutPrefix(err.Error(), "IO Error: "); found && q.db.options.ExportFile != "" && strings.Contains(text, q.db.exportPart()) {
		return fmt.Errorf("%w: %s", ErrExport, text)
	}
	return q.rewritten.Diagnose(err)
}

// close frees what the query holds and lets the next one in.
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
		q.db.mu.Lock()
		summary.Add(&q.db.past.Summary, q.account.summary())
		q.db.past.Passes += q.account.readings()
		q.db.current = nil
		q.db.mu.Unlock()
	})
	return q.closing
}

// answer makes the answer of a query that runs.
func (q *query) answer() (*engine.Answer, error) {
	reader, err := newChunkReader(&q.result)
	if err != nil {
		return nil, q.fail(err)
	}
	a := &engine.Answer{
		SQL:            q.rewritten.SQL,
		CloudTrailLake: q.rewritten.Lake,
		Names:          q.db.remember(q.rewritten),
		Types:          reader.types,
		Account:        q.account.reading,
		Stop:           q.close,
	}
	a.Table = &table.Table{Columns: reader.columns}
	a.Table.Rows = func(yield func([]table.Value, error) bool) {
		defer func() { a.Table.Notes = q.notes() }()
		q.rows(reader, yield)
	}
	return a, nil
}

// remember keeps what later statements need to know of this one, and returns
// the names that were taken as the logs and neither are the table's own nor came
// before.
func (db *DB) remember(rewritten *dialect.Query) []string {
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

// notes are the doubts about the answer.
func (q *query) notes() []string {
	if q.account.summary().Complete() {
		return nil
	}
	return []string{"some files or records could not be used: the answer covers the rest"}
}

var errReadTwice = errors.New("the rows of an answer can be read once")

// rows yields the rows as they come.
func (q *query) rows(reader *chunkReader, yield func([]table.Value, error) bool) {
	if reader.done {
		yield(nil, errReadTwice)
		return
	}
	reader.done = true
	for {
		chunk := mapping.FetchChunk(q.result)
		if chunk.Ptr == nil {
			break
		}
		goOn := context.Cause(q.ctx) == nil && reader.read(chunk, yield)
		mapping.DestroyDataChunk(&chunk)
		if !goOn {
			break
		}
	}
	var err error
	if text := mapping.ResultError(&q.result); text != "" {
		err = q.explain(errors.New(text))
	} else {
		err = context.Cause(q.ctx)
	}
	if err = errors.Join(err, q.close()); err != nil && !reader.stopped {
		yield(nil, err)
	}
}
