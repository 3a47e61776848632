package athena

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
)

const (
	// pageRows is how many rows a page can have.
	// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html
	pageRows = 1000
	// mostPages is how many pages are fetched before the rest comes as one file: a page
	// takes a request, of which an account has a few a second.
	mostPages = 10
)

// answer is the rows of a statement that has succeeded.
type answer struct {
	*execution
	columns []client.Column
	first   *athena.GetQueryResultsOutput
}

// openResult fetches the first page, which tells the columns.
func (e *execution) openResult(ctx context.Context) (*client.Result, error) {
	first, err := e.fetchPage(ctx, nil)
	if err != nil {
		return nil, err
	}
	a := &answer{execution: e, first: first}
	if first.ResultSet != nil && first.ResultSet.ResultSetMetadata != nil {
		for _, c := range first.ResultSet.ResultSetMetadata.ColumnInfo {
			a.columns = append(a.columns, client.Column{Name: aws.ToString(c.Name), Type: typeOf(&c)})
		}
	}
	return &client.Result{Columns: a.columns, Rows: a.rows(ctx), Stop: func() error { return nil }}, nil
}

func (e *execution) fetchPage(ctx context.Context, token *string) (*athena.GetQueryResultsOutput, error) {
	page, err := e.api.GetQueryResults(ctx, &athena.GetQueryResultsInput{QueryExecutionId: &e.id, MaxResults: aws.Int32(pageRows), NextToken: token})
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, explainError(err)
	}
	return page, nil
}

// typeOf returns a column's type as Trino writes it. Athena writes arrays, maps and rows
// as text that cannot be read back, as [a, b] and {k=v}, so that they are texts here.
func typeOf(c *types.ColumnInfo) string {
	switch name := strings.ToLower(aws.ToString(c.Type)); name {
	case "array", "map", "row", "struct", "string":
		return "varchar"
	case "float":
		return "real"
	case "decimal":
		return fmt.Sprintf("decimal(%d,%d)", c.Precision, c.Scale)
	default:
		return name
	}
}

// rows yields the rows: from pages, and after some pages from the file.
func (a *answer) rows(ctx context.Context) iter.Seq2[[]table.Value, error] {
	return func(yield func([]table.Value, error) bool) {
		given := 0
		page := a.first
		for pages := 1; ; pages++ {
			rows := a.rowsOf(page, pages == 1)
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			given += len(rows)
			if aws.ToString(page.NextToken) == "" {
				return
			}
			if location := a.file(); pages >= mostPages && location != "" {
				a.fileRows(ctx, location, given)(yield)
				return
			}
			next, err := a.fetchPage(ctx, page.NextToken)
			if err != nil {
				yield(nil, err)
				return
			}
			page = next
		}
	}
}

// file returns the address of the CSV file, empty where Athena manages the results: then
// all rows come in pages.
// https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
func (a *answer) file() string {
	if a.last == nil || a.last.ResultConfiguration == nil {
		return ""
	}
	location := aws.ToString(a.last.ResultConfiguration.OutputLocation)
	if !strings.HasSuffix(location, ".csv") {
		return ""
	}
	return location
}

// rowsOf returns the rows of a page. The first row of the first page has the names of
// the columns; of what is no query, such as SHOW, only sometimes.
func (a *answer) rowsOf(page *athena.GetQueryResultsOutput, isFirst bool) [][]table.Value {
	if page.ResultSet == nil {
		return nil
	}
	listed := page.ResultSet.Rows
	if isFirst && len(listed) > 0 && (a.last.StatementType == types.StatementTypeDml || a.areNames(listed[0].Data)) {
		listed = listed[1:]
	}
	rows := make([][]table.Value, len(listed))
	for i, row := range listed {
		rows[i] = make([]table.Value, len(a.columns))
		for j := range min(len(row.Data), len(a.columns)) {
			if text := row.Data[j].VarCharValue; text != nil {
				rows[i][j] = client.ReadText(a.columns[j].Type, *text)
			}
		}
	}
	return rows
}

func (a *answer) areNames(row []types.Datum) bool {
	if len(row) != len(a.columns) {
		return false
	}
	for i, cell := range row {
		if aws.ToString(cell.VarCharValue) != a.columns[i].Name {
			return false
		}
	}
	return true
}
