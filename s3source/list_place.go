package s3source

import (
	"regexp"
	"strings"
)

// place is what a prefix of keys says by its complete folders: those of CloudTrail's
// layout (AWS CloudTrail User Guide, "Finding your CloudTrail log files"), with
// anything before it,
//
//	AWSLogs/[o-…/]ACCOUNT/CloudTrail…/REGION/YYYY/MM/DD/…
//
// where AWSLogs/ can be missing. Folders that the prefix does not have are empty.
type place struct {
	account       string
	kind          string // CloudTrail, CloudTrail-Digest, or another service in AWSLogs/
	region        string
	folder        string // up to and including the last of these
	rest          string // of the prefix, after folder
	serviceFolder string // up to and including the kind
	isUnsure      bool   // the account can be any folder with 12 digits
	isLogsFolder  bool   // it ends with AWSLogs/ or AWSLogs/o-…/
}

const logsName = "AWSLogs/"

var layout = regexp.MustCompile(`(?:^|/)(?:` +
	logsName + `(?:o-[^/]+/)?([0-9]{12})/(?:([^/]+)/(?:([^/]+)/)?)?|` +
	`([0-9]{12})/(?:$|(CloudTrail[^/]*)/(?:([^/]+)/)?))`)

var logsFolder = regexp.MustCompile(`(?:^|/)` + logsName + `(?:o-[^/]+/)?$`)

func parsePlace(prefix string) place {
	found := layout.FindStringSubmatchIndex(prefix)
	if found == nil {
		return place{rest: prefix, isLogsFolder: logsFolder.MatchString(prefix)}
	}
	p := place{folder: prefix[:found[1]], rest: prefix[found[1]:]}
	for i, field := range []*string{&p.account, &p.kind, &p.region, &p.account, &p.kind, &p.region} {
		if start, end := found[2*i+2], found[2*i+3]; start >= 0 {
			*field = prefix[start:end]
			if field == &p.kind {
				p.serviceFolder = prefix[:end+1]
			}
		}
	}
	p.isUnsure = p.kind == "" && found[2] < 0
	return p
}

// isForeign reports whether the place is of another service than CloudTrail.
func (p place) isForeign() bool { return p.kind != "" && !strings.HasPrefix(p.kind, "CloudTrail") }

// isDigest reports whether the place is of digest files, which hold no events.
func (p place) isDigest() bool { return p.kind == "CloudTrail-Digest" }

// hasDays reports whether the place is in the folders of a region's years, where
// keys are in the order of their days.
func (p place) hasDays() bool {
	return p.region != "" && !p.isForeign() && strings.HasPrefix(p.rest, century[1:])
}
