package trino

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"time"

	driver "github.com/trinodb/trino-go-client/trino"

	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
)

// progressPace is how often the server's progress is passed on.
const progressPace = 100 * time.Millisecond

// watcher passes on the server's progress.
type watcher struct{ watch func(client.Progress) }

// Update passes on what the server tells of a statement.
func (w watcher) Update(info driver.QueryProgressInfo) {
	stats := info.QueryStats
	w.watch(client.Progress{Bytes: max(stats.PhysicalInputBytes, 0), Done: min(max(float64(stats.ProgressPercentage)/100, 0), 1)})
}

// Run starts a statement.
func (c *Client) Run(ctx context.Context, statement string, watch func(client.Progress)) (*client.Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	rows, err := c.db.QueryContext(ctx, statement,
		sql.Named("X-Trino-Progress-Callback", watcher{watch}),
		sql.Named("X-Trino-Progress-Callback-Period", progressPace))
	if err != nil {
		err = explainError(stopCause(ctx, err))
		cancel()
		return nil, err
	}
	result := &client.Result{}
	types, err := rows.ColumnTypes()
	if err != nil {
		err = errors.Join(explainError(stopCause(ctx, err)), rows.Close())
		cancel()
		return nil, err
	}
	for _, column := range types {
		result.Columns = append(result.Columns, client.Column{Name: column.Name(), Type: typeText(column)})
	}
	var once sync.Once
	result.Stop = func() (err error) {
		once.Do(func() {
			cancel()
			if err = rows.Close(); errors.Is(err, context.Canceled) || errors.Is(err, driver.ErrQueryCancelled) {
				err = nil
			}
		})
		return err
	}
	result.Rows = func(yield func([]table.Value, error) bool) {
		if err := yieldRows(ctx, rows, result.Columns, yield); err != nil {
			yield(nil, explainError(stopCause(ctx, err)))
		}
	}
	return result, nil
}

// stopCause returns why a statement was stopped, or the error that it has itself.
func stopCause(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// typeText returns the type of a column as Trino writes it.
func typeText(column *sql.ColumnType) string {
	name := strings.ToLower(column.DatabaseTypeName())
	if precision, scale, ok := column.DecimalSize(); ok && name == "decimal" {
		return decimalText(precision, scale)
	}
	return name
}

// yieldRows yields the rows as long as they are wanted. The error is the server's.
func yieldRows(ctx context.Context, rows *sql.Rows, columns []client.Column, yield func([]table.Value, error) bool) error {
	scanned := make([]any, len(columns))
	targets := make([]any, len(columns))
	for i := range scanned {
		targets[i] = &scanned[i]
	}
	row := make([]table.Value, len(columns))
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for i, value := range scanned {
			row[i] = readValue(columns[i].Type, value)
		}
		if !yield(row, nil) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return rows.Err()
}
