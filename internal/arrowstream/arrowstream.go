// Package arrowstream writes the rows of a table in Apache Arrow's IPC formats, which
// pandas, polars, DuckDB and R read as they are:
//
//	w := arrowstream.New(out, arrowstream.Stream)
//	notes, err := typed.Write(answer, w)
//	…
//	err = w.Close()
//
// See https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc.
package arrowstream

import (
	"io"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/typed"
)

// Layout is one of Arrow's two formats.
type Layout int

// The formats. Stream can be read from a pipe; File, the form of names that end in .arrow,
// needs a file.
const (
	Stream Layout = iota
	File
)

// batchRows is how many rows are written at a time.
const batchRows = 8192

// batchWriter is what the writers of both formats have.
type batchWriter interface {
	Write(arrow.RecordBatch) error
	Close() error
}

// Writer writes one table. It is a [typed.Sink].
type Writer struct {
	out     io.Writer
	layout  Layout
	builder *array.RecordBuilder // nil until the columns are known
	writer  batchWriter
	rows    int // in the builder
}

// New returns a writer to out.
func New(out io.Writer, layout Layout) *Writer { return &Writer{out: out, layout: layout} }

// BeginTable writes the schema.
func (w *Writer) BeginTable(columns []typed.Column) error {
	fields := make([]arrow.Field, len(columns))
	for i, column := range columns {
		fields[i] = arrow.Field{Name: column.Name, Type: arrowType(column.Type), Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	w.builder = array.NewRecordBuilder(memory.DefaultAllocator, schema)
	if w.layout == Stream {
		w.writer = ipc.NewWriter(w.out, ipc.WithSchema(schema))
		return nil
	}
	var err error
	w.writer, err = ipc.NewFileWriter(w.out, ipc.WithSchema(schema))
	return err
}

func arrowType(t table.Type) arrow.DataType {
	switch t {
	case table.TypeInteger:
		return arrow.PrimitiveTypes.Int64
	case table.TypeFloat:
		return arrow.PrimitiveTypes.Float64
	case table.TypeBool:
		return arrow.FixedWidthTypes.Boolean
	case table.TypeTime:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	case table.TypeDate:
		return arrow.FixedWidthTypes.Date32
	}
	return arrow.BinaryTypes.String
}

// AddRow adds a row.
func (w *Writer) AddRow(row []any) error {
	for i, value := range row {
		appendValue(w.builder.Field(i), value)
	}
	if w.rows++; w.rows < batchRows {
		return nil
	}
	return w.flushRows()
}

func appendValue(column array.Builder, value any) {
	switch column := column.(type) {
	case *array.Int64Builder:
		appendOrNull(column, value, column.Append)
	case *array.Float64Builder:
		appendOrNull(column, value, column.Append)
	case *array.BooleanBuilder:
		appendOrNull(column, value, column.Append)
	case *array.StringBuilder:
		appendOrNull(column, value, column.Append)
	case *array.TimestampBuilder:
		appendOrNull(column, value, func(at time.Time) { column.Append(arrow.Timestamp(at.UnixMicro())) })
	case *array.Date32Builder:
		appendOrNull(column, value, func(day time.Time) { column.Append(arrow.Date32FromTime(day)) })
	}
}

// appendOrNull appends a value of the column's type, or a null for nil.
func appendOrNull[T any](column array.Builder, value any, add func(T)) {
	if known, ok := value.(T); ok {
		add(known)
		return
	}
	column.AppendNull()
}

func (w *Writer) flushRows() error {
	batch := w.builder.NewRecordBatch()
	defer batch.Release()
	w.rows = 0
	return w.writer.Write(batch)
}

// Close writes what is left, and the end that tells readers that the table is whole.
// Without it the stream is cut off.
func (w *Writer) Close() error {
	if w.writer == nil {
		return nil
	}
	if w.rows > 0 {
		if err := w.flushRows(); err != nil {
			return err
		}
	}
	return w.writer.Close()
}
