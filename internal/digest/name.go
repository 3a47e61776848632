package digest

import (
	"path"
	"strings"
	"time"
)

// Chain identifies a chain of digests: those of one trail in one account and region.
// Backfill digests, which list what the hourly ones missed, are a chain of their own.
type Chain struct {
	Account string
	// Region is where the events happened.
	Region string
	Trail  string
	// HomeRegion is the one that the trail was created in.
	HomeRegion string
	Backfill   bool
}

// kindName is the part of a digest's name that tells it from a log file.
const kindName = "CloudTrail-Digest"

// stampForm is the form of the time in a digest's name.
const stampForm = "20060102T150405Z"

const backfillEnding = "_backfill"

// ParseName parses the name of a digest file,
//
//	ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_YYYYMMDDTHHmmSSZ[_backfill].json.gz
//
// and reports whether it has that form. The time is the end of what the digest covers.
// A trail's name can have underscores.
func ParseName(name string) (Chain, time.Time, bool) {
	name, _, found := strings.Cut(name, ".json")
	if !found {
		return Chain{}, time.Time{}, false
	}
	name, backfill := strings.CutSuffix(name, backfillEnding)
	parts := strings.Split(name, "_")
	n := len(parts)
	if n < 6 || parts[1] != kindName {
		return Chain{}, time.Time{}, false
	}
	end, err := time.Parse(stampForm, parts[n-1])
	if err != nil {
		return Chain{}, time.Time{}, false
	}
	return Chain{
		Account: parts[0], Region: parts[2], Trail: strings.Join(parts[3:n-2], "_"), HomeRegion: parts[n-2], Backfill: backfill,
	}, end, true
}

// IsName reports whether a file with this name is a digest.
func IsName(name string) bool {
	_, _, ok := ParseName(baseName(name))
	return ok
}

// digestName returns the name of the chain's digest that ends at a time.
func (c Chain) digestName(end time.Time) string {
	ending := ""
	if c.Backfill {
		ending = backfillEnding
	}
	return strings.Join([]string{c.Account, kindName, c.Region, c.Trail, c.HomeRegion, end.Format(stampForm)}, "_") + ending + ".json.gz"
}

// place returns the account and region of the chain.
func (c Chain) place() place { return place{c.Account, c.Region} }

// place is an account in a region.
type place struct{ account, region string }

// baseName returns the last part of a path or key, with slashes of either kind.
func baseName(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// countCommonTail returns how many parts the ends of a path and of a key have in
// common.
func countCommonTail(name, key string) int {
	a, b := strings.Split(strings.ReplaceAll(name, `\`, "/"), "/"), strings.Split(key, "/")
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
