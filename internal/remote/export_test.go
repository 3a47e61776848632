package remote

import (
	"context"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/remote/client"
)

// NewTable returns a table of a client's.
func NewTable(c client.Client, t *catalog.Table) *Table { return &Table{client: c, table: t} }

// PackAtMost packs a table of so many rows at most.
func (e *Engine) PackAtMost(ctx context.Context, name string, statement dialect.Statement, most int64) error {
	return e.packRows(ctx, name, packing{statement, most})
}
