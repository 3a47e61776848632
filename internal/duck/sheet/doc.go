// Package sheet reads files of rows that are not logs, Parquet and CSV, such as the
// exports of a bill. It has a DuckDB of its own, which can open these files and nothing
// else:
//
//	s, err := sheet.Open(ctx, files)
//	…
//	defer s.Close()
//	for row, err := range s.Query(ctx, "SELECT a, sum(b) FROM rows GROUP BY 1") {
//
// The SQL is DuckDB's own, and never a user's. The package needs cgo. Without it, Open
// returns an error that says so.
package sheet
