//go:build cgo

package duck

import (
	"slices"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect"
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
	s.worker = &keptWorker{scanWorker: scanWorker{scan: &scan{query: noQuery(), columns: s.writer.scanColumns()}}, rest: s.records}
}

// noQuery asks for nothing in particular.
func noQuery() *query { return &query{rewritten: new(dialect.Query)} }

// scanColumns are the columns that a scan of logs has, too. They come first.
func (w *Writer) scanColumns() []dialect.Column { return w.columns[:len(w.columns)-2] }

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
	bytes  *textWriter
	time   *timestampWriter
	places [2]int // of these two in the chunk
	sparse []*sparseWriter
}

func (w *keptWorker) fillKept(chunk *duckdb.DataChunk) (int, error) {
	handle, err := w.begin(chunk, w.prepareKept)
	if err != nil {
		return 0, err
	}
	for _, column := range w.sparse {
		column.begin(mapping.DataChunkGetVector(handle, mapping.IdxT(column.place)))
	}
	if w.bytes != nil {
		w.bytes.begin(mapping.DataChunkGetVector(handle, mapping.IdxT(w.places[0])))
	}
	if w.time != nil {
		w.time.begin(mapping.DataChunkGetVector(handle, mapping.IdxT(w.places[1])))
	}
	rows := min(int(mapping.VectorSize()), len(w.rest))
	for row := range rows {
		w.putKept(row, &w.rest[row])
	}
	w.rest = w.rest[rows:]
	for _, column := range w.writers {
		column.end()
	}
	for _, column := range w.sparse {
		column.end()
	}
	if w.bytes != nil {
		w.bytes.end()
	}
	return rows, nil
}

// prepareKept finds out which columns are wanted.
func (w *keptWorker) prepareKept(chunk *duckdb.DataChunk) error {
	if err := w.prepare(chunk); err != nil {
		return err
	}
	places, err := chunkPlaces(chunk)
	if err != nil {
		return err
	}
	for i, column := range w.scan.columns {
		if isSparse(column.Name) {
			w.takeSparse(places[i], column.Name)
		}
	}
	n := len(w.scan.columns)
	if w.places[0] = places[n]; places[n] >= 0 {
		w.bytes = new(textWriter)
	}
	if w.places[1] = places[n+1]; places[n+1] >= 0 {
		w.time = new(timestampWriter)
	}
	return nil
}

// takeSparse takes the writer of a column out of those that are always filled.
func (w *keptWorker) takeSparse(place int, name string) {
	w.writers = slices.DeleteFunc(w.writers, func(c *columnWriter) bool {
		if c.place != place {
			return false
		}
		w.sparse = append(w.sparse, &sparseWriter{columnWriter: c, name: name})
		return true
	})
}

// putKept sets a row.
func (w *keptWorker) putKept(row int, kept *Kept) {
	record := w.record.of(kept)
	w.extract.record(record)
	w.put(row, record)
	for _, column := range w.sparse {
		column.put(row, w.extract.values[column.slot])
	}
	if w.bytes != nil {
		if raw := record.Raw(); utf8.Valid(raw) {
			w.bytes.setNull(row)
		} else {
			w.bytes.putText(row, raw)
		}
	}
	if w.time != nil {
		if kept.EventTime.IsZero() {
			w.time.setNull(row)
		} else {
			*at[int64](&w.time.vectorData, row) = kept.EventTime.UnixMicro()
		}
	}
}
