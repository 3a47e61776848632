//go:build cgo

package duck

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// scan is one place of a query that reads the logs: a table function that
// DuckDB's threads fill chunks of rows from.
type scan struct {
	query   *query // nil where a view is made, which reads nothing
	columns []dialect.Column
	infos   []duckdb.ColumnInfo
	threads int

	mu      sync.Mutex
	running sync.WaitGroup // calls of FillChunk
	closed  bool
	reading *trailq.Parallel
	err     error // of the beginning
}

// ColumnInfos tells DuckDB what there is.
func (s *scan) ColumnInfos() []duckdb.ColumnInfo { return s.infos }

// Cardinality is not known before everything is read.
func (s *scan) Cardinality() *duckdb.CardinalityInfo { return nil }

// Init begins to read. A query may do so again, to read once more.
func (s *scan) Init() duckdb.ParallelTableSourceInfo {
	if err := s.close(); err != nil {
		s.query.account.note(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = false
	s.reading, s.err = s.query.read()
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
	if err := s.enter(); err != nil {
		return err
	}
	defer s.running.Done()
	rows, err := state.(*scanWorker).fill(&chunk)
	if err != nil {
		s.query.account.fail(err)
		return err
	}
	return chunk.SetSize(rows)
}

func (s *scan) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.err != nil:
		s.query.account.fail(s.err)
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

// scanWorker is a thread's share of a scan.
type scanWorker struct {
	scan    *scan
	worker  *trailq.Worker
	extract *extractor
	writers []*columnWriter
	scalars []*scalars
	unmet   int // records since the last row
	file    fileFacts
}

// columnWriter fills a column that the query uses.
type columnWriter struct {
	vectorWriter
	origin   dialect.Origin
	place    int // in the chunk
	slot     int // in the extractor's values, also of what a path may not tell
	scalars  *scalars
	text     *textWriter
	numerals *bigIntWriter
}

// fill puts rows into the chunk until it is full or the logs have ended, and
// returns how many.
func (w *scanWorker) fill(chunk *duckdb.DataChunk) (int, error) {
	if w.extract == nil {
		if err := w.prepare(chunk); err != nil {
			return 0, err
		}
	}
	handle, err := chunkHandle(chunk)
	if err != nil {
		return 0, err
	}
	for _, column := range w.writers {
		column.begin(mapping.DataChunkGetVector(handle, mapping.IdxT(column.place)))
	}
	rows := 0
	for capacity := int(mapping.VectorSize()); rows < capacity; {
		record, err := w.worker.Next()
		var unusable *trailq.FileError
		switch {
		case err == nil && w.extract.record(record):
			w.put(rows, record)
			rows++
			w.unmet = 0
			continue
		case err == nil:
			// DuckDB would not get to know for long that the query was stopped.
			if w.unmet++; w.unmet%unmetPace == 0 && w.scan.query.ctx.Err() != nil {
				return 0, context.Cause(w.scan.query.ctx)
			}
			continue
		case errors.As(err, &unusable):
			w.scan.query.account.note(err)
			continue
		case !errors.Is(err, io.EOF):
			return 0, err
		}
		break
	}
	for _, column := range w.writers {
		column.end()
	}
	return rows, nil
}

// unmetPace is after how many records without a row to look whether the query
// was stopped.
const unmetPace = 1 << 12

// prepare finds out which columns the query uses: the others have no vector.
func (w *scanWorker) prepare(chunk *duckdb.DataChunk) error {
	w.extract = newExtractor()
	for _, need := range w.scan.query.rewritten.Needs {
		w.extract.require(need, w.scan.columns)
	}
	places, err := chunkPlaces(chunk)
	if err != nil {
		return err
	}
	for i, column := range w.scan.columns {
		if places[i] < 0 {
			continue
		}
		writer, err := w.column(column)
		if err != nil {
			return err
		}
		writer.place = places[i]
		w.writers = append(w.writers, writer)
	}
	return nil
}

func (w *scanWorker) column(column dialect.Column) (*columnWriter, error) {
	inner, err := newVectorWriter(column.Type)
	if err != nil {
		return nil, err
	}
	writer := &columnWriter{vectorWriter: inner, origin: column.Origin}
	writer.text, _ = inner.(*textWriter)
	writer.numerals, _ = inner.(*bigIntWriter)
	switch column.Origin {
	case dialect.FromField:
		writer.slot = w.extract.slot(column.Path)
	case dialect.FromAccount:
		writer.slot = w.extract.slot([]string{"recipientAccountId"})
	case dialect.FromRegion:
		writer.slot = w.extract.slot([]string{"awsRegion"})
	case dialect.FromDay:
		writer.slot = w.extract.slot([]string{"eventTime"})
	case dialect.FromScalar, dialect.FromRest:
		w.takeScalar(writer, column)
	}
	return writer, nil
}

// takeScalar makes a column one of the query's scalars, or what is left open of
// those of its JSON. What the query has not asked for is NULL.
func (w *scanWorker) takeScalar(writer *columnWriter, column dialect.Column) {
	first := slices.IndexFunc(w.scan.columns, func(c dialect.Column) bool { return c.Origin == dialect.FromScalar })
	place := slices.IndexFunc(w.scan.columns, func(c dialect.Column) bool { return c.Name == column.Name }) - first
	wanted := w.scan.query.rewritten.Scalars
	if column.Origin == dialect.FromRest {
		writer.scalars = w.scalarsOf(column.Path)
	} else if place < len(wanted) {
		i := slices.IndexFunc(w.scan.columns, func(c dialect.Column) bool { return c.Name == wanted[place].Column })
		writer.scalars = w.scalarsOf(w.scan.columns[i].Path)
		writer.slot = writer.scalars.place(wanted[place].Path)
	}
}

// scalarsOf returns the scalars of the JSON at path.
func (w *scanWorker) scalarsOf(path []string) *scalars {
	source := w.extract.slot(path)
	i := slices.IndexFunc(w.scalars, func(s *scalars) bool { return s.source == source })
	if i < 0 {
		i = len(w.scalars)
		w.scalars = append(w.scalars, &scalars{source: source, root: &member{slot: -1}})
	}
	return w.scalars[i]
}

// put sets a row from a record.
func (w *scanWorker) put(row int, record *trailq.Record) {
	for _, s := range w.scalars {
		s.read(w.extract.values[s.source], w.extract.escapes)
	}
	for _, column := range w.writers {
		switch column.origin {
		case dialect.FromField:
			column.put(row, w.extract.values[column.slot])
		case dialect.FromRecord:
			column.text.putText(row, validUTF8(record.Raw()))
		case dialect.FromNumber:
			column.numerals.putInt(row, int64(record.Number()))
		case dialect.FromScalar, dialect.FromRest:
			column.text.putText(row, w.scalarText(column))
		default:
			w.putFact(row, column, record)
		}
	}
}

// scalarText is what the scalars of a column's JSON give it.
func (w *scanWorker) scalarText(column *columnWriter) []byte {
	switch s := column.scalars; {
	case s == nil || column.origin == dialect.FromRest && s.certain:
		return nil
	case column.origin == dialect.FromRest:
		return textOf(w.extract.values[s.source])
	default:
		return s.values[column.slot]
	}
}

// putFact sets what the file's path says, or the record instead.
func (w *scanWorker) putFact(row int, column *columnWriter, record *trailq.Record) {
	w.file.update(record)
	var fact []byte
	switch column.origin {
	case dialect.FromFile:
		fact = w.file.name
	case dialect.FromAccount:
		fact = w.file.account
	case dialect.FromRegion:
		fact = w.file.region
	case dialect.FromDay:
		if fact = w.file.day; fact == nil {
			fact = dayOf(w.extract.values[column.slot])
		}
		column.text.putText(row, fact)
		return
	}
	if fact == nil {
		fact = textOf(w.extract.values[column.slot])
	}
	column.text.putText(row, fact)
}

// fileFacts is what a file's path tells; nil where it does not.
type fileFacts struct {
	path                       string
	name, account, region, day []byte
}

// dayForm is how Athena's partition projection writes days in the paths of
// CloudTrail.
const dayForm = "2006/01/02"

func (f *fileFacts) update(record *trailq.Record) {
	if f.name != nil && f.path == record.File {
		return
	}
	*f = fileFacts{path: record.File, name: validUTF8([]byte(record.File))}
	if record.Path.Account != "" {
		f.account = []byte(record.Path.Account)
	}
	if record.Path.Region != "" {
		f.region = []byte(record.Path.Region)
	}
	if !record.Path.Delivered.IsZero() {
		f.day = []byte(record.Path.Delivered.Format(dayForm))
	}
}

// dayOf is the day of an eventTime, nil where that is no time.
func dayOf(raw []byte) []byte {
	t, err := time.Parse(time.RFC3339, string(textOf(raw)))
	if err != nil {
		return nil
	}
	return []byte(t.UTC().Format(dayForm))
}

// registerScan gives the connection the table function that the views are over.
// bind is called for each place of a statement that names it.
func (db *DB) registerScan() error {
	columns := append(dialect.ScanColumns(), dialect.ScalarColumns()...)
	var infos []duckdb.ColumnInfo
	for _, column := range columns {
		info, err := typeInfo(column.Type)
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

// scanName is the table function's name. Package dialect lets no query call it.
const scanName = "trailq_scan"

// read begins to read the logs for one scan of the query.
func (q *query) read() (*trailq.Parallel, error) {
	source, options := pruned(q.db.source, q.db.options.Read, q.rewritten.Bounds)
	options.Tally = q.account.tally()
	if err := context.Cause(q.ctx); err != nil {
		return nil, err
	}
	return trailq.NewParallel(q.ctx, source, options)
}
