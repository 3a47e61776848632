//go:build cgo

package duck

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

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
	if _, err := w.begin(chunk, w.prepare); err != nil {
		return 0, err
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

// begin takes a chunk, and before the first one prepares for what it has.
func (w *scanWorker) begin(chunk *duckdb.DataChunk, prepare func(*duckdb.DataChunk) error) (mapping.DataChunk, error) {
	if w.extract == nil {
		if err := prepare(chunk); err != nil {
			return mapping.DataChunk{}, err
		}
	}
	handle, err := chunkHandle(chunk)
	if err != nil {
		return mapping.DataChunk{}, err
	}
	for _, column := range w.writers {
		column.begin(mapping.DataChunkGetVector(handle, mapping.IdxT(column.place)))
	}
	return handle, nil
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
