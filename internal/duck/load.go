//go:build cgo

package duck

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/sqltext"
	"github.com/trailq/trailq/internal/table"
)

// Load makes a table of rows, for the statements that follow, and returns how many there
// are.
func (db *DB) Load(ctx context.Context, name string, columns []LoadedColumn, rows iter.Seq2[[]table.Value, error]) (int64, error) {
	var texts, typed []string
	for _, c := range columns {
		texts = append(texts, sqltext.Identifier(c.Name)+" VARCHAR")
		typed = append(typed, fmt.Sprintf("CAST(%[1]s AS %[2]s) AS %[1]s", sqltext.Identifier(c.Name), c.Type))
	}
	const staged = "trailq_loading"
	if err := db.execAll(ctx, []string{"CREATE OR REPLACE TEMP TABLE " + staged + " (" + strings.Join(texts, ", ") + ")"}); err != nil {
		return 0, err
	}
	count, err := db.appendRows(staged, len(columns), rows)
	if err != nil {
		return count, err
	}
	err = db.execAll(ctx, []string{
		"CREATE OR REPLACE TEMP TABLE " + sqltext.Identifier(name) + " AS SELECT " + strings.Join(typed, ", ") + " FROM " + staged,
		"DROP TABLE " + staged,
	})
	db.mu.Lock()
	defer db.mu.Unlock()
	if !slices.Contains(db.known, name) {
		db.known = append(db.known, name)
	}
	return count, err
}

// appendRows appends rows to a table of texts.
func (db *DB) appendRows(name string, width int, rows iter.Seq2[[]table.Value, error]) (count int64, err error) {
	err = db.conn.Raw(func(conn any) error {
		appender, err := duckdb.NewAppender(conn.(driver.Conn), "temp", "main", name)
		if err != nil {
			return err
		}
		values := make([]driver.Value, width)
		for row, err := range rows {
			if err == nil {
				err = appender.AppendRow(appendTexts(values, row)...)
			}
			if err != nil {
				return errors.Join(err, appender.Close())
			}
			count++
		}
		return appender.Close()
	})
	return count, err
}

// appendTexts returns the values of a row as texts, in the slice that it is given.
func appendTexts(values []driver.Value, row []table.Value) []driver.Value {
	for i, value := range row {
		values[i] = nil
		if value.Kind() != table.KindNull {
			values[i] = string(value.AppendText(nil))
		}
	}
	return values
}
