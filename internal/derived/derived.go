// Package derived has the values that reports decide on and that take long to find in an
// event: who called, what the call was about, how it failed. A converted folder has them as
// columns, so that a report reads them instead of the JSON and the structs that they come
// from. Each is the value of an expression of package report, and is computed by the code
// that answers from logs:
//
//	statement, err := derived.NameColumns(asked, count) // in place of asked.Statement
//
// A scan of logs computes some of them in Go: see [NameScanned].
package derived

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/extract"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/sqltext"
)

// Column is a value of each event.
type Column struct {
	Name string // in the files
	SQL  string // in Athena's dialect, over the logs
	Type schema.Type
	// Wider is an expression that says more than the column, empty for none: no report takes
	// more of it.
	Wider string
	// Scan lets a scan of logs compute the column: it returns the function that gives its
	// text, nil for NULL, of the record that was read last. Other columns have none.
	Scan func(*extract.Extractor) func() []byte
	// IsOld says that folders have it that have no other one.
	IsOld bool
}

// Value is a value of a column: a text, or a number where the column has these. One that
// is not Known stands for NULL.
type Value struct {
	Text   []byte
	Number int64
	Known  bool
}

// Columns returns all columns, in their order in the files. A folder of an earlier version has
// the first of them: new ones come last.
func Columns() []Column {
	text, number := schema.Type{Kind: schema.Text}, schema.Type{Kind: schema.BigInt}
	request := func(path report.Text) string { return report.RequestText(path).String() }
	return []Column{
		{Name: "caller", SQL: report.CallerName().String(), Type: text, IsOld: true, Scan: (*extract.Extractor).CallerName},
		{Name: "bytes_in", SQL: report.BytesIn().SQL.String(), Type: number, Wider: report.StatedBytes(report.BytesInKey).String(), IsOld: true},
		{Name: "bytes_out", SQL: report.BytesOut().SQL.String(), Type: number, Wider: report.StatedBytes(report.BytesOutKey).String(), IsOld: true},
		{Name: "principal", SQL: report.PrincipalID().String(), Type: text, Scan: (*extract.Extractor).PrincipalID},
		{Name: "failure", SQL: report.FailureName().String(), Type: text},
		{Name: "bucket", SQL: request("$.bucketName"), Type: text},
		{Name: "folder", SQL: report.KeyFolder().String(), Type: text},
		{Name: "resource", SQL: report.NamedResourceSQL().String(), Type: text},
		{Name: "host", SQL: request("$.Host"), Type: text},
		{Name: "storage_class", SQL: request(`$["x-amz-storage-class"]`), Type: text},
		{Name: "request_payer", SQL: request(`$["x-amz-request-payer"]`), Type: text},
		{Name: "owner", SQL: report.ResourceOwner().String(), Type: text},
	}
}

// firstColumns returns so many columns, or all: a later version can have written more.
func firstColumns(count int) []Column {
	all := Columns()
	return all[:min(count, len(all))]
}

// OldColumns returns the columns that are marked as old.
func OldColumns() []Column {
	return slices.DeleteFunc(Columns(), func(c Column) bool { return !c.IsOld })
}

// ScannedColumns returns the columns that a scan of logs computes.
func ScannedColumns() []Column {
	return slices.DeleteFunc(Columns(), func(c Column) bool { return c.Scan == nil })
}

// LogColumns returns the columns of a scan of logs that SQL can name.
func LogColumns() []schema.Column {
	return append(HiddenColumns(ScannedColumns()), schema.Column{Name: identityName, Type: schema.Type{Kind: schema.BigInt}, Origin: schema.FromIdentity})
}

// identityName names the column with the number of the userIdentity, [report.IdentityNumber].
const identityName = "$identity"

// HiddenName returns the name of the column in SQL over a converted folder. SELECT *
// leaves it out.
func (c Column) HiddenName() string { return "$" + c.Name }

// hiddenType returns its type there. Bytes are doubles in reports, as numbers of JSON are.
func (c Column) hiddenType() schema.Type {
	if c.Type.Kind == schema.BigInt {
		return schema.Type{Kind: schema.Double}
	}
	return c.Type
}

// HiddenColumns returns the columns as SQL names them.
func HiddenColumns(columns []Column) []schema.Column {
	var hidden []schema.Column
	for _, c := range columns {
		hidden = append(hidden, schema.Column{Name: c.HiddenName(), Type: c.hiddenType(), Origin: schema.FromDerived})
	}
	return hidden
}

