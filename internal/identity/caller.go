package identity

import (
	"regexp"
	"strings"
)

// Caller is what the userIdentity of a record says. Empty is what it lacks.
type Caller struct {
	Type            string // IAMUser, AssumedRole, AWSService and so on
	ARN             string // of a role: arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
	AccountID       string
	PrincipalID     string // of a role: AROA…:SESSION
	UserName        string
	AccessKeyID     string
	InvokedBy       string // the service that called, or through which was called
	OnBehalfOf      string // onBehalfOf.userId, of IAM Identity Center
	IssuerARN       string // sessionContext.sessionIssuer.arn: the role or user behind the session; of a SAMLUser the role that it asks for
	Created         string // sessionContext.attributes.creationDate
	EC2RoleDelivery string // by which metadata service an instance got its keys
	Provider        string // sessionContext.webIdFederationData.federatedProvider
	SourceIdentity  string // sessionContext.sourceIdentity
}

// The values of Caller.Type that have a way of their own.
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

// Parts of the ARNs of roles that only AWS makes.
const (
	pathOfSSO            = "/aws-reserved/sso.amazonaws.com/"
	pathOfServiceLinked  = "/aws-service-role/"
	prefixOfSSO          = "AWSReservedSSO_"
	prefixOfLongTermKeys = "AKIA"
)

// sessionName is the name of the session, as its ARN or principal id has it.
func (c *Caller) sessionName() string {
	if _, name, found := cutLast(c.ARN, "/"); found && strings.Contains(c.ARN, ":assumed-role/") {
		return name
	}
	if _, name, found := strings.Cut(c.PrincipalID, ":"); found {
		return name
	}
	return ""
}

// isSSO tells a role that IAM Identity Center has made for its users.
func (c *Caller) isSSO() bool { return strings.Contains(c.IssuerARN, pathOfSSO) }

// namedByAWS reports whether AWS has chosen the name of a session of a role, so
// that it says what the session is of.
func (c *Caller) namedByAWS(grant *Grant) bool {
	if c.isSSO() || instanceID.MatchString(c.sessionName()) {
		return true
	}
	if grant == nil {
		return false
	}
	service := grant.Caller.InvokedBy
	return grant.Event.Name == "AssumeRoleWithSAML" || service == "ec2.amazonaws.com" || service == "lambda.amazonaws.com"
}

// linkedService is the service of a service-linked role, which nobody else can
// assume: its name stands in the path. Empty is any other role.
func (c *Caller) linkedService() string {
	_, rest, found := strings.Cut(c.IssuerARN, pathOfServiceLinked)
	if !found {
		return ""
	}
	service, _, _ := strings.Cut(rest, "/")
	return service
}

// instanceID and taskID are the forms of the names that EC2 and ECS give to the
// sessions of instances and tasks.
var (
	instanceID = regexp.MustCompile(`^i-[0-9a-f]{8,17}$`)
	taskID     = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// cutLast is strings.Cut at the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}
