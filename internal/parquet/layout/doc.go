// Package layout is what a converted folder holds on the disk: Parquet files, the
// records of their commits, and what the folder knows about its own gaps. Package
// convert writes it, package parquet reads it. A [Folder] is an open one, a [Ledger]
// all of its commits, a [Failure] a log file that it lacks.
//
// # The folder
//
//	data/account=111122223333/region=eu-west-1/date=2023-11-01/00000001-0-16384.parquet
//	_trailq/folder.json
//	_trailq/commits/00000001.json.gz
//	_trailq/failed.json.gz
//	_trailq/unfinished.json
//	_trailq/index.json.gz
//
// The account and region are those of the log file's path, as in the table's
// partition columns, and where that says nothing the event's recipientAccountId
// and awsRegion; the date is that of its eventTime in UTC. An event that has none,
// or one of another form, is in account=unknown and so on. The columns are those of
// schema.ParquetColumns and of package datafile. A file's name has the number of its
// commit, its own in that, and how many events it holds. All files can be read by
// their owner only.
//
// # Commits
//
// A conversion adds some log files at a time, as a commit: it writes the Parquet files
// under _trailq/new, then the commit's record, which names them and the log files, and
// then gives the files their names. A process can be killed at any moment: nobody ever
// sees a part of a file, and the next conversion finishes the commit or takes it back.
// The records are also the ledger: a log file in it is not read again, whenever it was
// delivered and whatever came after it. The first commit is made after about a second,
// so that a run that is killed soon has something.
//
// # What a query can rely on
//
// A folder never says less than it has, and never more:
//
//   - unfinished.json is there from before the first event of a conversion until the
//     conversion has ended well. Meanwhile, and after a crash or a full disk, each query
//     whose time it overlaps warns that events are missing.
//   - A commit's record has the size, rows and SHA-256 of each Parquet file. A file that
//     is missing, of another size, or in no commit is left out and named in each answer
//     that it could change. So is one whose time of change differs from the record and
//     whose SHA-256 differs, too; where more than 128 MB have another time of change, as
//     in a copy of a folder, they are not hashed. Files from a bucket always are. On Linux
//     and macOS, a program that changes a file and sets its time back is found as well: the
//     system keeps another time (ctime), which must not be later than that of the record.
//   - Bits that flip on the disk change no time. They are found by convert.Options.Verify and
//     convert.Verify, each of them. A query finds them where DuckDB cannot decode the page:
//     pages have checksums, which DuckDB does not check.
//   - A record that is damaged is named, and the Parquet files of its number are read.
//   - The index names the other files of the folder's own. If one of them is missing, each
//     answer says so: the record of a commit, even of the newest and with all its Parquet
//     files, failed.json.gz, unfinished.json, and the index itself, which folder.json and
//     the records name.
//
// A conversion makes Parquet files that are missing or damaged again: it replaces their
// commit by one of the same log files, if these are all in the source as they were. If
// its own records are damaged it refuses, with [ErrDamagedLedger], since what the folder
// holds is not known then. If only the record of a commit is missing, a conversion reads
// the log files that no commit has. It names the record until the folder has all log files
// again that it had, as they were: the index has a sum of them. Folders of earlier versions
// (format 1: no data folder, and fewer columns) are read, but not added to; of those of
// their Parquet files that have no hash, only the sizes are compared. A folder without an
// index gets one from the next conversion.
//
// # What is lacking
//
// A log file that cannot be read to its end gets a commit of its own, with the
// events up to there. When the file is listed again it is converted again, and the
// commit that has it then takes back the one before: its record names that, so
// that here, too, the next conversion ends what was begun. A file that could not
// even be opened is in no commit.
//
// What log files and records could not be converted, and why, is in failed.json.gz,
// a JSON object a line. It is written before a commit with which it belongs can be
// seen. A query on the folder warns about every entry that its filter could match and
// counts it, as it would on the logs: so the answers are the same from both, and
// neither is silent. An entry leaves when the file is converted well.
package layout
