//go:build cgo

package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

// Lookup answers what a conversion asks about records: their derived columns, where Go is
// not certain of these, and which of them are in Parquet files already. It has a DuckDB of
// its own, which starts when something is asked. It is for one goroutine.
type Lookup struct {
	options LookupOptions
	pool    *sql.DB // nil before it starts
	conn    *sql.Conn
	derive  *sql.Stmt
	columns []schema.Column
	infos   []duckdb.ColumnInfo
	spill   *scratch.Folder
	derived *derived.Writing

	records [][]byte // that are asked about
}

// lookupScanName is the table function that gives the records.
const lookupScanName = "trailq_kept"

// NewLookup returns a Lookup. Close must be called.
func NewLookup(options LookupOptions) *Lookup {
	return &Lookup{options: options, columns: append(schema.ScanColumns(), schema.ScalarColumns()...)}
}

// startOnce starts DuckDB, unless it runs.
func (l *Lookup) startOnce(ctx context.Context) error {
	if l.derive != nil {
		return nil
	}
	if err := l.startEngine(ctx); err != nil {
		return errors.Join(fmt.Errorf("starting DuckDB: %w", l.explainError(ctx, err)), l.Close())
	}
	return nil
}

func (l *Lookup) startEngine(ctx context.Context) (err error) {
	if l.spill, err = scratch.Make(l.options.SpillFolder); err != nil {
		return err
	}
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return err
	}
	l.pool = sql.OpenDB(connector)
	if l.conn, err = l.pool.Conn(ctx); err != nil {
		return err
	}
	for _, setting := range []string{
		"SET threads = 1",
		fmt.Sprintf("SET memory_limit = '%dB'", l.options.memoryLimit()),
		"SET temp_directory = " + sqltext.Literal(l.spill.Path()),
		fmt.Sprintf("SET max_temp_directory_size = '%dB'", scratch.LimitSpace(l.options.SpillLimit, l.spill.Path())),
		"SET allocator_flush_threshold = '16MB'",
		"SET enable_progress_bar = false",
	} {
		if _, err := l.conn.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	return l.registerRecords(ctx)
}

// registerRecords adds the table function that gives the records, and prepares the
// statement over it. Planning that takes longer than running it.
func (l *Lookup) registerRecords(ctx context.Context) error {
	var err error
	if l.derived, err = derived.PlanWriting(l.options.Derived); err != nil {
		return err
	}
	for _, column := range l.columns {
		info, err := function.TypeInfo(column.Type)
		if err != nil {
			return err
		}
		l.infos = append(l.infos, duckdb.ColumnInfo{Name: column.Name, T: info})
	}
	if err := function.Register(l.conn); err != nil {
		return err
	}
	items := append([]string{`"$record_number"`}, l.derived.Items...)
	found := append([]string{"*"}, l.derived.Found...)
	defined := definition.NewSet(lookupScanName+"()", schema.DefaultTable())
	defined.Need(strings.Join(append(found, items...), ", "), nil)
	if _, err := l.conn.ExecContext(ctx, strings.Join(append(builtin.Settings(), defined.TakeMissing()...), ";\n")); err != nil {
		return err
	}
	err = duckdb.RegisterTableUDF(l.conn, lookupScanName, duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) { return &lookupScan{lookup: l}, nil },
	})
	if err != nil {
		return err
	}
	l.derive, err = l.conn.PrepareContext(ctx, fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s())", strings.Join(items, ", "), strings.Join(found, ", "), lookupScanName))
	return err
}

// Derive returns the values of the derived columns of raw records.
func (l *Lookup) Derive(ctx context.Context, records [][]byte) (values [][]derived.Value, err error) {
	if err := l.startOnce(ctx); err != nil {
		return nil, err
	}
	l.records = records
	rows, err := l.derive.QueryContext(ctx)
	if err != nil {
		return nil, l.explainError(ctx, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values = make([][]derived.Value, len(records))
	var number int
	cells := make([]any, 1+len(l.options.Derived))
	cells[0] = &number
	for i := range l.options.Derived {
		cells[i+1] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return nil, err
		}
		for _, cell := range cells[1:] {
			values[number-1] = append(values[number-1], derivedValue(*cell.(*any)))
		}
	}
	return values, l.explainError(ctx, rows.Err())
}

// derivedValue returns a value of DuckDB's.
func derivedValue(cell any) derived.Value {
	switch v := cell.(type) {
	case string:
		return derived.Value{Text: append([]byte{}, v...), Known: true}
	case int64:
		return derived.Value{Number: v, Known: true}
	}
	return derived.Value{}
}

// explainError returns the cause of ctx if that ended a statement, or else the first
// line of DuckDB's error.
func (l *Lookup) explainError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n")
		return errors.New(text)
	}
	return nil
}

// Repeated returns the eventIDs of raw records that are already in the Parquet files.
func (l *Lookup) Repeated(ctx context.Context, files []string, records [][]byte) (repeated map[string]bool, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	if err := l.startOnce(ctx); err != nil {
		return nil, err
	}
	l.records = records
	rows, err := l.conn.QueryContext(ctx, fmt.Sprintf(
		"SELECT DISTINCT eventid FROM read_parquet(%s, hive_partitioning = false) WHERE eventid IN (SELECT eventid FROM %s() WHERE eventid <> '')",
		listLiteral(files), lookupScanName))
	if err != nil {
		return nil, l.explainError(ctx, err)
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
	return repeated, l.explainError(ctx, rows.Err())
}

// Close stops DuckDB.
func (l *Lookup) Close() error {
	var errs []error
	if l.derive != nil {
		errs = append(errs, l.derive.Close())
	}
	if l.conn != nil {
		errs = append(errs, l.conn.Close())
	}
	if l.pool != nil {
		errs = append(errs, l.pool.Close())
	}
	errs = append(errs, l.spill.Remove())
	l.derive, l.conn, l.pool, l.spill = nil, nil, nil, nil
	return errors.Join(errs...)
}

// listLiteral returns texts as a list literal of DuckDB.
func listLiteral(texts []string) string { return "[" + sqltext.Literals(texts) + "]" }
