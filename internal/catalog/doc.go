// Package catalog says what a table elsewhere is, by its columns and its partition
// keys, and how our table is made of it:
//
//	t := &catalog.Table{Name: name, Columns: columns} // as the engine describes it
//	where, err := t.Predicates(&filter)               // only the partitions that a filter needs
//	…
//	view, err := t.Select(catalog.Selection{Columns: []string{"eventname"}, Where: where})
//
// The table can be the one of AWS's documentation over raw log files, the Parquet files
// of trailq convert, CloudTrail Lake's federated table, or one in OCSF. The package
// makes SQL in Athena's dialect, and asks no engine.
package catalog
