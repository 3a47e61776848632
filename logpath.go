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
// name alone suffices, and so do the folders from ACCOUNT on where the name does
// not tell: of logs that somebody has packed anew, such as 2023/11/01/all.json.gz.
// Fields that the path does not tell are zero.
type LogPath struct {
	Account string
	// Kind is CloudTrail, CloudTrail-Digest, CloudTrail-Insight or another name
	// of that form.
	Kind   string
	Region string
	// Delivered is when CloudTrail delivered the file, to the minute, in UTC. The
	// events in it are older; most by some minutes.
	Delivered time.Time
	// WholeDay says that only the day of the delivery is known, from the folder;
	// Delivered is when it began.
	WholeDay bool
}

// ParseLogPath reads a path or key. It reports whether it has the form of a log
// file that CloudTrail delivered, or lies where one would.
func ParseLogPath(path string) (LogPath, bool) {
	folder, name := "", path
	if end := strings.LastIndexAny(path, "/"+string(filepath.Separator)); end >= 0 {
		folder, name = path[:end], path[end+1:]
	}
	if log, ok := parseLogName(name); ok {
		return log, true
	}
	return parseLogFolder(filepath.ToSlash(folder))
}

func parseLogName(name string) (LogPath, bool) {
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

// parseLogFolder reads …/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD.
func parseLogFolder(folder string) (LogPath, bool) {
	const dayForm = "2006/01/02"
	if len(folder) < len(dayForm) || folder[len(folder)-1] < '0' || folder[len(folder)-1] > '9' {
		return LogPath{}, false
	}
	day, err := time.Parse(dayForm, folder[len(folder)-len(dayForm):])
	if err != nil {
		return LogPath{}, false
	}
	folders := strings.Split(folder[:len(folder)-len(dayForm)], "/")
	n := len(folders) - 1 // the last one is empty
	if n < 3 || folders[n] != "" || !isAccount(folders[n-3]) || !strings.HasPrefix(folders[n-2], "CloudTrail") {
		return LogPath{}, false
	}
	return LogPath{Account: folders[n-3], Kind: folders[n-2], Region: folders[n-1], Delivered: day, WholeDay: true}, true
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
