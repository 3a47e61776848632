// Package datafile writes records as the Parquet files of a converted folder: the columns of
// schema.ParquetColumns, those of package derived, and the account.
//
//	writer, err := datafile.New(datafile.Options{Derived: derived.Columns(), Engine: lookup})
//	err = writer.Write(ctx, file, records, "111122223333")
package datafile
