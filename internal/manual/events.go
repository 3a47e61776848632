package manual

// DescribeEvents returns the help of trailq events, with the columns that it has unless others are named.
func DescribeEvents(fields string) string {
	return `Print the events of CloudTrail logs, those of each SOURCE in the order of its files, or with --newest or
--sort time in the order of their times.

SOURCE is a folder (with all its subfolders), a file, a glob, s3://bucket/prefix or - for standard
input. Files are recognised by their content:
  - log files as CloudTrail delivers them, and arrays and lines of events;
  - JSON that has events inside, as objects or as texts, such as the answer of lookup-events,
    EventBridge and CloudWatch Logs, SNS and SQS messages, Elasticsearch and Splunk exports;
  - lines with some text before the JSON, such as a time;
  - CSV: the console's Event history, Athena's results, or a column of JSON;
  - each of them in gzip, zstd, bzip2, UTF-16, .zip and .tar.
Digest files are skipped. Other files beside the logs are named in one line, and are an error only if
they look like logs.

JSON lines (-o jsonl) are the records' own bytes; json is one {"Records":[…]}, which trailq and other
programs can read. csv, tsv and markdown have the columns
` + fields + `
unless --fields names others. A table has an event on each line, with the time in UTC, the caller, the
call, what it was about (a bucket, a role, an instance …) and the error; region and address are hidden
on a terminal that is too narrow for them. All of these forms mask the credentials that records hold
unless --unmasked is given.

Fields are paths into the record: eventTime, userIdentity.arn, resources[0].ARN,
requestParameters["x-amz-acl"]. There are six more: caller, call and error are those of
--by; target is what the call was about; $path and $record say where the record is.`
}
