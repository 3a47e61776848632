// Package parquet reads folders of Parquet files that package convert has written, as
// a [trailq.Source] whose logs package duck reads:
//
//	if source := trailq.Dir("parquet/"); parquet.IsParquet(ctx, source) {
//		opened, err := parquet.OpenSource(ctx, source, parquet.SourceOptions{})
//		…
//	}
//
// A [Source] lists the files that a query needs, compares them with what the folder
// knows of them, and warns about everything that an answer lacks. Package layout says
// what a folder holds and what a query can rely on.
package parquet
