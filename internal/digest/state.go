package digest

import "time"

// State says how far a digest, a log file or a stretch of time is proven.
type State string

// The states. Only Proven is evidence; Altered and Missing are evidence of the
// contrary, and so is Damaged where the content is not whole.
const (
	// Proven: a signature of CloudTrail's confirms it.
	Proven State = "proven"
	// Unsigned: no signature is at hand. It is the state of the newest digest of a
	// chain in a copy that has no metadata.
	Unsigned State = "unsigned"
	// NoKey: the public key that its digest names is not among the keys.
	NoKey State = "no key"
	// Altered: the content is not what was signed, or what a proven digest lists.
	Altered State = "altered"
	// Damaged: it cannot be decompressed or parsed, or its compressed form is broken
	// while the content is what a proven digest lists.
	Damaged State = "damaged"
	// Missing: a proven digest names it, or the cadence of a chain that goes on, and it
	// is not there.
	Missing State = "missing"
	// Unlisted: a log file of a proven time that no digest lists.
	Unlisted State = "unlisted"
	// NoDigest: hours that no digest covers.
	NoDigest State = "hour without digest"
	// Unread: the file could not be read, which says nothing about it.
	Unread State = "not read"
)

// Subject is what a problem is about.
type Subject string

// The subjects of problems.
const (
	Digests  Subject = "digest"
	LogFiles Subject = "log file"
	Hours    Subject = "hours"
)

// Problem is something that is not proven, or proven to be wrong.
type Problem struct {
	State   State
	Subject Subject
	Account string
	Region  string
	Trail   string // empty where it cannot be told
	// Name is the path of the file, or the name that it must have had. Where several
	// files in a row have the problem, it is that of the first, and Count says how
	// many they are.
	Name  string
	Count int
	// From and To bound the time in question: that which a digest covers, or in which
	// a log file was delivered.
	From, To time.Time
	Cause    string
	// Cadence means that nothing names the missing digest: hourly digests before and
	// after it tell.
	Cadence bool
	// Broken means that something was changed or removed, or that it cannot be told
	// from that: not only that proof is missing.
	Broken bool
}

// ChainResult is what became of the digests of one chain.
type ChainResult struct {
	Chain
	Digests, ProvenDigests int
	// Logs are the log files that its digests list, ProvenLogs those of them that a
	// proven digest lists and that are as it says.
	Logs, ProvenLogs int
	// From and To bound what its digests cover.
	From, To time.Time
}

// PlaceResult is what became of the hours of one account and region.
type PlaceResult struct {
	Account, Region string
	From, To        time.Time // as was asked, or as far as digests and log files reach
	Asked, Proven   time.Duration
}

// HourResult is what became of an hourly digest.
type HourResult struct {
	Chain
	From, To time.Time
	State    State
}

// Result is what a verification found.
type Result struct {
	Chains   []ChainResult
	Digests  []HourResult
	Places   []PlaceResult
	Problems []Problem
	Summary  Summary
}

// Summary counts what a verification found.
type Summary struct {
	// Digests and Logs are the files found in the window.
	Digests       int `json:"digests"`
	ProvenDigests int `json:"provenDigests"`
	Logs          int `json:"logs"`
	ProvenLogs    int `json:"provenLogs"`
	// Foreign are files that are neither digests nor have a log file's name.
	Foreign int `json:"foreign"`
	// Moved are proven files that are elsewhere than where CloudTrail put them, as in
	// a copy of a bucket.
	Moved int `json:"moved"`
	// Problems counts problems by their states.
	Problems map[State]int `json:"problems,omitempty"`
}

// IsProven reports whether everything that was asked for is proven.
func (r *Result) IsProven() bool {
	for _, place := range r.Places {
		if place.Proven < place.Asked {
			return false
		}
	}
	return len(r.Problems) == 0 && len(r.Places) > 0
}

// IsBroken reports whether something was altered or is missing.
func (r *Result) IsBroken() bool {
	for i := range r.Problems {
		if r.Problems[i].Broken {
			return true
		}
	}
	return false
}
