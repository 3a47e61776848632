package tableddl

import (
	_ "embed"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"
)

// documentedColumns are those of AWS's table.
//
//go:embed columns.sql
var documentedColumns string

// Statement returns the CREATE TABLE for a table, whose name can have that of its
// database before it.
func (d *Definition) Statement(name string) string {
	lines := []string{
		"CREATE EXTERNAL TABLE " + quoteName(name) + " (",
		d.columns(),
		")",
		"PARTITIONED BY (" + strings.Join(d.partitions(), ", ") + ")",
	}
	lines = append(lines, d.format()...)
	lines = append(lines, "LOCATION '"+d.Location+"'", "TBLPROPERTIES (", "  "+strings.Join(d.properties(), ",\n  ")+")")
	return strings.Join(lines, "\n")
}

// columns returns the columns, the documented ones first.
func (d *Definition) columns() string {
	if d.Layout == Delivered {
		return strings.TrimRight(documentedColumns, "\n")
	}
	types := make(map[string]schema.Type)
	for _, c := range schema.RecordColumns() {
		types[c.Name] = c.Type
	}
	var columns []string
	for _, c := range schema.ParquetColumns(d.Record) {
		kind := types[strings.Trim(c.Expression, `"`)]
		if c.Type != nil {
			kind = *c.Type
		}
		columns = append(columns, "  `"+c.Name+"` "+hiveType(kind))
	}
	return strings.Join(columns, ",\n")
}

// hiveType writes a type as Hive's DDL does.
// https://docs.aws.amazon.com/athena/latest/ug/data-types.html
func hiveType(t schema.Type) string {
	switch t.Kind {
	case schema.Boolean:
		return "BOOLEAN"
	case schema.Timestamp:
		return "TIMESTAMP"
	case schema.BigInt:
		return "BIGINT"
	case schema.Blob:
		return "BINARY"
	case schema.Map:
		return "MAP<STRING,STRING>"
	case schema.List:
		return "ARRAY<" + hiveType(*t.Element) + ">"
	case schema.Struct:
		var fields []string
		for _, f := range t.Fields {
			fields = append(fields, "`"+f.Name+"`: "+hiveType(f.Type))
		}
		return "STRUCT<" + strings.Join(fields, ", ") + ">"
	}
	return "STRING"
}

// day returns the name of the column of days, its format, and the first day in it.
func (d *Definition) day() (name, format, first string) {
	if d.Layout == Converted {
		return "date", "yyyy-MM-dd", strings.ReplaceAll(d.FirstDay, "/", "-")
	}
	return "timestamp", "yyyy/MM/dd", d.FirstDay
}

// partitions returns the partition columns. Day is a reserved word either way.
// https://docs.aws.amazon.com/athena/latest/ug/reserved-words.html
func (d *Definition) partitions() []string {
	day, _, _ := d.day()
	return []string{"account STRING", "region STRING", "`" + day + "` STRING"}
}

// format returns how the files are read. The input format of CloudTrail takes the
// records out of a log file.
// https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-serde.html
func (d *Definition) format() []string {
	if d.Layout == Converted {
		return []string{"STORED AS PARQUET"}
	}
	return []string{
		"ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'",
		"STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'",
		"OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'",
	}
}

// properties returns the table's properties.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
func (d *Definition) properties() []string {
	day, format, first := d.day()
	below := "${account}/" + kind + "/${region}/${" + day + "}"
	if d.Layout == Converted {
		below = accountKey + "${account}/" + regionKey + "${region}/" + dateKey + "${" + day + "}"
	}
	var list []string
	add := func(key, value string) { list = append(list, "'"+key+"' = '"+value+"'") }
	add("projection.enabled", "true")
	add("projection.account.type", "enum")
	add("projection.account.values", strings.Join(d.Accounts, ","))
	add("projection.region.type", "enum")
	add("projection.region.values", strings.Join(d.Regions, ","))
	add("projection."+day+".type", "date")
	add("projection."+day+".format", format)
	add("projection."+day+".range", first+",NOW")
	add("projection."+day+".interval", "1")
	add("projection."+day+".interval.unit", "DAYS")
	add("storage.location.template", d.Location+below)
	return list
}

// quoteName returns a name, or a database's and a table's, between the quotes of DDL.
func quoteName(name string) string {
	database, table, found := strings.Cut(name, ".")
	if !found {
		return "`" + name + "`"
	}
	return "`" + database + "`.`" + table + "`"
}
