//go:build cgo

package duck

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/tuple"
	"github.com/trailq/trailq/internal/duck/vector"
	"github.com/trailq/trailq/internal/extract"
)

// scanWorker is a thread's share of a scan.
type scanWorker struct {
	scan    *scan
	worker  *trailq.Worker
	extract *extract.Extractor
	writers []*columnWriter
	scalars []*columnScalars
	unmet   int // records since the last row
	file    extract.FileFacts

	identities *tuple.Identities
	failed     error // of them, in this chunk
}

// columnWriter fills a column that the query uses.
type columnWriter struct {
	vector.Writer
	origin   schema.Origin
	place    int // in the chunk
	slot     int // in the extractor, also of a fact that the path does not tell
	scalars  *columnScalars
	derived  func() []byte
	text     *vector.TextWriter
	numerals *vector.BigIntWriter
}

// fillChunk puts rows into the chunk until it is full or the logs have ended, and
// returns their number.
func (w *scanWorker) fillChunk(chunk *duckdb.DataChunk) (int, error) {
	if _, err := w.beginChunk(chunk, w.prepareColumns); err != nil {
		return 0, err
	}
	rows := 0
	for capacity := int(mapping.VectorSize()); rows < capacity; {
		record, err := w.worker.Next()
		if err == nil {
			w.scan.query.db.options.Overlap.Add(record)
		}
		var unusable *trailq.FileError
		switch {
		case err == nil && w.extract.Read(record):
			w.putRecord(rows, record)
			rows++
			w.unmet = 0
			continue
		case err == nil:
			// It can take long until DuckDB notices that the query was stopped.
			if w.unmet++; w.unmet%unmetPace == 0 && w.scan.query.ctx.Err() != nil {
				return 0, context.Cause(w.scan.query.ctx)
			}
			continue
		case errors.As(err, &unusable):
			w.scan.query.tally.reportError(err)
			continue
		case !errors.Is(err, io.EOF):
			return 0, err
		}
		break
	}
	return rows, cmp.Or(w.failed, w.endColumns())
}

// endColumns completes the columns of a chunk.
func (w *scanWorker) endColumns() error {
	for _, column := range w.writers {
		if err := column.End(); err != nil {
			return fmt.Errorf("%w: %w", ErrMemory, err)
		}
	}
	return nil
}

// beginChunk starts on a chunk. It calls prepare before the first one.
func (w *scanWorker) beginChunk(chunk *duckdb.DataChunk, prepare func(*duckdb.DataChunk) error) (mapping.DataChunk, error) {
	if w.extract == nil {
		if err := prepare(chunk); err != nil {
			return mapping.DataChunk{}, err
		}
	}
	handle, err := vector.ChunkHandle(chunk)
	if err != nil {
		return mapping.DataChunk{}, err
	}
	for _, column := range w.writers {
		column.Begin(mapping.DataChunkGetVector(handle, mapping.IdxT(column.place)))
	}
	return handle, nil
}

// unmetPace is the number of records without a row after which to check whether
// the query was stopped.
const unmetPace = 1 << 12

// prepareColumns makes writers for the columns that the query uses: the others have
// no vector.
func (w *scanWorker) prepareColumns(chunk *duckdb.DataChunk) error {
	w.extract = extract.New()
	for _, need := range w.scan.query.rewritten.Needs {
		w.extract.Require(need, w.scan.columns)
	}
	places, err := vector.ChunkPlaces(chunk)
	if err != nil {
		return err
	}
	for i, column := range w.scan.columns {
		if places[i] < 0 {
			continue
		}
		writer, err := w.newColumn(column)
		if err != nil {
			return err
		}
		writer.place = places[i]
		w.writers = append(w.writers, writer)
	}
	return nil
}

func (w *scanWorker) newColumn(column schema.Column) (*columnWriter, error) {
	inner, err := vector.NewWriter(column.Type)
	if err != nil {
		return nil, err
	}
	writer := &columnWriter{Writer: inner, origin: column.Origin}
	writer.text, _ = inner.(*vector.TextWriter)
	writer.numerals, _ = inner.(*vector.BigIntWriter)
	switch column.Origin {
	case schema.FromField:
		writer.slot = w.extract.Slot(column.Path...)
	case schema.FromAccount:
		writer.slot = w.extract.Slot("recipientAccountId")
	case schema.FromRegion:
		writer.slot = w.extract.Slot("awsRegion")
	case schema.FromDay:
		writer.slot = w.extract.Slot("eventTime")
	case schema.FromScalar, schema.FromRest:
		w.bindScalar(writer, column)
	case schema.FromDerived:
		writer.derived = w.deriveColumn(column.Name)
	case schema.FromIdentity:
		writer.slot = w.extract.Slot("userIdentity")
		w.identities = tuple.NewIdentities(w.scan.query.db.tuples)
	}
	return writer, nil
}

