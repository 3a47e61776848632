//go:build cgo

package duck

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/sparse"
	"github.com/trailq/trailq/internal/duck/vector"
	"github.com/trailq/trailq/internal/extract"
)

// keptScan gives the records to DuckDB.
type keptScan struct {
	writer  *Writer
	records []Kept
	worker  *keptWorker
}

func (s *keptScan) ColumnInfos() []duckdb.ColumnInfo { return s.writer.infos }

func (s *keptScan) Cardinality() *duckdb.CardinalityInfo {
	return &duckdb.CardinalityInfo{Cardinality: uint(len(s.records)), Exact: true}
}

func (s *keptScan) Init() {
	s.worker = &keptWorker{scanWorker: scanWorker{scan: &scan{query: s.writer.scanQuery(), columns: s.writer.scanColumns()}}, rest: s.records, facts: make(map[*KeptLog]extract.FileFacts)}
}

// scanQuery returns a query without bounds or needs.
func (w *Writer) scanQuery() *query {
	return &query{rewritten: &dialect.Query{Scalars: w.derived.Scalars}}
}

// scanColumns returns the columns that a scan of logs has, too. They come first.
func (w *Writer) scanColumns() []schema.Column { return w.columns[:len(w.columns)-2] }

func (s *keptScan) FillChunk(chunk duckdb.DataChunk) error {
	rows, err := s.worker.fillKept(&chunk)
	if err != nil {
		return err
	}
	return chunk.SetSize(rows)
}

// keptWorker fills chunks.
type keptWorker struct {
	scanWorker
	rest   []Kept
	record keptRecord
	bytes  *vector.TextWriter
	time   *vector.TimestampWriter
	places [2]int // of these two in the chunk
	sparse []*sparse.Column
	facts  map[*KeptLog]extract.FileFacts // similar records are of many log files
}

func (w *keptWorker) fillKept(chunk *duckdb.DataChunk) (int, error) {
	handle, err := w.beginChunk(chunk, w.prepareKept)
	if err != nil {
		return 0, err
	}
	for _, column := range w.sparse {
		column.Begin(mapping.DataChunkGetVector(handle, mapping.IdxT(column.Place)))
	}
	if w.bytes != nil {
		w.bytes.Begin(mapping.DataChunkGetVector(handle, mapping.IdxT(w.places[0])))
	}
	if w.time != nil {
		w.time.Begin(mapping.DataChunkGetVector(handle, mapping.IdxT(w.places[1])))
	}
	rows := min(int(mapping.VectorSize()), len(w.rest))
	for row := range rows {
		w.putKept(row, &w.rest[row])
	}
	w.rest = w.rest[rows:]
	if err := w.endColumns(); err != nil {
		return 0, err
	}
	ends := []error{}
	for _, column := range w.sparse {
		ends = append(ends, column.End())
	}
	if w.bytes != nil {
		ends = append(ends, w.bytes.End())
	}
	if err := errors.Join(ends...); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrMemory, err)
	}
	return rows, nil
}

// prepareKept makes writers for the columns that are used.
func (w *keptWorker) prepareKept(chunk *duckdb.DataChunk) error {
	if err := w.prepareColumns(chunk); err != nil {
		return err
	}
	places, err := vector.ChunkPlaces(chunk)
	if err != nil {
		return err
	}
	for i, column := range w.scan.columns {
		if sparse.IsSparse(column.Name) {
			w.makeSparse(places[i], column.Name)
		}
	}
	n := len(w.scan.columns)
	if w.places[0] = places[n]; places[n] >= 0 {
		w.bytes = new(vector.TextWriter)
	}
	if w.places[1] = places[n+1]; places[n+1] >= 0 {
		w.time = new(vector.TimestampWriter)
	}
	return nil
}

// makeSparse moves the column at a place from those that are put in every row to
// the sparse ones.
func (w *keptWorker) makeSparse(place int, name string) {
	w.writers = slices.DeleteFunc(w.writers, func(c *columnWriter) bool {
		if c.place != place {
			return false
		}
		column := sparse.New(c.Writer, name)
		column.Place, column.Slot = place, c.slot
		w.sparse = append(w.sparse, column)
		return true
	})
}

// putKept sets a row from a record.
func (w *keptWorker) putKept(row int, kept *Kept) {
	record := w.record.fromKept(kept)
	w.extract.Read(record)
	facts, known := w.facts[kept.Log]
	if !known {
		facts.Update(record)
		w.facts[kept.Log] = facts
	}
	w.file = facts
	w.putRecord(row, record)
	for _, column := range w.sparse {
		column.Put(row, w.extract.Value(column.Slot))
	}
	if w.bytes != nil {
		if raw := record.Raw(); utf8.Valid(raw) {
			w.bytes.SetNull(row)
		} else {
			w.bytes.PutText(row, raw)
		}
	}
	if w.time != nil {
		if kept.EventTime.IsZero() {
			w.time.SetNull(row)
		} else {
			w.time.PutTime(row, kept.EventTime)
		}
	}
}
