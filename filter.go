package trailq

import (
	"strings"
	"time"

	"github.com/trailq/trailq/internal/condition"
)

// Filter chooses events. An event must match every field that is set; the zero
// value matches every event. If a field has several values, one of them must match.
// Names can have * for any characters and ? for one.
//
// A filter is applied to the raw record, before it is decoded. Files are not opened
// if their path shows that no event in them can match: the path has the account,
// the region and the day. That is the day of delivery: see LateDelivery.
type Filter struct {
	// From and To bound eventTime: not before From, before To. Zero is unbounded.
	From, To time.Time
	// LateDelivery is how long after an event its log file can be delivered; files
	// delivered later than that after To are not opened. Zero is 24 hours, far more
	// than the usual 5 to 15 minutes; if negative, every later file is opened.
	LateDelivery time.Duration
	// Accounts are ids as in recipientAccountId.
	Accounts []string
	// AccountsInRecords means that records can have another account than the path of
	// their file, so that the account in a path leaves no file out.
	AccountsInRecords bool
	// Regions are as in awsRegion. Events of global services such as IAM have
	// us-east-1 there (us-gov-west-1 and cn-north-1 in those partitions) and can be
	// in the folder of any region, so a filter on these regions skips no folder.
	Regions []string
	// EventSources are as in eventSource; "s3" is short for "s3.amazonaws.com".
	EventSources []string
	// EventNames are as in eventName.
	EventNames []string
	// Callers are compared with the names of the caller, ignoring case: the ARNs of
	// userIdentity and of its session's role, user names, principal, access key and
	// user IDs, the sourceIdentity, and the name of a service that is the caller. An
	// ARN, the name of a service, or a principal ID with its session matches as a
	// whole; any other value without * or ? matches any part of a name.
	Callers []string
	// SourceIPAddresses are addresses, CIDR blocks such as 192.0.2.0/24, or service
	// names, as in sourceIPAddress.
	SourceIPAddresses []string
	// ErrorsOnly keeps the calls that failed: those with an errorCode, or with an
	// errorMessage alone, and failed sign-ins.
	ErrorsOnly bool
	// Access keeps calls that only read, or calls that write.
	Access Access
	// Where are conditions on fields: FIELD=GLOB, FIELD!=GLOB, FIELD for events that
	// have a value there, and !FIELD for those that have none. A field is a short name
	// such as caller or bucket (trailq help top lists them), or a path into the record
	// such as requestParameters.bucketName; a path through an array, as in
	// resources.ARN, means any of its elements. Case counts in what is compared. A
	// value that is missing, null or empty is none: it matches no GLOB.
	Where []string
	// SkipPath, if not nil, returns the reason not to open a file, or nothing to open
	// it. It is called for files whose path has a kind, as all files that CloudTrail
	// delivers do, so that callers can skip files by rules of their own.
	SkipPath func(LogPath) SkipReason
}

// Access says whether calls read or write, as in readOnly.
type Access string

// The accesses that a Filter can ask for.
const (
	AnyAccess   Access = ""
	ReadAccess  Access = "read"
	WriteAccess Access = "write"
)

// defaultLateDelivery is Filter.LateDelivery where that is zero.
const defaultLateDelivery = 24 * time.Hour

// MatchesPath reports whether a file with this path can hold events that match,
// and if not, why. A field of the path that is zero rules nothing out.
func (f *Filter) MatchesPath(path LogPath) (bool, SkipReason) {
	switch {
	case path.Account != "" && !f.AccountsInRecords &&
		(len(f.Accounts) > 0 && !condition.MatchAny(f.Accounts, path.Account) || !condition.AllowsAccount(f.Where, path.Account)):
		return false, SkippedAccount
	case path.Region != "" && len(f.Regions) > 0 && !condition.MatchAny(f.Regions, path.Region) && !condition.MatchAny(f.Regions, globalRegion(path.Region)),
		path.Region != "" && !condition.AllowsRegion(f.Where, path.Region, globalRegion(path.Region)):
		return false, SkippedRegion
	case !path.Delivered.IsZero() && !f.matchesDelivered(path):
		return false, SkippedWindow
	}
	if f.SkipPath != nil && path.Kind != "" {
		reason := f.SkipPath(path)
		return reason == "", reason
	}
	return true, ""
}

// globalRegion returns the awsRegion of the global services' events in the
// partition of region. A trail delivers them to its home region: in one real
// trail, 34 IAM, STS and sign-in events of us-east-1 were under us-west-1.
func globalRegion(region string) string {
	switch {
	case strings.HasPrefix(region, "us-gov-"):
		return "us-gov-west-1"
	case strings.HasPrefix(region, "cn-"):
		return "cn-north-1"
	}
	return "us-east-1"
}

// matchesDelivered reports whether a file can hold events of the window, by the
// minute or day of delivery in its path.
func (f *Filter) matchesDelivered(path LogPath) bool {
	length := time.Minute
	if path.WholeDay {
		length = 24 * time.Hour
	}
	from, to := f.Delivery()
	return path.Delivered.Add(length).After(from) && (to.IsZero() || path.Delivered.Before(to))
}

// Delivery returns the time in which files with events of the window are delivered,
// including LateDelivery: not before from, before to. Zero is unbounded.
func (f *Filter) Delivery() (from, to time.Time) {
	from, to = condition.Window(f.Where)
	if f.From.After(from) {
		from = f.From
	}
	if to.IsZero() || !f.To.IsZero() && f.To.Before(to) {
		to = f.To
	}
	from = from.Truncate(time.Minute)
	if to.IsZero() || f.LateDelivery < 0 {
		return from, time.Time{}
	}
	slack := f.LateDelivery
	if slack == 0 {
		slack = defaultLateDelivery
	}
	return from, to.Add(slack)
}

// admitFile counts a listed file, and reports whether it must be read.
func (o *Options) admitFile(file File) (path LogPath, wanted bool) {
	path, _ = ParseLogPath(file.Path)
	reason := o.Filter.skipReason(file, path)
	o.Tally.update(func(s *Summary) {
		s.Files.Listed++
		if reason != "" {
			s.addSkipped(reason)
			return
		}
		s.Files.Pending++
		s.Files.ListedBytes += max(file.Size, 0)
	})
	return path, reason == ""
}

// Skips returns the reason not to read a file, or nothing if it must be read.
func (f *Filter) Skips(file File) SkipReason {
	path, _ := ParseLogPath(file.Path)
	return f.skipReason(file, path)
}

func (f *Filter) skipReason(file File, path LogPath) SkipReason {
	if strings.HasSuffix(file.Path, "/") && file.Size == 0 {
		return SkippedMarker
	}
	if path.IsDigest() {
		return SkippedDigest
	}
	if path.IsAggregated() {
		return SkippedAggregated
	}
	_, reason := f.MatchesPath(path)
	return reason
}
