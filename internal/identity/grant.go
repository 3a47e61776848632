package identity

import (
	"cmp"
	"slices"
	"strings"
)

// Event says where an event stands.
type Event struct {
	Name   string // eventName
	ID     string // eventID
	Time   string // eventTime: RFC 3339, UTC
	File   string // path or s3:// address
	Record int64  // from 1, zero where unknown
}

// Grant is an event that gave an access key, or a sign-in, which gives keys that
// no event names.
type Grant struct {
	Event  Event
	Key    string // the access key id that was given; empty for a sign-in
	Caller Caller // who asked for it

	SessionARN     string // responseElements.assumedRoleUser.arn or federatedUser.arn
	RoleARN        string // requestParameters.roleArn; of IAM Identity Center: the permission set
	SessionName    string // requestParameters.roleSessionName, or the user that the key is for
	From           string // additionalEventData.SwitchFrom: who switched to a role
	Account        string // that the key is for, where an event of IAM Identity Center says so
	Subject        string // of the token or certificate: system:serviceaccount:NAMESPACE:NAME and so on
	Issuer         string // who issued that: an identity provider, a trust anchor
	SourceIdentity string
	Pod            string // of EKS Pod Identity: NAMESPACE/SERVICE ACCOUNT of CLUSTER
	Accounts       string // the accounts that have the event, if more than one
	Twin           string // where the event of the other account stands
	// Disputed says that several events gave the same key and contradict each
	// other, as where somebody has made the keys in the logs unreadable.
	Disputed bool
	// Asked is for the user of the package: whether the event is one that was asked
	// for.
	Asked bool
}

// The names of sign-ins, which [Grant].Event has.
const (
	consoleLogin       = "ConsoleLogin"
	switchRole         = "SwitchRole"
	getRoleCredentials = "GetRoleCredentials"
	federate           = "Federate"
	createAccessKey    = "CreateAccessKey"
)

// SignIns lists the events that begin sessions without saying with which key.
func SignIns() []string { return []string{consoleLogin, federate, getRoleCredentials, switchRole} }

// isSignIn tells an event that began a session without saying with which key.
func (g *Grant) isSignIn() bool { return slices.Contains(SignIns(), g.Event.Name) }

// Givers lists the events that may give an access key, sign-ins included.
func Givers() []string {
	return append(SignIns(),
		"AssumeRole", "AssumeRoleForPodIdentity", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot",
		createAccessKey, "CreateSession", "GetCredentialsForIdentity", "GetFederationToken", "GetSessionToken", "GetSigninToken")
}

// compare orders the events that gave one key: the one that names its caller
// first, then by time and place.
func (g *Grant) compare(other *Grant) int {
	return cmp.Or(
		cmp.Compare(unnamed(g), unnamed(other)),
		strings.Compare(g.Event.Time, other.Event.Time),
		strings.Compare(g.Event.ID, other.Event.ID),
		strings.Compare(g.Event.File, other.Event.File),
		cmp.Compare(g.Event.Record, other.Event.Record),
	)
}

func unnamed(g *Grant) int {
	if g.Caller.ARN == "" {
		return 1
	}
	return 0
}

// who and to tell by what cannot be the same in two events: who asked, which two
// accounts tell alike by the principal id, and what was given to.
func (g *Grant) who() string { return cmp.Or(g.Caller.PrincipalID, g.Caller.InvokedBy) }
func (g *Grant) to() string  { return cmp.Or(g.SessionARN, g.RoleARN) }
