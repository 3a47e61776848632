// Package logpath reads what the path of a log file tells: account, region and time
// of delivery. The root package gives it to users, as trailq.ParseLogPath.
package logpath

import (
	"path/filepath"
	"strings"
	"time"
)

// Path has the fields of trailq.LogPath, which say what they mean.
type Path struct {
	Account   string
	Kind      string
	Region    string
	Delivered time.Time
	WholeDay  bool
}

// Parse does what trailq.ParseLogPath does.
func Parse(path string) (Path, bool) {
	folder, name := "", path
	if end := strings.LastIndexAny(path, "/"+string(filepath.Separator)); end >= 0 {
		folder, name = path[:end], path[end+1:]
	}
	if log, ok := parseLogName(name); ok {
		return log, true
	}
	return parseLogFolder(filepath.ToSlash(folder))
}

func parseLogName(name string) (Path, bool) {
	account, rest, _ := strings.Cut(name, "_")
	kind, rest, found := strings.Cut(rest, "_")
	if !found || !isAccountID(account) || !strings.HasPrefix(kind, "CloudTrail") {
		return Path{}, false
	}
	// A digest's name has the trail's name and region between these.
	region, rest, _ := strings.Cut(rest, "_")
	for part := range strings.SplitSeq(rest, "_") {
		stamp, _, _ := strings.Cut(part, ".")
		if delivered, ok := parseDelivered(stamp); ok {
			return Path{Account: account, Kind: kind, Region: region, Delivered: delivered}, true
		}
	}
	return Path{}, false
}

// parseLogFolder parses as much as there is of
// AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/…, where AWSLogs/ can
// be missing before ACCOUNT/CloudTrail.
func parseLogFolder(folder string) (Path, bool) {
	folders := strings.Split(folder, "/")
	for i, name := range folders {
		isTrail := i+1 < len(folders) && strings.HasPrefix(folders[i+1], "CloudTrail")
		if !isAccountID(name) || !isTrail && !endsInLogsFolder(folders[:i]) {
			continue
		}
		path := Path{Account: name}
		if isTrail {
			path.Kind = folders[i+1]
		}
		if isTrail && i+2 < len(folders) {
			path.Region = folders[i+2]
			if day, err := time.Parse("2006/01/02", strings.Join(folders[i+3:min(i+6, len(folders))], "/")); err == nil {
				path.Delivered, path.WholeDay = day, true
			}
		}
		return path, true
	}
	return Path{}, false
}

// endsInLogsFolder reports whether the folders end with AWSLogs or AWSLogs/o-….
func endsInLogsFolder(folders []string) bool {
	n := len(folders)
	return n > 0 && folders[n-1] == "AWSLogs" || n > 1 && folders[n-2] == "AWSLogs" && strings.HasPrefix(folders[n-1], "o-")
}

// parseDelivered parses the time in a file's name; in a digest's name it has
// seconds.
func parseDelivered(text string) (time.Time, bool) {
	for _, form := range [...]string{"20060102T1504Z", "20060102T150405Z"} {
		if at, err := time.Parse(form, text); err == nil {
			return at.Truncate(time.Minute), true
		}
	}
	return time.Time{}, false
}

// isAccountID reports whether s has the form of an AWS account ID: 12 digits.
func isAccountID(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) == 12
}
