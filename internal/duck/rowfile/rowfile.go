// Package rowfile writes the rows of a table to a Parquet file. It has a DuckDB of its own,
// which writes that file and nothing else:
//
//	w := rowfile.New(ctx, path)
//	notes, err := typed.Write(answer, w)
//	…
//	err = w.Close(err)
//
// The package needs cgo. Without it, the writer returns an error that says so.
package rowfile
