//go:build cgo

package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/scratch"
	"github.com/trailq/trailq/internal/sqltext"
)

// Writer writes records as Parquet files, with a DuckDB of its own that reads
// nothing else. It is for one goroutine: who wants several threads has a Writer
// for each. One DuckDB with several threads spent a quarter of their time on
// waiting for one another.
type Writer struct {
	options WriterOptions
	pool    *sql.DB
	columns []dialect.Column
	infos   []duckdb.ColumnInfo
	spill   *scratch.Folder
	query   string // what is written of each record

	records []Kept // that are being written
}

// writeScanName is the table function that gives the records.
const writeScanName = "trailq_kept"

// NewWriter starts DuckDB. Close must be called.
func NewWriter(ctx context.Context, options WriterOptions) (*Writer, error) {
	w := &Writer{options: options, columns: dialect.RecordColumns()}
	if err := w.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("starting DuckDB: %w", err), w.Close())
	}
	return w, nil
}

func (w *Writer) start(ctx context.Context) (err error) {
	if w.spill, err = scratch.Make(w.options.SpillFolder); err != nil {
		return err
	}
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return err
	}
	w.pool = sql.OpenDB(connector)
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	for _, setting := range []string{
		"SET threads = 1",
		fmt.Sprintf("SET memory_limit = '%dB'", w.options.memory()),
		"SET temp_directory = " + sqltext.Literal(w.spill.Path()),
		// With one thread the order is that of the records, and keeping it explicitly
		// would take memory.
		"SET preserve_insertion_order = false",
		"SET allocator_flush_threshold = '16MB'",
		"SET enable_progress_bar = false",
	} {
		if _, err := conn.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	return w.register(conn)
}

// register makes the table function, and the SELECT over it.
func (w *Writer) register(conn *sql.Conn) error {
	var items []string
	for _, c := range dialect.ParquetColumns(!w.options.NoRecord) {
		items = append(items, c.Expression+" AS "+sqltext.Identifier(c.Name))
	}
	w.query = "SELECT " + strings.Join(items, ", ") + " FROM " + writeScanName + "()"
	for _, column := range w.columns {
		info, err := typeInfo(column.Type)
		if err != nil {
			return err
		}
		w.infos = append(w.infos, duckdb.ColumnInfo{Name: column.Name, T: info})
	}
	return duckdb.RegisterTableUDF(conn, writeScanName, duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) {
			return &keptScan{writer: w, records: w.records}, nil
		},
	})
}

// rowGroup is how many rows a row group has at most. DuckDB keeps one in memory,
// with its records: groups of 20,000 rows took 150 MB more, and made files half a
// percent smaller.
const rowGroup = 6 * 2048

// rowGroupOf is a size that makes the groups of so many rows about equal.
func rowGroupOf(rows int) int {
	groups := max(1, (rows+rowGroup-1)/rowGroup)
	each := (rows + groups - 1) / groups
	return max(1, (each+2047)/2048) * 2048
}

// zstdLevel is the fastest: where like records stand together, files are not
// larger than at level 3, and 3 % smaller at level 6 for twice the time.
const zstdLevel = 1

// Write writes the records to a file of that name, which must not be there, in
// their order.
func (w *Writer) Write(ctx context.Context, name string, records []Kept) error {
	w.records = records
	_, err := w.pool.ExecContext(ctx, fmt.Sprintf(
		"COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL %d, ROW_GROUP_SIZE %d, USE_TMP_FILE false)",
		w.query, sqltext.Literal(name), zstdLevel, rowGroupOf(len(records))))
	return w.explain(ctx, err)
}

// explain says that it was ctx that ended a statement, if it was, and leaves out
// what DuckDB says beyond the first line.
func (w *Writer) explain(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n")
		return errors.New(text)
	}
	return nil
}

// Repeated returns which of the records have an eventID that is in the Parquet
// files already.
func (w *Writer) Repeated(ctx context.Context, files []string, records []Kept) (repeated map[string]bool, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	w.records = records
	rows, err := w.pool.QueryContext(ctx, fmt.Sprintf(
		"SELECT DISTINCT eventid FROM read_parquet(%s, hive_partitioning = false) WHERE eventid IN (SELECT eventid FROM %s() WHERE eventid <> '')",
		quoteList(files), writeScanName))
	if err != nil {
		return nil, w.explain(ctx, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	repeated = make(map[string]bool)
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		repeated[id] = true
	}
	return repeated, w.explain(ctx, rows.Err())
}

// Close stops DuckDB.
func (w *Writer) Close() error {
	var err error
	if w.pool != nil {
		err = w.pool.Close()
	}
	return errors.Join(err, w.spill.Remove())
}

// quoteList writes texts as a list of DuckDB.
func quoteList(texts []string) string { return "[" + sqltext.Literals(texts) + "]" }
