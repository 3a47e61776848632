// Package column is the columns of a converted folder that people read with other
// programs, such as pandas, polars, DuckDB and Spark: who called, how many bytes, and the
// account as text. trailq itself reads those of package
// schema, from which these are computed.
package column

import (
	"fmt"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/sqltext"
)

// List returns the columns for the rows of a partition, as expressions in DuckDB's SQL
// over those of [schema.RecordColumns]. The account is among them because some readers make
// a number of that in the path, and drop its zeros.
func List(p layout.Partition) []schema.TableColumn {
	text, number := schema.Type{Kind: schema.Text}, schema.Type{Kind: schema.BigInt}
	return []schema.TableColumn{
		{Name: "account_id", Expression: sqltext.Literal(p.Account), Type: &text},
		{Name: "caller", Expression: fact.CallerSQL(), Type: &text},
		{Name: "bytes_in", Expression: countedBytes("bytesTransferredIn"), Type: &number},
		{Name: "bytes_out", Expression: countedBytes("bytesTransferredOut"), Type: &number},
	}
}

// countedBytes returns the SQL of a number of bytes, by the rules of [report.Measures].
// Parsing JSON is slow, and few events have the name in it.
func countedBytes(name string) string {
	number := fmt.Sprintf("TRY_CAST(json_extract_string(TRY(json_value(additionaleventdata, '$.%s')), '$') AS DOUBLE)", name)
	return fmt.Sprintf("CASE WHEN contains(additionaleventdata, '%s') AND coalesce(eventcategory, '') <> 'NetworkActivity' AND %s BETWEEN 0 AND %d THEN CAST(%[2]s AS BIGINT) END",
		name, number, int64(report.MostBytes))
}
