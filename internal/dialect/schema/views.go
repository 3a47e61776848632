package schema

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/hive"
	"github.com/trailq/trailq/internal/sqltext"
)

// The views over the scan.
const (
	LogsView    = "cloudtrail_logs"     // the documented table: what SELECT * gives
	logsAllView = "cloudtrail_logs_all" // and what SELECT * leaves out
	LakeView    = "cloudtrail_lake"     // CloudTrail Lake's event data store
	lakeAllView = "cloudtrail_lake_all"
)

// Table is the shape of the logs as SELECT * shows it: the documented table,
// or a user's own from its DDL (see [OwnTable]).
type Table struct {
	Name    string // as the DDL names it, without the database
	Columns []TableColumn
	// Definition is the DDL of a user's own table; nil for the documented one.
	Definition *hive.Definition
}

// TableColumn is a column of a [Table].
type TableColumn struct {
	Name       string
	Expression string    // over the scan's columns
	Partition  Partition // what it stands for, if it is a partition column
	Format     string    // of a Day partition: a pattern as yyyy/MM/dd
	Type       *Type     // as a DDL says; nil where the expression tells
}

// Partition says which part of a log file's path a partition column is.
type Partition int

// The parts of a path that partition columns stand for.
const (
	NoPartition Partition = iota
	AccountPartition
	RegionPartition
	DayPartition // the whole day, by TableColumn.Format
	YearPartition
	MonthPartition // two digits
	DayOfMonthPartition
)

// DefaultTable returns the documented table: the columns of AWS's newest DDL,
// then the partition columns that people use.
func DefaultTable() Table {
	t := Table{Name: LogsView}
	for _, c := range athenaColumns() {
		t.Columns = append(t.Columns, TableColumn{Name: c.Name, Expression: c.Name})
	}
	for _, name := range []string{"account", "region", "year", "month", "day", "timestamp"} {
		t.Columns = append(t.Columns, partitionColumn(name, ""))
	}
	return t
}

// PartitionNames returns the names that published queries give to partition
// columns.
func PartitionNames() []string {
	return []string{
		"account", "account_id", "account_partition", "accountid", "aws_account", "aws_account_id", "aws_region", "date",
		"date_partition", "day", "dt", "event_date", "event_day", "eventdate", "ingest_date", "log_date", "logdate", "month",
		"p_account", "p_date", "p_day", "p_month", "p_region", "p_year", "partition_0", "partition_date", "region",
		"region_partition", "timestamp", "year",
	}
}

// PartitionNamed returns what a partition column of such a name holds.
func PartitionNamed(name string) Partition {
	switch name {
	case "account", "account_id", "accountid", "account_partition", "p_account", "aws_account", "aws_account_id":
		return AccountPartition
	case "region", "region_partition", "p_region", "aws_region":
		return RegionPartition
	case "year", "p_year":
		return YearPartition
	case "month", "p_month":
		return MonthPartition
	case "day", "p_day":
		return DayOfMonthPartition
	case "timestamp", "dt", "date", "log_date", "logdate", "eventdate", "event_date", "date_partition", "p_date", "partition_date",
		"ingest_date", "event_day", "partition_0":
		return DayPartition
	}
	return NoPartition
}

// partitionColumn makes the partition column of a known name, or a NULL one.
func partitionColumn(name, format string) TableColumn {
	kind := PartitionNamed(strings.ToLower(name))
	return TableColumn{Name: name, Expression: PartitionExpression(kind, format), Partition: kind, Format: format}
}

// PartitionExpression computes a partition column from the scan's account,
// region and timestamp (yyyy/MM/dd).
func PartitionExpression(kind Partition, format string) string {
	switch kind {
	case AccountPartition:
		return "account"
	case RegionPartition:
		return "region"
	case YearPartition:
		return `substr("timestamp", 1, 4)`
	case MonthPartition:
		return `substr("timestamp", 6, 2)`
	case DayOfMonthPartition:
		return `substr("timestamp", 9, 2)`
	case DayPartition:
		return DayExpression(format)
	default:
		return "CAST(NULL AS VARCHAR)"
	}
}

