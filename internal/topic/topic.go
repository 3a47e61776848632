// Package topic has the help that is not about one command.
package topic

// Topic is a page of help.
type Topic struct{ Name, Short, Text string }

// All returns the topics. Fields is a table of the short names of fields.
func All(fields string) []Topic {
	return []Topic{
		{"times", "How to write times, durations and windows", times},
		{"fields", "The fields of --by, --where and --fields", fieldsHead + fields + fieldsTail},
		{"buckets", "Logs in S3: credentials, permissions, costs", buckets},
		{"warm", "Answer the next question at once", warm},
		{"exit-codes", "What the exit code says", exitCodes},
	}
}

// Find returns a topic by its name.
func Find(topics []Topic, name string) (found Topic, ok bool) {
	for _, one := range topics {
		if one.Name == name {
			return one, true
		}
	}
	return Topic{}, false
}

const times = `--from and --to set a window; --to is not part of it. All times are in UTC, unless they have an offset or --tz
names a zone. Answers are always in UTC.

  2023-11-01                 the start of a day
  2023-11                    the start of a month
  2023-11-01T09:30           a time
  2023-11-01T09:30:00+02:00  a time with an offset
  24h, 7d, '2 hours ago'     a duration back from now
  today, yesterday, now
  1698796800                 seconds, or milliseconds, since 1970

--since is another name for --from. diff takes windows: --before 2023-11-01 --after 2023-11-02, or FROM..TO.

CloudTrail delivers files some minutes after the events. Files that were delivered up to a day after --to are
opened (--late-delivery).
`

const warm = `With --warm, a command answers and then goes on: it writes the events that it has read as columns to the folder
warm in the cache (--cache, $TRAILQ_CACHE, or that of the user's programs). The next command on the same SOURCE
lists the logs, reads only files that are new, and answers from the columns. Where that folder is there,
--warm is understood.

  trailq top s3://my-trail/AWSLogs/ --since 7d --warm
  trailq cost s3://my-trail/AWSLogs/ --since 7d --warm

Answers are those of the logs. If a log file has changed or is gone, if one cannot be read to its end, or if more
than a tenth is new, the answer comes from the logs, and the columns are made again behind it. A note says
which it was. Writing takes some six times as long as the answer. Ctrl-C stops it, and the next command goes on
from there. It pays for three questions and more; for logs that you keep, use trailq convert.

All events of the window and of --account and --region are kept, whatever else the command asks for, as they
were delivered, with any credentials in them. They take about as much room as the logs; --cache-size is the
limit, and the least recently used go first. Only you can read them. To have none, remove the folder.
`

const fieldsHead = `A field is CloudTrail's name for it, a path such as userIdentity.arn, requestParameters.bucketName or
resources[0].ARN, or one of these short names:

`

const fieldsTail = `
--where filters by them, and must match as a whole; all --where must match:

  --where bucket=logs-*                    the value matches; * and ? are wildcards, and case counts
  --where eventCategory!=NetworkActivity   no value matches, or there is none
  --where errorCode                        there is a value
  --where '!errorCode'                     there is none: it is missing, null or empty

--event-name, --event-source, --caller, --source-ip, --account, --region, --errors-only, --read-only and
--write-only are the most common filters. events --fields also takes target (what a call was about), $path and
$record.
`

const buckets = `s3://bucket/prefix is a SOURCE, as in

  trailq top s3://my-trail/AWSLogs/ --since 24h

The credentials and the region are those of the AWS CLI: --profile, AWS_PROFILE, SSO, roles of instances and
containers. It needs s3:ListBucket on the bucket, s3:GetObject on the objects, and kms:Decrypt where they are
encrypted with a key of KMS.

Only the objects that can match --from, --to, --account and --region are listed and fetched. --dry-run says how
many, and what that costs. --cache keeps fetched objects, and trailq sync makes a copy.

  --endpoint-url     another server with S3's API
  --no-sign-request  public buckets
  --request-payer    buckets whose requesters pay
`

const exitCodes = `    0  everything was read and answered
    1  nothing matched (only with --exit-status)
    2  usage error
    3  answered, but not from everything: a file or record failed
       verify: not everything is proven
    4  no answer: the source or the credentials failed
    5  verify: something is altered or missing
  130  interrupted

Errors, warnings, notes and the summary go to standard error. --summary json makes them one JSON object, which
names every file that failed and says whether the answer is complete.
`
