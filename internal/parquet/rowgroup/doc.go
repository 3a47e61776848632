// Package rowgroup makes the row groups of Parquet files out of raw JSON: a column takes a
// value of each row, as the bytes that a record has, and keeps it as the file will.
//
//	table, err := rowgroup.NewTable(fields)
//	file := table.Begin(w)
//	for _, row := range rows {
//		file.NextRow()
//		table.Columns[0].Put(row.value) // or nothing, where it is NULL
//		…
//	}
//	err = file.End()
//
// Texts that repeat are kept in a dictionary. A column without values costs nothing for a
// row: what is NULL is known from the column around it, when the group is written.
//
// https://parquet.apache.org/docs/file-format/
package rowgroup
