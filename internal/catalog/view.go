package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"

	"github.com/trailq/trailq/internal/sqltext"
)

// Selection is what a statement needs of our table.
type Selection struct {
	// Columns are names of our columns, in lower case. Others are left out.
	Columns []string
	// Star adds all columns of the table itself.
	Star bool
	// Partitions are conditions on the table's own columns: see [Table.Predicates].
	Partitions []string
	// Where are conditions on our columns.
	Where []string
	// Distinct drops duplicate deliveries.
	Distinct bool
}

// View is our table, made of another.
type View struct {
	// SQL is a SELECT.
	SQL string
	// Missing are the wanted columns of which the table knows nothing: they are NULL.
	Missing []string
	// Unsure are the wanted columns, or parts of them, that can be NULL because the table
	// does not have them.
	Unsure []string
}

// Select returns the SELECT that makes our table.
func (t *Table) Select(wanted Selection) (*View, error) {
	known, err := t.expressions()
	if err != nil {
		return nil, err
	}
	if wanted.Distinct {
		wanted.Columns = append(slices.Clip(wanted.Columns), "eventid", "$path", "$record_number")
	}
	view := new(View)
	var items []string
	if wanted.Star && t.Kind() != OCSFTable {
		items = append(items, "*")
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(wanted.Columns))) {
		e, found := known[name]
		switch {
		case !found || wanted.Star && t.hasColumn(name):
			continue
		case e.missing:
			view.Missing = append(view.Missing, name)
		case e.unsure != "":
			view.Unsure = append(view.Unsure, e.unsure)
		}
		items = append(items, e.sql+" AS "+sqltext.Identifier(name))
	}
	if len(items) == 0 {
		items = []string{"1 AS trailq_event"}
	}
	view.SQL = "SELECT " + strings.Join(items, ", ") + " FROM " + t.Name.String() + whereClause(wanted.Partitions)
	if len(wanted.Where) > 0 {
		view.SQL = "SELECT * FROM (" + view.SQL + ")" + whereClause(wanted.Where)
	}
	if wanted.Distinct {
		view.SQL = `SELECT * FROM (SELECT *, CASE WHEN eventid <> '' THEN row_number() OVER (PARTITION BY eventid ORDER BY "$path", "$record_number") ELSE 1 END AS trailq_copy FROM (` + view.SQL + ")) WHERE trailq_copy = 1"
	}
	return view, nil
}

func whereClause(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(conditions, " AND ")
}

// expression is how one of our columns is made.
type expression struct {
	sql     string
	missing bool   // it is NULL: the table knows nothing of it
	unsure  string // what nothing says whether the table has it; empty for nothing
}

// expressions returns how our columns are made of the table's, by name. They are the
// columns of the scan, and the names of partition columns.
func (t *Table) expressions() (map[string]expression, error) {
	known := make(map[string]expression)
	for _, c := range t.Columns {
		known[c.Name] = expression{sql: sqltext.Identifier(c.Name)}
	}
	for name, sql := range t.evidence() {
		known[name] = sql
	}
	for _, c := range schema.ScanColumns() {
		if c.Origin != schema.FromField {
			continue
		}
		e, err := t.fieldExpression(c)
		if err != nil {
			return nil, err
		}
		known[c.Name] = e
	}
	if t.Kind() == OCSFTable {
		maps.Copy(known, t.ocsfExpressions())
	}
	if !t.HasRecords() {
		known["record"] = expression{sql: assembleRecord(known)}
	}
	return known, nil
}

// evidence returns the columns that tell where a record was delivered.
func (t *Table) evidence() map[string]expression {
	path := expression{sql: `"$path"`, missing: t.IsView}
	if t.IsView {
		path.sql = "CAST(NULL AS varchar)"
	}
	if t.hasColumn("log_file") {
		path = expression{sql: "log_file"}
	}
	number := expression{sql: "CAST(NULL AS bigint)", missing: true}
	if t.hasColumn("log_record") {
		number = expression{sql: "log_record"}
	}
	found := map[string]expression{"$path": path, "$record_number": number}
	if !t.IsView && !t.hasColumn("log_file") { // else the files are not the log files
		for _, name := range []string{"$file_size", "$file_modified_time"} {
			found[name] = expression{sql: sqltext.Identifier(name)}
		}
	}
	if t.hasColumn("log_day") {
		t.addDays(found)
	}
	return found
}

// addDays adds the partition columns that people use, made of those of a converted
// folder.
func (t *Table) addDays(found map[string]expression) {
	scan := strings.NewReplacer(`"timestamp"`, "log_day")
	for _, name := range schema.PartitionNames() {
		if !t.hasColumn(name) {
			found[name] = expression{sql: scan.Replace(schema.ProjectedColumn(name, nil).Expression)}
		}
	}
}

// fieldExpression returns how a column is made that holds a field of events.
func (t *Table) fieldExpression(c schema.Column) (expression, error) {
	root, steps, isLeaf := strings.Cut(c.Name, ".")
	if !isLeaf {
		if own := t.findColumn(c.Name); own != nil {
			return adaptColumn(sqltext.Identifier(c.Name), own.Type, c.Type)
		}
		return t.fromRecord(c), nil
	}
	for _, column := range []string{root, "lake_" + root} {
		if t.hasField(column, steps) {
			return expression{sql: column + "." + quoteSteps(steps)}, nil
		}
	}
	return t.fromRecord(c), nil
}

// fromRecord returns a text out of the whole record, or NULL where there is none.
func (t *Table) fromRecord(c schema.Column) expression {
	if c.Type.Kind != schema.Text || !t.HasRecords() {
		return expression{sql: "CAST(NULL AS " + TypeText(c.Type) + ")", missing: true}
	}
	path := sqltext.Literal("$." + strings.Join(c.Path, "."))
	return expression{sql: "coalesce(json_extract_scalar(record, " + path + "), json_format(json_extract(record, " + path + ")))"}
}

// quoteSteps quotes the names of a path of fields.
func quoteSteps(steps string) string {
	parts := strings.Split(steps, ".")
	for i := range parts {
		parts[i] = sqltext.Identifier(parts[i])
	}
	return strings.Join(parts, ".")
}
