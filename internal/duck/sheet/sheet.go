//go:build cgo

package sheet

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/sqltext"
)

// Sheet is the rows of some files, as the table rows.
type Sheet struct {
	pool    *sql.DB
	columns []string
}

// Open opens files of one form: Parquet files, or CSV files with a header, whose names
// end with .gz if they are compressed. Columns are found by name, and one that a file
// lacks is NULL there. All columns of CSV are texts. Close must be called.
func Open(ctx context.Context, paths []string) (*Sheet, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, err
	}
	s := &Sheet{pool: sql.OpenDB(connector)}
	if err := s.prepare(ctx, paths); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// prepare makes the table, and locks the engine.
func (s *Sheet) prepare(ctx context.Context, paths []string) error {
	s.pool.SetMaxOpenConns(1)
	var literals []string
	for _, path := range paths {
		literals = append(literals, sqltext.Literal(path))
	}
	list := "[" + strings.Join(literals, ", ") + "]"
	read := "read_csv(" + list + ", all_varchar = true, header = true, union_by_name = true, nullstr = ['', 'NULL', 'null'], quote = '\"', escape = '\"', delim = ',')"
	if len(paths) > 0 && IsParquet(paths[0]) {
		read = "read_parquet(" + list + ", union_by_name = true, hive_partitioning = false)"
	}
	for _, statement := range []string{
		"SET temp_directory = ''", // by default it is a folder in the current one
		"SET allowed_paths = " + list,
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET enable_external_access = false",
		"SET memory_limit = '1GB'",
		"SET TimeZone = 'UTC'",
		"SET lock_configuration = true",
		"CREATE VIEW rows AS SELECT * FROM " + read,
	} {
		if _, err := s.pool.ExecContext(ctx, statement); err != nil {
			return shortenError(err)
		}
	}
	for row, err := range s.Query(ctx, "SELECT column_name FROM (DESCRIBE rows)") {
		if err != nil {
			return err
		}
		s.columns = append(s.columns, row[0])
	}
	return nil
}

// shortenError returns the first line of an error of DuckDB.
func shortenError(err error) error {
	text, _, more := strings.Cut(err.Error(), "\n")
	if !more {
		return err
	}
	return errors.New(text)
}

// Columns returns the names of the columns.
func (s *Sheet) Columns() []string { return s.columns }

// Query runs a query over the table rows. A row's values are texts, "" for NULL, and
// good until the next row.
func (s *Sheet) Query(ctx context.Context, query string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		rows, err := s.pool.QueryContext(ctx, query)
		if err != nil {
			yield(nil, shortenError(err))
			return
		}
		defer func() { _ = rows.Close() }() // after the last row, or on an early break
		names, err := rows.Columns()
		if err != nil {
			yield(nil, err)
			return
		}
		values, texts, into := make([]any, len(names)), make([]string, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				yield(nil, err)
				return
			}
			for i, value := range values {
				if texts[i] = ""; value != nil {
					texts[i] = fmt.Sprint(value)
				}
			}
			if !yield(texts, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, shortenError(err))
		}
	}
}

// Close ends the engine.
func (s *Sheet) Close() error { return s.pool.Close() }
