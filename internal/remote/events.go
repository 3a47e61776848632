package remote

import (
	"context"
	"fmt"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
)

// Order is the order of events.
type Order int

// The orders of events.
const (
	AnyOrder Order = iota
	OldestFirst
	NewestFirst
)

// Records asks for whole events: their records, files, numbers and times, in the columns
// that package parquet reads. A limit of zero is none.
func (e *Engine) Records(ctx context.Context, order Order, limit int64) (*engine.Answer, error) {
	sql := "SELECT " + e.table.table.RecordColumns() + " FROM " + logsTable
	switch order {
	case OldestFirst:
		sql += ` ORDER BY eventtime, "$path", "$record_number"`
	case NewestFirst:
		sql += ` ORDER BY eventtime DESC, "$path", "$record_number"`
	}
	if limit > 0 {
		sql += fmt.Sprintf(" LIMIT %d", limit)
	}
	statements, err := dialect.Split(sql)
	if err != nil {
		return nil, err
	}
	return e.Query(ctx, statements[0])
}
