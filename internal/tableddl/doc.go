// Package tableddl finds what CREATE TABLE must say about a folder of logs, so that
// Athena can query them where they are, and says it:
//
//	found, err := tableddl.Find(ctx, folders, "s3://bucket/AWSLogs/")
//	if err != nil {
//		return err
//	}
//	for _, definition := range found {
//		fmt.Println(definition.Statement("security.cloudtrail_logs"))
//	}
//
// Only folders are listed, so that a bucket with millions of log files takes a few
// list calls for each account and region. The statement declares partition projection:
// Athena computes the partitions of a query and needs no catalogue of them.
// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
package tableddl
