package trailq

import (
	"slices"
	"strings"
	"time"
)

// Filter chooses events. Its fields must all match; the zero value matches
// every event. Where a field has several values, one of them must match. Names
// may have * for any characters and ? for one.
//
// Filters look at the raw record, before it is decoded, and a file whose path
// says that no event in it can match is not opened. Like the account and the
// region, the day is in the path, but as the day of delivery: see LateDelivery.
type Filter struct {
	// From and To bound eventTime: not before From, before To. Zero is unbounded.
	From, To time.Time
	// LateDelivery is how long after an event its log file may still come; files
	// delivered later than that after To are not opened. Zero is 24 hours, which
	// is far more than the usual 5 to 15 minutes; negative opens every later file.
	LateDelivery time.Duration
	// Accounts are ids as in recipientAccountId.
	Accounts []string
	// Regions are as in awsRegion. Events of global services such as IAM have
	// us-east-1 there (us-gov-west-1 and cn-north-1 in those partitions) and may
	// lie in the folder of any region, so that these rule out no folder.
	Regions []string
	// EventSources are as in eventSource; "s3" is short for "s3.amazonaws.com".
	EventSources []string
	// EventNames are as in eventName.
	EventNames []string
	// Callers are looked for in the ARN, user name, access key id and principal
	// id of userIdentity, the ARN and name of the role behind its session, and
	// the service that it was invoked by. One without * or ? may stand anywhere
	// in them, whatever its case.
	Callers []string
	// SourceIPAddresses are addresses, CIDR blocks such as 192.0.2.0/24, or the
	// names that stand there for services.
	SourceIPAddresses []string
	// ErrorsOnly keeps the events that have an errorCode.
	ErrorsOnly bool
	// Access keeps calls that only read, or that write.
	Access Access
	// SkipPath, if not nil, says why not to open a file whose path tells its kind,
	// as that of every file does that CloudTrail delivered; an empty reason opens
	// it. It is for callers that know more of what they look for.
	SkipPath func(LogPath) SkipReason
}

// Access is what a call does to what it touches, as readOnly has it.
type Access string

// The accesses that a Filter can ask for.
const (
	AnyAccess   Access = ""
	ReadAccess  Access = "read"
	WriteAccess Access = "write"
)

// usualDelay is the slack that Filter.LateDelivery stands for where it is zero.
const usualDelay = 24 * time.Hour

// MatchesPath reports whether a file with this path can hold events that match,
// and if not, why. It says yes of any path that does not tell.
func (f *Filter) MatchesPath(path LogPath) (bool, SkipReason) {
	switch {
	case path.Account != "" && len(f.Accounts) > 0 && !matchesAny(f.Accounts, path.Account):
		return false, SkippedAccount
	case path.Region != "" && len(f.Regions) > 0 && !matchesAny(f.Regions, path.Region) && !matchesAny(f.Regions, globalRegion(path.Region)):
		return false, SkippedRegion
	case !path.Delivered.IsZero() && !f.matchesDelivery(path):
		return false, SkippedWindow
	}
	if f.SkipPath != nil && path.Kind != "" {
		reason := f.SkipPath(path)
		return reason == "", reason
	}
	return true, ""
}

// globalRegion is the awsRegion of the global services' events in the partition
// of region. A trail delivers them where it is at home: in one real trail, 34
// IAM, STS and sign-in events of us-east-1 lay under us-west-1.
func globalRegion(region string) string {
	switch {
	case strings.HasPrefix(region, "us-gov-"):
		return "us-gov-west-1"
	case strings.HasPrefix(region, "cn-"):
		return "cn-north-1"
	}
	return "us-east-1"
}

// matchesDelivery reports whether a file delivered in the minute, or on the day,
// that the path tells can hold events of the window.
func (f *Filter) matchesDelivery(path LogPath) bool {
	length := time.Minute
	if path.WholeDay {
		length = 24 * time.Hour
	}
	from, to := f.Delivery()
	return path.Delivered.Add(length).After(from) && (to.IsZero() || path.Delivered.Before(to))
}

// Delivery returns when files with events of the window are delivered, LateDelivery
// allowed for: from the minute of from on, and before to. Zero is unbounded.
func (f *Filter) Delivery() (from, to time.Time) {
	from = f.From.Truncate(time.Minute)
	if f.To.IsZero() || f.LateDelivery < 0 {
		return from, time.Time{}
	}
	slack := f.LateDelivery
	if slack == 0 {
		slack = usualDelay
	}
	return from, f.To.Add(slack)
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return wildcard(pattern, name) })
}

// wildcard matches name with a pattern in which * is any characters, / too, and
// ? is one.
func wildcard(pattern, name string) bool {
	star, mark := -1, 0
	p, n := 0, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			p++
			n++
		case star >= 0: // let the last star take one more
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// enter counts a listed file, and reports whether it is to be read.
func (o *Options) enter(file File) (path LogPath, wanted bool) {
	path, _ = ParseLogPath(file.Path)
	reason := o.Filter.skips(file, path)
	o.Tally.change(func(s *Summary) {
		s.Files.Listed++
		if reason != "" {
			s.skip(reason)
			return
		}
		s.Files.Pending++
		s.Files.ListedBytes += max(file.Size, 0)
	})
	return path, reason == ""
}

// Skips says why not to read a file, and nothing where it is to be read.
func (f *Filter) Skips(file File) SkipReason {
	path, _ := ParseLogPath(file.Path)
	return f.skips(file, path)
}

func (f *Filter) skips(file File, path LogPath) SkipReason {
	if strings.HasSuffix(file.Path, "/") && file.Size == 0 {
		return SkippedMarker
	}
	if path.IsDigest() {
		return SkippedDigest
	}
	_, reason := f.MatchesPath(path)
	return reason
}
