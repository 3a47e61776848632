package dialect

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/hive"
)

// ParseDDL reads a user's own CREATE EXTERNAL TABLE statements for Athena and
// returns the tables as [Options] and [Views] take them: their names, the
// order of their columns with their types, and their partition columns, with the
// format that partition projection declares for days. A column that the documented
// table does not have is the field of the record with its name.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
func ParseDDL(text string) ([]Table, error) {
	statements, err := Split(text)
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, s := range statements {
		definition, err := hive.Parse(s.tokens)
		if err != nil {
			return nil, placeError(s.source, err)
		}
		tables = append(tables, newTable(definition))
	}
	if len(tables) == 0 {
		return nil, &Error{Message: "there is no CREATE EXTERNAL TABLE"}
	}
	return tables, nil
}

// TakeDefinitions takes what sets up tables on Athena out of a script, as published
// files have it before their queries: the first CREATE EXTERNAL TABLE, which is
// returned, and CREATE DATABASE, MSCK, ALTER and USE, which mean nothing here.
func TakeDefinitions(statements []Statement) (queries []Statement, table *Table, err error) {
	for _, s := range statements {
		words := ""
		for _, t := range s.tokens[:min(3, len(s.tokens))] {
			words += strings.ToLower(t.Text) + " "
		}
		switch first, _, _ := strings.Cut(words, " "); {
		case strings.HasPrefix(words, "create external table "):
			tables, err := ParseDDL(s.Text)
			if err != nil {
				return nil, nil, err
			}
			if table == nil {
				table = &tables[0]
			}
		case strings.HasPrefix(words, "create database "), strings.HasPrefix(words, "create schema "), first == "msck", first == "alter", first == "use":
		default:
			queries = append(queries, s)
		}
	}
	return queries, table, nil
}

// newTable makes the table of a definition.
func newTable(d *hive.Definition) Table {
	t := Table{Name: d.Name}
	scan := map[string]Type{}
	for _, c := range slices.Concat(athenaColumns(), otherColumns()) {
		if c.Origin == FromField || c.Origin == FromRecord {
			scan[c.Name] = c.Type
		}
	}
	for _, column := range d.Columns {
		t.Columns = append(t.Columns, ownColumn(column, scan))
	}
	for _, partition := range d.Partitions {
		t.Columns = append(t.Columns, typedPartition(ProjectedColumn(partition.Name, d.Properties), partition))
	}
	return t
}

// ProjectedColumn makes a partition column: by its projection where that tells, or
// by the path's template, or by its name.
func ProjectedColumn(name string, properties map[string]string) TableColumn {
	prefix := "projection." + name + "."
	c := partitionColumn(name, "")
	if properties[prefix+"type"] == "date" {
		c.Partition, c.Format = DayPartition, properties[prefix+"format"]
	}
	if c.Partition == NoPartition {
		c.Partition = templatePartition(name, properties["storage.location.template"])
	}
	c.Expression = partitionExpression(c.Partition, c.Format)
	return c
}

// templatePartition finds a column in a template as
// s3://bucket/AWSLogs/${account}/CloudTrail/${region}/${day}.
func templatePartition(name, template string) Partition {
	parts := strings.Split(template, "/")
	i := slices.Index(parts, "${"+name+"}")
	cloudTrail := slices.IndexFunc(parts, func(s string) bool { return strings.HasPrefix(s, "CloudTrail") })
	if i < 0 || cloudTrail < 0 {
		return NoPartition
	}
	switch i - cloudTrail {
	case -1:
		return AccountPartition
	case 1:
		return RegionPartition
	case 2:
		if i == len(parts)-1 || parts[i+1] == "" {
			return DayPartition
		}
		return YearPartition
	case 3:
		return MonthPartition
	case 4:
		return DayOfMonthPartition
	}
	return NoPartition
}
