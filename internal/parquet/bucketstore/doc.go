// Package bucketstore keeps a converted folder in a bucket, with the promises of one on
// this machine:
//
//	store, err := bucketstore.Open(ctx, "s3://bucket/parquet", bucketstore.Options{})
//	if err != nil {
//		return err
//	}
//	conversion, err := convert.Open("", convert.Options{Store: store})
//
// An object appears whole or not at all, so that nothing is ever half there. A file is
// moved by a copy and a deletion: Parquet files are put into the staging folder, the
// commit's record is put, and then they are copied to their names, as a rename does it.
// Readers of Parquet leave out the staging folder, whose name begins with an underscore.
//
// Two conversions keep out of each other's way by a lock object that its owner renews,
// and a commit's record is only created where there is none of its number.
package bucketstore
