//go:build cgo

package rowfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/sqltext"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/typed"
)

// batchRows is how many rows the engine takes at a time: as many as its vectors have.
const batchRows = 2048

// Writer writes one table. It is a [typed.Sink].
type Writer struct {
	ctx   context.Context //nolint:containedctx // of the statement, which runs between the calls
	stop  context.CancelFunc
	path  string
	batch [][]any
	rows  chan [][]any
	ended chan error // what became of the statement; nil until it runs
}

// New returns a writer to the file of that name, which can be there.
func New(ctx context.Context, path string) *Writer {
	w := &Writer{path: path, rows: make(chan [][]any)}
	w.ctx, w.stop = context.WithCancel(ctx)
	return w
}

// BeginTable starts the statement that takes the rows.
func (w *Writer) BeginTable(columns []typed.Column) error {
	source := &rowSource{ctx: w.ctx, rows: w.rows}
	for _, column := range columns {
		t, err := duckdb.NewTypeInfo(duckType(column.Type))
		if err != nil {
			return err
		}
		source.columns = append(source.columns, duckdb.ColumnInfo{Name: column.Name, T: t})
	}
	w.ended = make(chan error, 1)
	go func() {
		w.ended <- w.copyRows(source)
		w.stop() // nobody takes rows now
	}()
	return nil
}

func duckType(t table.Type) duckdb.Type {
	switch t {
	case table.TypeInteger:
		return duckdb.TYPE_BIGINT
	case table.TypeFloat:
		return duckdb.TYPE_DOUBLE
	case table.TypeBool:
		return duckdb.TYPE_BOOLEAN
	case table.TypeTime:
		return duckdb.TYPE_TIMESTAMP_TZ
	case table.TypeDate:
		return duckdb.TYPE_DATE
	}
	return duckdb.TYPE_VARCHAR
}

// copyRows runs the statement until the rows end.
func (w *Writer) copyRows(source *rowSource) (err error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, pool.Close()) }()
	conn, err := pool.Conn(w.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := duckdb.RegisterTableUDF(conn, "rows", duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) { return source, nil },
	}); err != nil {
		return err
	}
	// The file is there already, and the process cannot make another.
	_, err = conn.ExecContext(w.ctx, fmt.Sprintf("COPY (FROM rows()) TO %s (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)", sqltext.Literal(w.path)))
	return err
}

// AddRow adds a row.
func (w *Writer) AddRow(row []any) error {
	w.batch = append(w.batch, row)
	if len(w.batch) < batchRows {
		return nil
	}
	return w.sendBatch()
}

func (w *Writer) sendBatch() error {
	batch := w.batch
	w.batch = nil
	select {
	case w.rows <- batch:
		return nil
	case <-w.ctx.Done():
		return w.ctx.Err() // Close has the reason
	}
}

// Close writes what is left and waits until the file is whole. After an error, which it
// returns unless the statement has a better one, it stops the statement.
func (w *Writer) Close(failed error) error {
	defer w.stop()
	if w.ended == nil {
		return failed
	}
	if failed == nil && len(w.batch) > 0 {
		failed = w.sendBatch()
	}
	if failed != nil {
		w.stop()
		if err := <-w.ended; err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
		return failed
	}
	close(w.rows)
	return <-w.ended
}

// rowSource gives the engine the rows, a chunk at a time.
type rowSource struct {
	ctx     context.Context //nolint:containedctx // as the writer's
	columns []duckdb.ColumnInfo
	rows    <-chan [][]any
}

func (s *rowSource) ColumnInfos() []duckdb.ColumnInfo     { return s.columns }
func (s *rowSource) Cardinality() *duckdb.CardinalityInfo { return nil }
func (s *rowSource) Init()                                {}

// FillChunk fills a chunk with the next rows; it stays empty at their end.
func (s *rowSource) FillChunk(chunk duckdb.DataChunk) error {
	var batch [][]any
	select {
	case batch = <-s.rows:
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
	for i, row := range batch {
		for column, value := range row {
			if err := chunk.SetValue(column, i, value); err != nil {
				return err
			}
		}
	}
	return chunk.SetSize(len(batch))
}
