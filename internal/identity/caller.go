package identity

import (
	"cmp"
	"regexp"
	"strings"
)

// Caller is the userIdentity of a record. Fields that the record lacks are empty.
type Caller struct {
	Type            string // IAMUser, AssumedRole, AWSService and so on
	ARN             string // of a role: arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
	AccountID       string
	PrincipalID     string // of a role: AROA…:SESSION
	UserName        string
	AccessKeyID     string
	InvokedBy       string // the service that made the call, or made it for someone
	OnBehalfOf      string // onBehalfOf.userId, of IAM Identity Center
	IssuerARN       string // sessionContext.sessionIssuer.arn: the role or user behind the session; for a SAMLUser, the role to be assumed
	Created         string // sessionContext.attributes.creationDate
	EC2RoleDelivery string // the version of the metadata service that gave an instance its keys
	Provider        string // sessionContext.webIdFederationData.federatedProvider
	SourceIdentity  string // sessionContext.sourceIdentity
	Learned         bool   // only other records tell its type and ARN: see [Names]
}

// The values of Caller.Type that are treated specially.
const (
	typeRoot        = "Root"
	typeUser        = "IAMUser"
	typeRole        = "AssumedRole"
	typeFederated   = "FederatedUser"
	typeService     = "AWSService"
	typeAccount     = "AWSAccount"
	typeWebIdentity = "WebIdentityUser"
	typeSAML        = "SAMLUser"
	typeCenterUser  = "IdentityCenterUser"
	typeUnknown     = "Unknown"
)

// Parts of the ARNs of roles that only AWS creates, and of the ids of long-term
// keys.
const (
	ssoPath           = "/aws-reserved/sso.amazonaws.com/"
	serviceLinkedPath = "/aws-service-role/"
	ssoPrefix         = "AWSReservedSSO_"
	longTermKeyPrefix = "AKIA"
)

// sessionName returns the name of the session in its ARN or principal id.
func (c *Caller) sessionName() string {
	if _, name, found := cutLast(c.ARN, "/"); found && strings.Contains(c.ARN, ":assumed-role/") {
		return name
	}
	if _, name, found := strings.Cut(c.PrincipalID, ":"); found {
		return name
	}
	return ""
}

// isSSO reports whether the role was created by IAM Identity Center for its users.
// Nobody else can create roles with that prefix.
func (c *Caller) isSSO() bool {
	return strings.Contains(c.IssuerARN, ssoPath) || strings.Contains(c.IssuerARN, "/"+ssoPrefix) || strings.Contains(c.ARN, ":assumed-role/"+ssoPrefix)
}

// wasHidden reports whether the user name was that of a sign-in with a wrong name,
// which CloudTrail does not record: somebody can have typed a password there. See
// userName in "CloudTrail userIdentity element".
func (c *Caller) wasHidden() bool { return c.ARN == "" && c.UserName == hiddenName }

const hiddenName = "HIDDEN_DUE_TO_SECURITY_REASONS"

// centerUserName returns the name of a user of IAM Identity Center, which is also
// the name of the user's sessions, or else the id.
func (c *Caller) centerUserName() string {
	session := ""
	if c.isSSO() {
		session = c.sessionName()
	}
	return cmp.Or(c.UserName, session, c.OnBehalfOf, c.PrincipalID)
}

// isNamedByAWS reports whether AWS chose the name of a role's session, so that the
// name identifies who or what the session belongs to.
func (c *Caller) isNamedByAWS(grant *Grant) bool {
	if c.isSSO() || instanceID.MatchString(c.sessionName()) || nodeID.MatchString(c.sessionName()) {
		return true
	}
	if grant == nil {
		return false
	}
	service := grant.Caller.InvokedBy
	return grant.Event.Name == "AssumeRoleWithSAML" || service == "ec2.amazonaws.com" || service == "lambda.amazonaws.com"
}

// linkedService returns the service of a service-linked role, which is part of the
// role's path and alone can assume it, and nothing for any other role.
func (c *Caller) linkedService() string {
	_, rest, found := strings.Cut(c.IssuerARN, serviceLinkedPath)
	if !found {
		return ""
	}
	service, _, _ := strings.Cut(rest, "/")
	return service
}

// instanceID, nodeID and taskID match the names that EC2, Systems Manager and ECS
// give to the sessions of instances, hybrid-activated nodes and tasks. Systems
// Manager tells the nodes from instances by the prefix: see "Managed nodes" in the
// AWS Systems Manager User Guide.
var (
	instanceID = regexp.MustCompile(`^i-[0-9a-f]{8,17}$`)
	nodeID     = regexp.MustCompile(`^mi-[0-9a-f]{8,17}$`)
	taskID     = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// cutLast does what strings.Cut does, at the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}