// DayExpression writes the path's day in a pattern of yyyy, MM, dd and
// separators; "" means yyyy/MM/dd. An hour is not in the path: it is the event's.
func DayExpression(format string) string {
	switch format {
	case "", "yyyy/MM/dd":
		return `"timestamp"`
	case "yyyy-MM-dd":
		return `replace("timestamp", '/', '-')`
	case "yyyyMMdd":
		return `replace("timestamp", '/', '')`
	}
	expression := sqltext.Literal(format)
	for _, part := range []struct{ pattern, position string }{
		{"yyyy", `"timestamp", 1, 4`}, {"MM", `"timestamp", 6, 2`}, {"dd", `"timestamp", 9, 2`}, {"HH", "eventtime, 12, 2"},
	} {
		expression = "replace(" + expression + ", '" + part.pattern + "', substr(" + part.position + "))"
	}
	return expression
}

// View is a view over the engine's scan.
type View struct {
	Name    string
	columns []TableColumn
	scan    string
}

// Views returns the views over the engine's scan. scan is what to select from, for
// example "scan" or "scan()"; table is the shape of SELECT *. The scan has the further
// columns, too.
func Views(scan string, table Table, further ...Column) []View {
	lake := lakeTable()
	columns := append(ScanColumns(), further...)
	return []View{
		{LogsView, table.Columns, scan},
		{logsAllView, slices.Concat(table.Columns, hiddenColumns(table, columns)), scan},
		{LakeView, lake.Columns, scan},
		{lakeAllView, slices.Concat(lake.Columns, hiddenColumns(lake, columns)), scan},
	}
}

// Statement returns the statement that makes the view with the columns of those names, or
// with its first one where there are none.
func (v View) Statement(names Names) string {
	var items []string
	for _, c := range v.columns {
		switch identifier := sqltext.Identifier(c.Name); {
		case !names.Has(c.Name):
		case c.Expression == c.Name || c.Expression == identifier:
			items = append(items, identifier)
		default:
			items = append(items, c.Expression+" AS "+identifier)
		}
	}
	if len(items) == 0 && len(v.columns) > 0 {
		return v.Statement(Names{strings.ToLower(v.columns[0].Name): true})
	}
	return "CREATE OR REPLACE VIEW " + v.Name + " AS SELECT " + strings.Join(items, ", ") + " FROM " + v.scan
}

// Names are names of columns, in lower case. Nil stands for all names.
type Names map[string]bool

// Has reports whether a name is one of them.
func (n Names) Has(name string) bool { return n == nil || n[strings.ToLower(name)] }

// hiddenColumns are the columns of the wide view that table itself lacks:
// every column of [ScanColumns], which are given, those of [ScalarColumns] and every
// name of a partition column.
func hiddenColumns(table Table, scan []Column) []TableColumn {
	scalars := scalarColumns(scan)
	most := len(scan) + len(scalars) + len(PartitionNames()) + len(JSONColumns()) + 3
	has := make(map[string]bool, len(table.Columns)+most)
	for _, c := range table.Columns {
		has[strings.ToLower(c.Name)] = true
	}
	hidden := make([]TableColumn, 0, most)
	add := func(c TableColumn) {
		if !has[c.Name] {
			has[c.Name] = true
			hidden = append(hidden, c)
		}
	}
	for _, columns := range [][]Column{scan, scalars} {
		for _, c := range columns {
			if !isLakeColumn(c.Name) {
				add(TableColumn{Name: c.Name, Expression: sqltext.Identifier(c.Name)})
			}
		}
	}
	for _, name := range PartitionNames() {
		add(partitionColumn(name, ""))
	}
	for _, name := range JSONColumns() {
		add(TableColumn{Name: name + ".json", Expression: name})
	}
	add(TableColumn{Name: "$file_modified_time", Expression: "make_timestamptz(" + sqltext.Identifier(columnFileTime) + ")"})
	add(TableColumn{Name: "eventjson", Expression: "record"})
	add(TableColumn{Name: "eventdata", Expression: "lake_eventdata"})
	return hidden
}
