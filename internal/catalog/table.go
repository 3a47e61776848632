package catalog

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// Name is the name of a table. Catalog can be empty.
type Name struct{ Catalog, Schema, Table string }

// String returns the name as SQL, in quotes.
func (n Name) String() string {
	var parts []string
	for _, part := range []string{n.Catalog, n.Schema, n.Table} {
		if part != "" {
			parts = append(parts, sqltext.Identifier(part))
		}
	}
	return strings.Join(parts, ".")
}

// Column is a column of a table.
type Column struct {
	Name  string // in lower case
	Type  string // as Trino writes it: varchar, row(arn varchar, …)
	IsKey bool   // a partition key
}

// Table is a table as its engine describes it.
type Table struct {
	Name    Name
	Columns []Column
	// IsView says that the table is a view, of which no engine tells partition keys. Base
	// is the table that it reads, where there is one and it is known. A column of a view
	// is a key if it is a key of Base that the view passes on.
	IsView bool
	Base   *Table
	// Properties are those of partition projection, with the names that Athena has for
	// them, such as projection.day.format and storage.location.template.
	Properties map[string]string
	// Examples are values of partition keys, of any partition. They tell the form of days.
	Examples map[string]string
}

// Kind is what a table holds.
type Kind int

// The kinds of tables.
const (
	// RawTable reads CloudTrail's log files, as AWS's documentation defines it. Its days
	// are those of delivery.
	RawTable Kind = iota
	// ConvertedTable reads the Parquet files of trailq convert. Its days are those of the
	// events.
	ConvertedTable
	// LakeTable is CloudTrail Lake's, in which times and parameters have types.
	LakeTable
	// OCSFTable is in the Open Cybersecurity Schema, as Security Lake and CloudWatch
	// write it.
	OCSFTable
)

// Kind returns what the table holds, by its columns.
func (t *Table) Kind() Kind {
	switch {
	case t.hasColumn("log_file") && t.hasColumn("log_record"):
		return ConvertedTable
	case t.hasColumn("api") && t.hasColumn("actor"):
		return OCSFTable
	case strings.HasPrefix(t.typeOf("eventtime"), "timestamp"):
		return LakeTable
	}
	return RawTable
}

// AdoptBase makes those columns of a view keys that pass on the keys of a table below it.
// passed are the columns that the view passes on as they are.
func (t *Table) AdoptBase(base *Table, passed []string) {
	t.Base, t.Properties, t.Examples = base, base.Properties, base.Examples
	for _, column := range base.Columns {
		if own := t.findColumn(column.Name); own != nil && slices.Contains(passed, column.Name) {
			own.IsKey = column.IsKey
		}
	}
}

// HasRecords reports whether the table holds whole records.
func (t *Table) HasRecords() bool { return t.hasColumn("record") }

// findColumn returns the column of a name, nil for none.
func (t *Table) findColumn(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

func (t *Table) hasColumn(name string) bool { return t.findColumn(name) != nil }

// typeOf returns the type of a column, empty for none.
func (t *Table) typeOf(name string) string {
	if c := t.findColumn(name); c != nil {
		return c.Type
	}
	return ""
}
