package trailq

import (
	"time"

	"github.com/trailq/trailq/internal/logpath"
)

// LogPath holds what the path of a file that CloudTrail delivered says about it:
//
//	AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_ID.json.gz
//
// (AWS CloudTrail User Guide, "CloudTrail log file name format"). The file's name
// is enough. If it has another form, the folders are used, for logs that somebody
// has repacked, such as …/eu-west-1/2023/11/01/all.json.gz. Fields that the path
// does not have are zero.
type LogPath struct {
	Account string
	// Kind is CloudTrail, CloudTrail-Digest, CloudTrail-Insight, CloudTrail-Aggregated or
	// another name of that form.
	Kind   string
	Region string
	// Delivered is the time in the file's name, in UTC: a slot of five minutes near the
	// delivery, which is from 5 minutes before it to 19 minutes after it. The events in
	// the file are older; most by a few minutes.
	Delivered time.Time
	// WholeDay means that only the day of delivery is known, from the folder;
	// Delivered is then the start of the day.
	WholeDay bool
}

// ParseLogPath parses a path or key. It reports whether the name, or at least the
// folder, has the form that CloudTrail uses.
func ParseLogPath(path string) (LogPath, bool) {
	parsed, ok := logpath.Parse(path)
	return LogPath(parsed), ok
}

// IsDigest reports whether the file is a digest, which holds no events.
func (p LogPath) IsDigest() bool { return p.Kind == "CloudTrail-Digest" }

// IsAggregated reports whether the file holds summaries of five minutes of data
// events, which are no events.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/aggregating-data-events.html
func (p LogPath) IsAggregated() bool { return p.Kind == "CloudTrail-Aggregated" }
