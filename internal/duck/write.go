//go:build cgo

package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/definition"
	"github.com/trailq/trailq/internal/duck/function"
	"github.com/trailq/trailq/internal/scratch"
	"github.com/trailq/trailq/internal/sqltext"
)

// Writer writes records as Parquet files, with its own DuckDB that reads nothing
// else. It is for one goroutine: several threads need a Writer each. One DuckDB with
// several threads spent a quarter of their time waiting for one another.
type Writer struct {
	options WriterOptions
	pool    *sql.DB
	columns []schema.Column
	infos   []duckdb.ColumnInfo
	spill   *scratch.Folder
	items   []string // of the SELECT that gives the rows of a file
	derived *derived.Writing

	records []Kept // being written
}

// writeScanName is the table function that gives the records.
const writeScanName = "trailq_kept"

// NewWriter starts DuckDB. Close must be called.
func NewWriter(ctx context.Context, options WriterOptions) (*Writer, error) {
	w := &Writer{options: options, columns: writerColumns()}
	if err := w.startEngine(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("starting DuckDB: %w", err), w.Close())
	}
	return w, nil
}

func (w *Writer) startEngine(ctx context.Context) (err error) {
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
		fmt.Sprintf("SET memory_limit = '%dB'", w.options.memoryLimit()),
		"SET temp_directory = " + sqltext.Literal(w.spill.Path()),
		fmt.Sprintf("SET max_temp_directory_size = '%dB'", scratch.LimitSpace(w.options.SpillLimit, w.spill.Path())),
		// One thread keeps the order of the records anyway; keeping it explicitly would
		// take memory.
		"SET preserve_insertion_order = false",
		"SET allocator_flush_threshold = '16MB'",
		"SET enable_progress_bar = false",
	} {
		if _, err := conn.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	return w.registerRecords(ctx, conn)
}

// writerColumns returns the columns of the table function: those that a scan of logs
// has, too, and then the rest of [schema.RecordColumns].
func writerColumns() []schema.Column {
	scan := schema.ScanColumns()
	return slices.Concat(scan, schema.ScalarColumns(), schema.RecordColumns()[len(scan):])
}

// registerRecords adds the table function that gives the records, and makes the
// SELECT over it.
func (w *Writer) registerRecords(ctx context.Context, conn *sql.Conn) error {
	var err error
	if w.derived, err = derived.PlanWriting(w.options.Derived); err != nil {
		return err
	}
	w.items = append(selectItems(schema.ParquetColumns(!w.options.NoRecord)), w.derived.Items...)
	for _, column := range w.columns {
		info, err := function.TypeInfo(column.Type)
		if err != nil {
			return err
		}
		w.infos = append(w.infos, duckdb.ColumnInfo{Name: column.Name, T: info})
	}
	if err := function.Register(conn); err != nil {
		return err
	}
	macros := definition.NewSet(writeScanName+"()", schema.DefaultTable()).TakeMissing(strings.Join(append(w.derived.Found, w.items...), ", "))
	if _, err := conn.ExecContext(ctx, strings.Join(append(builtin.Settings(), macros...), ";\n")); err != nil {
		return err
	}
	return duckdb.RegisterTableUDF(conn, writeScanName, duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) {
			return &keptScan{writer: w, records: w.records}, nil
		},
	})
}

// rowGroup is the largest number of rows in a row group. DuckDB keeps a group in
// memory, with its records: groups of 20,000 rows took 150 MB more, and made files
// half a percent smaller.
const rowGroup = 6 * 2048

// rowGroupSize returns a size that divides so many rows into groups of about the
// same size.
func rowGroupSize(rows int) int {
	groups := max(1, (rows+rowGroup-1)/rowGroup)
	each := (rows + groups - 1) / groups
	return max(1, (each+2047)/2048) * 2048
}

// zstdLevel is the fastest: where similar records are next to each other, files are
// as small as at level 3. Level 6 makes them 3 % smaller, for twice the time.
const zstdLevel = 1

// selectItems returns the items of a SELECT.
func selectItems(columns []schema.TableColumn) (items []string) {
	for _, c := range columns {
		items = append(items, c.Expression+" AS "+sqltext.Identifier(c.Name))
	}
	return items
}

// Write writes the records, in their order, to a file of that name, which must not
// exist. Columns come after those of [schema.ParquetColumns].
func (w *Writer) Write(ctx context.Context, name string, records []Kept, columns ...schema.TableColumn) error {
	w.records = records
	_, err := w.pool.ExecContext(ctx, fmt.Sprintf(
		"COPY (SELECT %s FROM (SELECT %s FROM "+writeScanName+"())) TO %s (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL %d, ROW_GROUP_SIZE %d, USE_TMP_FILE false)",
		strings.Join(append(w.items[:len(w.items):len(w.items)], selectItems(columns)...), ", "), strings.Join(append([]string{"*"}, w.derived.Found...), ", "), sqltext.Literal(name), zstdLevel, rowGroupSize(len(records))))
	return w.explainError(ctx, err)
}

// explainError returns the cause of ctx if that ended a statement, or else the first
// line of DuckDB's error.
func (w *Writer) explainError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n")
		return errors.New(text)
	}
	return nil
}

// Repeated returns the eventIDs of records that are already in the Parquet files.
func (w *Writer) Repeated(ctx context.Context, files []string, records []Kept) (repeated map[string]bool, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	w.records = records
	rows, err := w.pool.QueryContext(ctx, fmt.Sprintf(
		"SELECT DISTINCT eventid FROM read_parquet(%s, hive_partitioning = false) WHERE eventid IN (SELECT eventid FROM %s() WHERE eventid <> '')",
		listLiteral(files), writeScanName))
	if err != nil {
		return nil, w.explainError(ctx, err)
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
	return repeated, w.explainError(ctx, rows.Err())
}

// Close stops DuckDB.
func (w *Writer) Close() error {
	var err error
	if w.pool != nil {
		err = w.pool.Close()
	}
	return errors.Join(err, w.spill.Remove())
}

// listLiteral returns texts as a list literal of DuckDB.
func listLiteral(texts []string) string { return "[" + sqltext.Literals(texts) + "]" }