// deriveColumn returns the function that gives a column of package derived.
func (w *scanWorker) deriveColumn(name string) func() []byte {
	columns := derived.ScannedColumns()
	i := slices.IndexFunc(columns, func(c derived.Column) bool { return c.HiddenName() == name })
	return columns[i].Scan(w.extract)
}

// bindScalar binds a column to one of the query's scalars, or to the whole JSON for
// records whose scalars are not certain. A column that the query has not asked for
// is NULL.
func (w *scanWorker) bindScalar(writer *columnWriter, column schema.Column) {
	first := slices.IndexFunc(w.scan.columns, func(c schema.Column) bool { return c.Origin == schema.FromScalar })
	place := slices.IndexFunc(w.scan.columns, func(c schema.Column) bool { return c.Name == column.Name }) - first
	wanted := w.scan.query.rewritten.Scalars
	if column.Origin == schema.FromRest {
		writer.scalars = w.scalarsAt(column.Path)
	} else if place < len(wanted) {
		i := slices.IndexFunc(w.scan.columns, func(c schema.Column) bool { return c.Name == wanted[place].Column })
		writer.scalars = w.scalarsAt(w.scan.columns[i].Path)
		writer.slot = writer.scalars.Slot(wanted[place].Path...)
	}
}

// columnScalars finds the scalars that a query wants from one column of JSON.
type columnScalars struct {
	*extract.Scalars
	source int // the column's slot in the extractor
}

// scalarsAt returns the scalars of the JSON at path.
func (w *scanWorker) scalarsAt(path []string) *columnScalars {
	source := w.extract.Slot(path...)
	i := slices.IndexFunc(w.scalars, func(s *columnScalars) bool { return s.source == source })
	if i < 0 {
		i = len(w.scalars)
		w.scalars = append(w.scalars, &columnScalars{extract.NewScalars(), source})
	}
	return w.scalars[i]
}

// putRecord sets a row from a record.
func (w *scanWorker) putRecord(row int, record *trailq.Record) {
	for _, s := range w.scalars {
		s.Read(w.extract.Value(s.source), w.extract.HasEscapes())
	}
	for _, column := range w.writers {
		switch column.origin {
		case schema.FromField:
			column.Put(row, w.extract.Value(column.slot))
		case schema.FromRecord:
			column.text.PutText(row, extract.ValidUTF8(record.Raw()))
		case schema.FromNumber:
			column.numerals.PutInt(row, int64(record.Number()))
		case schema.FromScalar, schema.FromRest:
			column.text.PutText(row, w.scalarText(column))
		case schema.FromDerived:
			column.text.PutText(row, column.derived())
		case schema.FromIdentity:
			n, err := w.identities.Number(w.extract.Value(column.slot))
			if err != nil {
				w.failed = err
			}
			column.numerals.PutInt(row, int64(n))
		case schema.FromFileSize, schema.FromFileTime:
			w.putStat(row, column, record)
		case schema.FromRepeat:
			column.Put(row, w.repeatedValue(record))
		default:
			w.putFact(row, column, record)
		}
	}
}

// scalarText returns the text that a column bound to scalars has.
func (w *scanWorker) scalarText(column *columnWriter) []byte {
	switch s := column.scalars; {
	case s == nil || column.origin == schema.FromRest && s.Certain():
		return nil
	case column.origin == schema.FromRest:
		return extract.Text(w.extract.Value(s.source))
	default:
		return s.Text(column.slot)
	}
}

// repeatedValue returns whether a record is a duplicate delivery, as JSON; nil where
// nobody looked.
func (w *scanWorker) repeatedValue(record *trailq.Record) []byte {
	if w.scan.query.db.options.Read.Duplicates != trailq.MarkDuplicates {
		return nil
	}
	return strconv.AppendBool(nil, record.Repeated())
}

// putStat sets a row from what the source says about the record's file.
func (w *scanWorker) putStat(row int, column *columnWriter, record *trailq.Record) {
	switch file := w.scan.query.files.StatOf(record.File); {
	case column.origin == schema.FromFileSize && file.Size >= 0:
		column.numerals.PutInt(row, file.Size)
	case column.origin == schema.FromFileTime && !file.Modified.IsZero():
		column.numerals.PutInt(row, file.Modified.UnixMilli()*1000)
	default:
		column.Put(row, nil)
	}
}

// putFact sets a row from the file's path, or from the record where the path does
// not tell.
func (w *scanWorker) putFact(row int, column *columnWriter, record *trailq.Record) {
	w.file.Update(record)
	var fact []byte
	switch column.origin {
	case schema.FromFile:
		fact = w.file.Name
	case schema.FromAccount:
		fact = w.file.Account
	case schema.FromRegion:
		fact = w.file.Region
	case schema.FromDay:
		if fact = w.file.Day; fact == nil {
			fact = extract.Day(w.extract.Value(column.slot))
		}
		column.text.PutText(row, fact)
		return
	}
	if fact == nil {
		fact = extract.Text(w.extract.Value(column.slot))
	}
	column.text.PutText(row, fact)
}
