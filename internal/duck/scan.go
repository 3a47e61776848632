//go:build cgo

package duck

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/function"
	"github.com/trailq/trailq/internal/duck/tuple"
	"github.com/trailq/trailq/internal/prune"
)

// scan is one place in a query that reads the logs: a table function whose chunks
// DuckDB's threads fill.
type scan struct {
	query   *query // nil where a view is made, which reads nothing
	columns []schema.Column
	infos   []duckdb.ColumnInfo
	threads int

	mu      sync.Mutex
	running sync.WaitGroup // calls of FillChunk
	closed  bool
	reading *trailq.Parallel
	err     error // with which the reading failed to begin
}

// ColumnInfos returns the columns for DuckDB.
func (s *scan) ColumnInfos() []duckdb.ColumnInfo { return s.infos }

// Cardinality returns nil: the number of rows is not known in advance.
func (s *scan) Cardinality() *duckdb.CardinalityInfo { return nil }

// Init begins to read. DuckDB calls it again to read once more.
func (s *scan) Init() duckdb.ParallelTableSourceInfo {
	if err := s.close(); err != nil {
		s.query.tally.reportError(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = false
	s.reading, s.err = s.query.beginReading()
	return duckdb.ParallelTableSourceInfo{MaxThreads: s.threads}
}

// NewLocalState gives a thread its share of the reading.
func (s *scan) NewLocalState() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &scanWorker{scan: s}
	if s.reading != nil {
		w.worker = s.reading.Worker()
	}
	return w
}

var errScanClosed = errors.New("the query has ended")

// FillChunk fills a chunk with the thread's next rows.
func (s *scan) FillChunk(state any, chunk duckdb.DataChunk) error {
	if err := s.enterScan(); err != nil {
		return err
	}
	defer s.running.Done()
	rows, err := state.(*scanWorker).fillChunk(&chunk)
	if err != nil {
		if !errors.Is(err, tuple.ErrFull) {
			s.query.tally.keepFailure(err)
		}
		return err
	}
	return chunk.SetSize(rows)
}

func (s *scan) enterScan() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.err != nil:
		s.query.tally.keepFailure(s.err)
		return s.err
	case s.closed:
		return errScanClosed
	}
	s.running.Add(1)
	return nil
}

// close ends the reading, when no thread is in it any more.
func (s *scan) close() error {
	s.mu.Lock()
	reading := s.reading
	s.closed, s.reading = true, nil
	s.mu.Unlock()
	if reading == nil {
		return nil
	}
	s.running.Wait()
	return reading.Close()
}

// registerScan adds the table function that gives the rows of the logs. DuckDB
// calls bind for each place of a statement that names it.
func (db *DB) registerScan() error {
	columns := slices.Concat(schema.ScanColumns(), schema.ScalarColumns(), derived.LogColumns())
	var infos []duckdb.ColumnInfo
	for _, column := range columns {
		info, err := function.TypeInfo(column.Type)
		if err != nil {
			return err
		}
		infos = append(infos, duckdb.ColumnInfo{Name: column.Name, T: info})
	}
	bind := func(map[string]any, ...any) (duckdb.ParallelChunkTableSource, error) {
		s := &scan{query: db.current, columns: columns, infos: infos, threads: db.threads}
		if s.query != nil {
			s.query.scans = append(s.query.scans, s)
		}
		return s, nil
	}
	return duckdb.RegisterTableUDF(db.conn, scanName, duckdb.ParallelChunkTableFunction{BindArguments: bind})
}

// scanName is the table function's name. No query of a user can call it.
const scanName = "trailq_scan"

// beginReading begins to read the logs for one scan.
func (q *query) beginReading() (*trailq.Parallel, error) {
	source, options := prune.Source(q.db.source, q.db.options.Read, q.rewritten.Bounds)
	if strings.Contains(q.rewritten.SQL, "$file_") || len(q.db.views) > 0 { // a view can ask
		source = q.files.Watch(source)
	}
	options.Tally, options.SpillFolder = q.tally.addReading(), q.db.spill.Path()
	if err := context.Cause(q.ctx); err != nil {
		return nil, err
	}
	return trailq.NewParallel(q.ctx, source, options)
}
