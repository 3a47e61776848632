package catalog

import "github.com/trailq/trailq/internal/dialect/hive"

// DefinedTable returns the table that a CREATE EXTERNAL TABLE makes.
func DefinedTable(d *hive.Definition) *Table {
	t := &Table{Name: Name{Table: d.Name}, Properties: d.Properties}
	for _, c := range d.Columns {
		t.Columns = append(t.Columns, Column{Name: c.Name, Type: c.Type.String()})
	}
	for _, c := range d.Partitions {
		t.Columns = append(t.Columns, Column{Name: c.Name, Type: c.Type.String(), IsKey: true})
	}
	return t
}
