package trailq

import (
	"path/filepath"
	"strings"
	"time"
)

// LogPath is what the path of a file that CloudTrail delivered tells about it:
//
//	AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_ID.json.gz
//
// (AWS CloudTrail User Guide, "CloudTrail log file name format"). The file's
// name alone suffices. Fields that the path does not tell are zero.
type LogPath struct {
	Account string
	// Kind is CloudTrail, CloudTrail-Digest, CloudTrail-Insight or another name
	// of that form.
	Kind   string
	Region string
	// Delivered is when CloudTrail delivered the file, to the minute, in UTC. The
	// events in it are older; most by some minutes.
	Delivered time.Time
}

// ParseLogPath reads a path or key. It reports whether it has the form of a log
// file that CloudTrail delivered.
func ParseLogPath(path string) (LogPath, bool) {
	name := path[strings.LastIndexAny(path, "/"+string(filepath.Separator))+1:]
	account, rest, _ := strings.Cut(name, "_")
	kind, rest, found := strings.Cut(rest, "_")
	if !found || !isAccount(account) || !strings.HasPrefix(kind, "CloudTrail") {
		return LogPath{}, false
	}
	// A digest's name has the trail's name and region between these.
	region, rest, _ := strings.Cut(rest, "_")
	for part := range strings.SplitSeq(rest, "_") {
		stamp, _, _ := strings.Cut(part, ".")
		if delivered, ok := parseStamp(stamp); ok {
			return LogPath{Account: account, Kind: kind, Region: region, Delivered: delivered}, true
		}
	}
	return LogPath{}, false
}

// parseStamp reads the time in a file's name; that of a digest has seconds.
func parseStamp(text string) (time.Time, bool) {
	for _, form := range [...]string{"20060102T1504Z", "20060102T150405Z"} {
		if at, err := time.Parse(form, text); err == nil {
			return at.Truncate(time.Minute), true
		}
	}
	return time.Time{}, false
}

// IsDigest reports whether the file is a digest, which holds no events.
func (p LogPath) IsDigest() bool { return p.Kind == "CloudTrail-Digest" }

// isAccount tells an AWS account id: 12 digits.
func isAccount(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) == 12
}
