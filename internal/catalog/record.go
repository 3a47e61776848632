package catalog

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"

	"github.com/trailq/trailq/internal/sqltext"
)

// assembleRecord returns the JSON of a record, put together from the columns of a table
// that holds no whole records. Fields that have no value are left out.
func assembleRecord(known map[string]expression) string {
	var members []string
	for _, c := range schema.ScanColumns() {
		e, found := known[c.Name]
		if c.Origin != schema.FromField || len(c.Path) != 1 || strings.HasPrefix(c.Name, "lake_") || !found || e.missing {
			continue
		}
		members = append(members, member(c.Path[0], e.sql, c.Type))
	}
	return object(members)
}

// member returns the SQL of a member of an object, NULL where it has no value.
func member(key, sql string, t schema.Type) string {
	return sqltext.Literal(`"`+key+`":`) + " || " + valueJSON(sql, t)
}

// object returns the SQL of an object of those members that are not NULL.
func object(members []string) string {
	return fmt.Sprintf("'{' || array_join(filter(ARRAY[%s], trailq_member -> trailq_member IS NOT NULL), ',') || '}'", strings.Join(members, ", "))
}

// valueJSON returns the SQL of a value's JSON, NULL for NULL. A text that is itself the
// JSON of an object, an array or a boolean is that.
func valueJSON(sql string, t schema.Type) string {
	switch t.Kind {
	case schema.Text:
		return fmt.Sprintf("CASE WHEN %[1]s IN ('true', 'false') OR substr(%[1]s, 1, 1) IN ('{', '[') AND TRY(json_parse(%[1]s)) IS NOT NULL THEN %[1]s ELSE json_format(CAST(%[1]s AS JSON)) END", sql)
	case schema.Struct:
		var members []string
		for _, f := range t.Fields {
			members = append(members, member(f.Key, "("+sql+")."+sqltext.Identifier(f.Name), f.Type))
		}
		return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN %s END", sql, object(members))
	case schema.List:
		return fmt.Sprintf("'[' || array_join(transform(%s, trailq_element -> %s), ',') || ']'", sql, valueJSON("trailq_element", *t.Element))
	}
	return "json_format(CAST(" + sql + " AS JSON))"
}

// RecordColumns returns the SELECT list by which whole events are read: the record, its
// bytes in hexadecimal where they are not UTF-8, its file, its number there and its time
// in microseconds.
func (t *Table) RecordColumns() string {
	bytes := "CAST(NULL AS varchar)"
	if t.hasColumn("record_bytes") {
		bytes = "to_hex(record_bytes)"
	}
	return strings.Join([]string{
		"record", bytes, `"$path"`, `"$record_number"`,
		"CAST(to_unixtime(TRY(from_iso8601_timestamp(eventtime))) * 1000000 AS bigint)",
	}, ", ")
}
