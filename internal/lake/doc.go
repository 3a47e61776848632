// Package lake keeps logs as Parquet, in a folder that trailq and other engines
// read much faster than the logs:
//
//	conversion, err := lake.Open(ctx, "parquet/", lake.Options{})
//	if err != nil {
//		return err
//	}
//	defer conversion.Close()
//	err = conversion.Add(ctx, trailq.Dir("logs"))
//
// # The folder
//
//	account=111122223333/region=eu-west-1/date=2023-11-01/00000001-0-16384.parquet
//	_trailq/folder.json
//	_trailq/commits/00000001.json.gz
//
// The account and region are those of the log file's path, as in the table's
// partition columns, and where that says nothing the event's recipientAccountId
// and awsRegion; the date is that of its eventTime in UTC. An event that has none,
// or one of another form, is in account=__HIVE_DEFAULT_PARTITION__ and so on. The
// columns are those of dialect.ParquetColumns. A file's name has the number of its
// commit, its own in that, and how many events it holds.
//
// # Commits
//
// A conversion adds some log files at a time, as a commit: the Parquet files are
// written under _trailq/new, then the commit's record, which names them and the
// log files, and then the files get their names. A process may be killed at any
// moment: nobody ever sees a part of a file, and the next conversion ends or takes
// back what was begun. The records are also the ledger: a log file that is in it
// is not read again, whenever it was delivered and whatever came after it.
package lake
