//go:build cgo

package duck

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"regexp"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/sqltext"
)

// keepsInFile reports whether the rows of a CREATE TABLE are to be kept in a file.
func (db *DB) keepsInFile(rewritten *dialect.Query) bool {
	return db.options.KeepInFiles && rewritten.Creates != "" && !rewritten.View
}

// keepTable runs a CREATE TABLE name AS SELECT, and keeps the rows in a temporary
// Parquet file instead of memory, under a view of the name. Columns that repeat their
// values take a thirtieth of the room there, and grouping them takes a quarter of the
// time: a million events with all that diff compares take 8 MB and not 350.
func (db *DB) keepTable(ctx context.Context, rewritten *dialect.Query) (*engine.Answer, error) {
	q, err := db.beginQuery(ctx, rewritten)
	if err != nil {
		return nil, err
	}
	running, selected := rewritten.SQL, selectedBy(rewritten.SQL)
	if err := q.prepareStatement(running, cmp.Or(selected, running)); err != nil {
		return nil, q.failQuery(err)
	}
	if selected != "" {
		if q.fitsParquet() {
			file := filepath.Join(db.spill.Path(), fmt.Sprintf("kept%d.parquet", len(db.known)))
			running = fmt.Sprintf("COPY (%s\n) TO %s (FORMAT parquet)", selected, sqltext.Literal(file))
			db.keptViews = append(db.keptViews, "CREATE OR REPLACE TEMP VIEW "+sqltext.Identifier(rewritten.Creates)+" AS SELECT * FROM "+readParquet([]string{file}))
		}
		if err := q.replaceStatement(running); err != nil {
			return nil, q.failQuery(err)
		}
	}
	if err := q.retryWithoutDamaged(q.startStatement(), running); err != nil {
		return nil, q.failQuery(err)
	}
	return q.newAnswer()
}

// selectedBy returns the SELECT of a CREATE TABLE, empty where it has another form.
func selectedBy(sql string) string {
	form := regexp.MustCompile(`^\s*CREATE OR REPLACE TEMP TABLE (?:"[^"]*"|\w+) AS\s((?s:.*))$`)
	if parts := form.FindStringSubmatch(sql); parts != nil {
		return parts[1]
	}
	return ""
}

// fitsParquet reports whether Parquet keeps all values of the prepared statement as
// they are. DuckDB writes integers of 128 bits, the sums of others, as doubles.
// https://duckdb.org/docs/stable/data/parquet/overview
func (q *query) fitsParquet() bool {
	for i := range mapping.PreparedStatementColumnCount(q.prepared) {
		switch mapping.PreparedStatementColumnType(q.prepared, i) {
		case mapping.TypeVarchar, mapping.TypeBoolean, mapping.TypeInteger, mapping.TypeBigInt, mapping.TypeDouble, mapping.TypeDecimal:
		default:
			return false
		}
	}
	return true
}

// viewKept makes the views of the tables that are kept in files. While the answer of
// the statement that fills the file is open, there can be no other statement.
func (q *query) viewKept() error {
	statements := q.db.keptViews
	if len(statements) == 0 {
		return nil
	}
	q.db.keptViews = nil
	return q.db.execAll(q.ctx, statements)
}
