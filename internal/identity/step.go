package identity

// Evidence says how well a step of a chain is known.
type Evidence string

// The kinds of evidence, the strongest first.
const (
	// ByKey: the event gave the very access key that the calls used. Proof.
	ByKey Evidence = "key"
	// ByRecord: the records of the calls say it themselves, in userIdentity.
	ByRecord Evidence = "record"
	// ByName: only names and times agree, which anyone may choose.
	ByName Evidence = "name"
	// Missing: the event that began the session is not in these logs.
	Missing Evidence = "missing"
)

// Kind is what a step is.
type Kind string

// The kinds of steps. The first of a chain is a person, a workload, a service,
// an account, or Unknown.
const (
	RootUser          Kind = "root user"
	User              Kind = "IAM user"
	SSOUser           Kind = "SSO user" // of IAM Identity Center
	SAMLUser          Kind = "SAML user"
	WebIdentity       Kind = "web identity"
	GitHubActions     Kind = "GitHub Actions"
	KubernetesAccount Kind = "Kubernetes service account"
	PodIdentity       Kind = "EKS Pod Identity"
	CognitoIdentity   Kind = "Cognito identity"
	Certificate       Kind = "certificate" // of IAM Roles Anywhere
	Instance          Kind = "EC2 instance"
	Function          Kind = "Lambda function"
	Task              Kind = "ECS task"
	Service           Kind = "AWS service"
	Account           Kind = "AWS account"
	SourceIdentity    Kind = "source identity"
	Anonymous         Kind = "anonymous"
	Unknown           Kind = "unknown"

	AccessKey   Kind = "access key" // a long-term one
	UserSession Kind = "user session"
	RoleSession Kind = "role session"
	Role        Kind = "role" // sessions of it that are not told apart
	Federated   Kind = "federated user"
	Through     Kind = "through" // a service that called for the step before
)

// Step is one place of a chain: who or what, and how it came of the step before.
type Step struct {
	Kind Kind
	// Name is an ARN where there is one. Like all that comes from logs it may hold
	// anything.
	Name    string
	Account string // where known
	Key     string // the access key id that it called with, where there is but one
	// How is the event by which the step came of the one before. It is empty in
	// the first, and where no event did or none is known.
	How      string
	Evidence Evidence
	Event    Event // the one of How, if it is in the logs
	Note     string
	// Asked says that Event was asked for.
	Asked bool

	manyKeys bool // so that Key is of none
}
