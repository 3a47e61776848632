// Package column is the columns of a converted folder that depend on the file and that
// other programs read, such as pandas, polars, DuckDB and Spark: the account as text.
package column

import (
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/sqltext"
)

// List returns the columns for the rows of a partition, as expressions in DuckDB's SQL
// over those of [schema.RecordColumns]. The account is among them because some readers make
// a number of that in the path, and drop its zeros.
func List(p layout.Partition) []schema.TableColumn {
	text := schema.Type{Kind: schema.Text}
	return []schema.TableColumn{
		{Name: "account_id", Expression: sqltext.Literal(p.Account), Type: &text},
	}
}