// Writing is how the columns are written.
type Writing struct {
	Scalars []schema.Scalar // that the scan gives
	// Found are the items of a SELECT from the scan, and Items those of one from its result.
	// A scalar is found once, however often it is used: the shorter the SQL is, the less time
	// goes into planning it, for each file.
	Found, Items []string
}

// PlanWriting returns how columns are written, in DuckDB's SQL.
func PlanWriting(columns []Column) (*Writing, error) {
	if len(columns) == 0 {
		return new(Writing), nil
	}
	query, expressions, err := rewriteColumns(columns, dialect.Options{Flavor: dialect.Athena, Scalars: true})
	if err != nil {
		return nil, err
	}
	w := &Writing{Scalars: query.Scalars}
	found := make(map[string]string) // names by expressions
	for i, c := range columns {
		expression := readScalar.ReplaceAllStringFunc(expressions[i], func(call string) string {
			if found[call] == "" {
				found[call] = sqltext.Identifier(fmt.Sprintf("found.%d", len(found)+1))
				w.Found = append(w.Found, call+" AS "+found[call])
			}
			return found[call]
		})
		w.Items = append(w.Items, fmt.Sprintf("CAST(%s AS %s) AS %s", expression, c.Type.DuckDB(), sqltext.Identifier(c.Name)))
	}
	return w, nil
}

// readScalar matches the calls by which a statement reads scalars of the scan.
var readScalar = regexp.MustCompile(`trino_read_scalar\("[^"]*", "[^"]*", '(?:[^']|'')*'\)`)

// Stored returns what a SELECT from files that have so many of the columns, the first ones,
// lists beside others, behind a comma: those that used names, or all where it is empty. Of
// the rest there is an error for who asks.
func Stored(used string, count int) string {
	const failure = "CASE WHEN log_record IS NOT NULL THEN error('an earlier version converted this folder: convert the logs into a new one') END"
	stored := firstColumns(count)
	lacking := usedColumns(Columns()[len(stored):], used)
	stored = usedColumns(stored, used)
	return listColumns(stored, func(c Column) string { return sqltext.Identifier(c.Name) }) + listColumns(lacking, func(Column) string { return failure })
}

func usedColumns(columns []Column, used string) []Column {
	return slices.DeleteFunc(columns, func(c Column) bool { return used != "" && !strings.Contains(used, c.HiddenName()) })
}

// Absent returns what a SELECT without rows lists: the columns that a scan lacks.
func Absent() string {
	lacking := slices.DeleteFunc(Columns(), func(c Column) bool { return c.Scan != nil })
	return listColumns(lacking, func(Column) string { return "NULL" })
}

// listColumns returns the items of a SELECT.
func listColumns(columns []Column, expression func(Column) string) string {
	var list strings.Builder
	for _, c := range columns {
		fmt.Fprintf(&list, ", CAST(%s AS %s) AS %s", expression(c), c.hiddenType().DuckDB(), sqltext.Identifier(c.HiddenName()))
	}
	return list.String()
}

// rewriteColumns returns the expressions of columns in DuckDB's SQL, and the query that
// asks for all of them.
func rewriteColumns(columns []Column, options dialect.Options) (*dialect.Query, []string, error) {
	var items []string
	for i, c := range columns {
		items = append(items, plainKeys(c.SQL)+" AS "+placeName(i))
	}
	query, err := dialect.Rewrite("SELECT "+strings.Join(items, ", ")+" FROM cloudtrail_logs", options)
	if err != nil {
		return nil, nil, err
	}
	rest, expressions := strings.TrimPrefix(query.SQL, "SELECT "), []string(nil)
	for i := range columns {
		expression, behind, found := strings.Cut(rest, " AS "+placeName(i))
		if !found {
			return nil, nil, fmt.Errorf("column %s: its SQL was rewritten as %s", columns[i].Name, rest)
		}
		expressions = append(expressions, expression)
		rest = strings.TrimPrefix(behind, ", ")
	}
	return query, expressions, nil
}

// plainKeys writes the keys of JSON paths without brackets, as the scan takes them for
// scalars. Here both forms mean the same.
func plainKeys(sql string) string {
	return strings.NewReplacer(`'$["`, "'$.", `"]'`, "'").Replace(sql)
}

// placeName returns a name that no expression has in it.
func placeName(i int) string { return fmt.Sprintf("derived_column_%d", i) }
