package trino

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"

	driver "github.com/trinodb/trino-go-client/trino"

	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
)

// Run starts a statement.
func (c *Client) Run(ctx context.Context, text string, watch func(client.Progress)) (*client.Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	running := &statement{watch: watch}
	context.AfterFunc(ctx, running.stopThere)
	rows, err := c.db.QueryContext(running.inContext(ctx), text)
	if err != nil {
		err = explainError(stopCause(ctx, err))
		cancel()
		running.stopThere()
		return nil, err
	}
	result := &client.Result{}
	types, err := rows.ColumnTypes()
	if err != nil {
		cancel()
		running.stopThere()
		return nil, errors.Join(explainError(stopCause(ctx, err)), rows.Close())
	}
	for _, column := range types {
		result.Columns = append(result.Columns, client.Column{Name: column.Name(), Type: typeText(column)})
	}
	var once sync.Once
	result.Stop = func() (err error) {
		once.Do(func() {
			cancel()
			running.stopThere()
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
