package identity

import "slices"

// Evidence is the reason to believe a step of a chain.
type Evidence string

// The kinds of evidence, strongest first.
const (
	// ByKey means that the event issued the very access key that the calls used.
	// This is proof.
	ByKey Evidence = "key"
	// ByRecord means that the records of the calls say so themselves, in
	// userIdentity.
	ByRecord Evidence = "record"
	// ByName means that only names and times agree, which anyone can choose.
	ByName Evidence = "name"
	// Missing means that the event that began the session is not in these logs.
	Missing Evidence = "missing"
)

// Kind is a kind of step.
type Kind string

// The kinds of steps. The first of a chain is a person, a workload, a service,
// an account, or Unknown.
const (
	RootUser          Kind = "root user"
	User              Kind = "IAM user"
	SSOUser           Kind = "SSO user" // from IAM Identity Center
	SAMLUser          Kind = "SAML user"
	WebIdentity       Kind = "web identity"
	GitHubActions     Kind = "GitHub Actions"
	KubernetesAccount Kind = "Kubernetes service account"
	PodIdentity       Kind = "EKS Pod Identity"
	CognitoIdentity   Kind = "Cognito identity"
	Certificate       Kind = "certificate" // from IAM Roles Anywhere
	Instance          Kind = "EC2 instance"
	ManagedNode       Kind = "SSM managed node" // outside EC2, with an id that begins with mi-
	Function          Kind = "Lambda function"
	Task              Kind = "ECS task"
	Service           Kind = "AWS service"
	Account           Kind = "AWS account"
	SourceIdentity    Kind = "source identity"
	Anonymous         Kind = "anonymous"
	Unknown           Kind = "unknown"

	AccessKey   Kind = "access key" // a long-term one
	UserSession Kind = "user session"
	RootSession Kind = "root session" // of another account's root user, from AssumeRoot
	S3Session   Kind = "S3 Express session"
	RoleSession Kind = "role session"
	Role        Kind = "role" // all its sessions together
	Federated   Kind = "federated user"
	Through     Kind = "through" // a service that called on behalf of the step before
)

// Step is one step of a chain: an identity, and how it follows from the step
// before.
type Step struct {
	Kind Kind
	// Name is an ARN if there is one. Like everything from logs, it can contain
	// anything.
	Name    string
	Account string // if known
	UserID  string // of a user of IAM Identity Center: the id behind the name
	Key     string // the access key id of its calls, if there is only one
	// How names the event by which the step follows from the one before. It is empty
	// in the first step, and if no event is known.
	How      string
	Evidence Evidence
	Event    Event // the event named by How, if it is in the logs
	Note     string
	// Matched reports whether the query matched Event.
	Matched bool

	provider string // the identity provider that knows the name
}

// IsWorkload reports whether the step is an instance, a function and so on, which is
// in the account of its role and has a name that other accounts can use too.
func (s *Step) IsWorkload() bool {
	return slices.Contains([]Kind{Instance, ManagedNode, Function, Task, PodIdentity}, s.Kind)
}

// scope returns what else two steps of one kind and name must have in common to be
// the same identity: names of functions, tasks and unknown callers can occur in
// several accounts, those of service accounts in several clusters.
func (s *Step) scope() string {
	switch s.Kind {
	case SSOUser, Service, GitHubActions, SourceIdentity, SAMLUser, WebIdentity:
		return ""
	case KubernetesAccount:
		return s.provider
	}
	return s.Account
}
