// package parquet keeps logs as Parquet, in a folder that trailq and other engines
// read much faster than the logs:
//
//	conversion, err := parquet.Open(ctx, "parquet/", parquet.Options{})
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
//	_trailq/failed.json.gz
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
//
// # What is lacking
//
// A log file that cannot be read to its end gets a commit of its own, with the
// events up to there. When the file is listed again it is converted anew, and the
// commit that has it then takes back the one before: its record names that, so
// that here, too, the next conversion ends what was begun. A file that could not
// even be opened is in no commit.
//
// What log files and records could not be converted, and why, is in failed.json.gz,
// a JSON object a line. It is written before a commit of which it tells can be
// seen. A question on the folder warns of those of its entries that the filter and
// the bounds do not rule out, and counts them, as it would on the logs: so the
// answers are the same from both, and neither is silent. An entry leaves when the
// file is converted well.
package parquet
