package remote

import (
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
)

// NewTable returns a table of a client's.
func NewTable(c client.Client, t *catalog.Table) *Table { return &Table{client: c, table: t} }
