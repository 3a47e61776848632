package s3source

import (
	"regexp"
	"strings"
)

// place is what a prefix of keys tells by the folders that it names whole: those
// of CloudTrail's layout (AWS CloudTrail User Guide, "Finding your CloudTrail log
// files"), with anything before it,
//
//	AWSLogs/[o-…/]ACCOUNT/CloudTrail…/REGION/YYYY/MM/DD/…
//
// also where AWSLogs/ was left behind. Folders that it does not name are empty.
type place struct {
	account string
	kind    string // CloudTrail, CloudTrail-Digest, or another service in AWSLogs/
	region  string
	folder  string // up to and with the last of these
	rest    string // what comes behind
	service string // up to and with the kind
	unsure  bool   // the account may be the name of anything
	logs    bool   // it ends with AWSLogs/ or AWSLogs/o-…/
}

const logsName = "AWSLogs/"

var layout = regexp.MustCompile(`(?:^|/)(?:` +
	logsName + `(?:o-[^/]+/)?([0-9]{12})/(?:([^/]+)/(?:([^/]+)/)?)?|` +
	`([0-9]{12})/(?:$|(CloudTrail[^/]*)/(?:([^/]+)/)?))`)

var logsFolder = regexp.MustCompile(`(?:^|/)` + logsName + `(?:o-[^/]+/)?$`)

func placeOf(prefix string) place {
	found := layout.FindStringSubmatchIndex(prefix)
	if found == nil {
		return place{rest: prefix, logs: logsFolder.MatchString(prefix)}
	}
	p := place{folder: prefix[:found[1]], rest: prefix[found[1]:]}
	for i, field := range []*string{&p.account, &p.kind, &p.region, &p.account, &p.kind, &p.region} {
		if start, end := found[2*i+2], found[2*i+3]; start >= 0 {
			*field = prefix[start:end]
			if field == &p.kind {
				p.service = prefix[:end+1]
			}
		}
	}
	p.unsure = p.kind == "" && found[2] < 0
	return p
}

// isForeign reports whether it is of another service than CloudTrail.
func (p place) isForeign() bool { return p.kind != "" && !strings.HasPrefix(p.kind, "CloudTrail") }

// isDigest reports whether it is of digest files, which hold no events.
func (p place) isDigest() bool { return p.kind == "CloudTrail-Digest" }

// hasDays reports whether it is in the folders of years of a region, where keys
// are in the order of their days.
func (p place) hasDays() bool {
	return p.region != "" && !p.isForeign() && strings.HasPrefix(p.rest, century[1:])
}
