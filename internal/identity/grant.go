package identity

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Event is the place of an event in the logs.
type Event struct {
	Name   string // eventName
	ID     string // eventID
	Time   string // eventTime: RFC 3339, UTC
	File   string // path or s3:// address
	Record int64  // from 1; 0 if unknown
}

// Grant is an event that issued an access key, or a sign-in, after which AWS issues
// keys without an event that names them, or an event that launched something which
// AWS gives keys to.
type Grant struct {
	Event  Event
	Key    string  // the access key id that was issued; empty for a sign-in
	Caller *Caller // the caller of the event, which events of one session can share

	SessionARN     string // responseElements.assumedRoleUser.arn or federatedUser.arn
	RoleARN        string // requestParameters.roleArn; for IAM Identity Center, the permission set
	SessionName    string // requestParameters.roleSessionName, or the user whose key it is
	Bucket         string // for S3 Express, the directory bucket that the key is for
	From           string // additionalEventData.SwitchFrom: the identity that switched to a role
	Account        string // the account of the session, if an event of IAM Identity Center names it
	Subject        string // the subject of the token or certificate: system:serviceaccount:NAMESPACE:NAME and so on
	Issuer         string // the issuer of the token or certificate: an identity provider, a trust anchor
	SourceIdentity string
	Pod            string // for EKS Pod Identity, NAMESPACE/SERVICE ACCOUNT of CLUSTER
	Launched       string // what the event launched, see [LaunchingEvents]: the id of an instance or task, ACCOUNT/NAME of a function, the role of a stack
	Recipient      string // the account whose logs have the event
	// Matched is set by the user of the package: whether the query matched the
	// event.
	Matched bool

	// Several events that issued the same key contradict each other, as happens when
	// the keys in the logs were redacted.
	disputed bool
	accounts string // the accounts whose logs have the event, if more than one
	twin     string // the place of the other account's copy of the event
}

// place returns where the event is, as people read it.
func (e *Event) place() string {
	place := e.File
	if e.Record > 0 {
		place += "#" + strconv.FormatInt(e.Record, 10)
	}
	return strings.TrimSpace(place + " " + e.ID)
}

// Names of events.
const (
	consoleLogin       = "ConsoleLogin"
	switchRole         = "SwitchRole"
	getRoleCredentials = "GetRoleCredentials"
	federate           = "Federate"
	createAccessKey    = "CreateAccessKey"
	assumeRoot         = "AssumeRoot"
	createSession      = "CreateSession"
)

// SignIns returns the names of the events that begin sessions without naming their
// keys.
func SignIns() []string { return []string{consoleLogin, federate, getRoleCredentials, switchRole} }

// LaunchingEvents returns the names of the events that launch what acts with a role
// of its own: instances, tasks, functions and stacks.
func LaunchingEvents() []string {
	return []string{"CreateFunction20150331", "CreateFunction20150331v2", "CreateStack", "RunInstances", "RunTask", "StartTask", "UpdateStack"}
}

// isSignIn reports whether the event began a session without naming its key.
func (g *Grant) isSignIn() bool { return slices.Contains(SignIns(), g.Event.Name) }

// IssuingEvents returns the names of the events that can issue an access key, sign-ins
// included.
func IssuingEvents() []string {
	return append(SignIns(),
		"AssumeRole", "AssumeRoleForPodIdentity", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", assumeRoot,
		createAccessKey, createSession, "GetCredentialsForIdentity", "GetFederationToken", "GetSessionToken", "GetSigninToken")
}

// compare orders the events that issued one key: first those that name their
// caller, then by time and place.
func (g *Grant) compare(other *Grant) int {
	return cmp.Or(
		cmp.Compare(unnamedRank(g), unnamedRank(other)),
		strings.Compare(g.Event.Time, other.Event.Time),
		strings.Compare(g.Event.ID, other.Event.ID),
		strings.Compare(g.Event.File, other.Event.File),
		cmp.Compare(g.Event.Record, other.Event.Record),
	)
}

func unnamedRank(g *Grant) int {
	if g.Caller.ARN == "" || g.Caller.Learned {
		return 1
	}
	return 0
}

// requesterName and recipientName identify the caller and the recipient of the
// keys. If they differ between two events, the events contradict each other. Two
// accounts record the same caller with the same principal id.
func (g *Grant) requesterName() string { return cmp.Or(g.Caller.PrincipalID, g.Caller.InvokedBy) }
func (g *Grant) recipientName() string { return cmp.Or(g.SessionARN, g.RoleARN) }
