package identity

import (
	"cmp"
	"strings"
)

// grantOrigin returns the person or workload for whom an event issued keys, if the
// event itself names one. Otherwise the event's caller has a chain of its own.
func grantOrigin(g *Grant) (Step, bool) {
	c := g.Caller
	step := Step{Account: c.AccountID, Evidence: ByRecord}
	switch {
	case strings.HasPrefix(g.Subject, "arn:") && strings.Contains(g.Subject, ":rolesanywhere:"):
		step.Kind, step.Name, step.Note = Certificate, g.Subject, prefixNote("trust anchor ", g.Issuer)
	case g.Event.Name == "GetCredentialsForIdentity" && g.Subject != "":
		step.Kind, step.Name = CognitoIdentity, g.Subject
	case c.Type == typeWebIdentity:
		step.Kind, step.Name = subjectKind(cmp.Or(g.Subject, c.UserName, c.PrincipalID), g.Issuer)
		step.Note, step.provider = prefixNote("by ", g.Issuer), providerName(g.Issuer)
	case c.Type == typeSAML:
		step.Kind, step.Name = SAMLUser, cmp.Or(c.UserName, g.Subject, c.PrincipalID)
		if strings.Contains(g.RoleARN, ssoPath) {
			step.Kind = SSOUser
		}
		step.Note, step.UserID = prefixNote("by ", g.Issuer), c.OnBehalfOf
	case c.Type == typeService:
		return workloadStep(g), true
	default:
		return Step{}, false
	}
	return step, true
}

func prefixNote(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// subjectKind returns the kind and name of the subject of an OpenID Connect token:
// a Kubernetes service account is system:serviceaccount:NAMESPACE:NAME, GitHub
// Actions are repo:OWNER/REPOSITORY:…. The issuer is the provider, or a principal
// id that begins with it.
func subjectKind(name, issuer string) (Kind, string) {
	switch {
	case strings.HasPrefix(name, "system:serviceaccount:"):
		return KubernetesAccount, name
	case strings.Contains(issuer, "token.actions.githubusercontent.com") && strings.HasPrefix(name, "repo:"):
		return GitHubActions, name
	case strings.HasPrefix(issuer, "cognito-identity.amazonaws.com"):
		return CognitoIdentity, name
	}
	return WebIdentity, name
}

// providerName returns the host and path of an OpenID Connect provider, by its ARN,
// its URL, or a principal id, which continues with the audience and the subject.
func providerName(text string) string {
	if _, after, found := strings.Cut(text, ":oidc-provider/"); found {
		text = after
	} else if _, after, found := strings.Cut(text, "://"); found {
		text = after
	}
	name, _, _ := strings.Cut(text, ":")
	return name
}

// workloadStep returns the workload for which a service requested keys. The record
// names the service; services name the session after the workload.
func workloadStep(g *Grant) Step {
	service := g.Caller.InvokedBy
	name := g.SessionName
	step := Step{Name: name, Account: g.Caller.AccountID, Evidence: ByRecord, Note: "by " + service}
	switch {
	case g.Pod != "":
		step.Kind, step.Name = PodIdentity, g.Pod
	case name == "":
		step.Kind, step.Name, step.Note = Service, service, ""
	case service == "ec2.amazonaws.com" && instanceID.MatchString(name):
		step.Kind = Instance
	case service == "ssm.amazonaws.com" && nodeID.MatchString(name):
		step.Kind = ManagedNode
	case service == "lambda.amazonaws.com":
		step.Kind = Function
	case service == "ecs-tasks.amazonaws.com":
		step.Kind = Task
	default:
		step.Kind, step.Name, step.Note = Service, service, "session "+name
	}
	return step
}

// recordOrigin returns a caller without a session, as its record describes it.
func recordOrigin(c *Caller) Step {
	step := Step{Account: c.AccountID, Evidence: ByRecord}
	kind := c.Type
	if kind == typeUnknown && c.OnBehalfOf != "" { // in sign-in events of IAM Identity Center
		kind = typeCenterUser
	}
	switch kind {
	case typeService:
		step.Kind, step.Name = Service, c.InvokedBy
	case typeAccount:
		step.Kind, step.Name = accountPrincipal(c)
		if c.PrincipalID != "" {
			step.Note = "no record in these logs names this principal; records of its own account do"
		}
	case typeWebIdentity:
		step.Kind, step.Name = subjectKind(cmp.Or(c.UserName, c.PrincipalID), c.PrincipalID)
		step.provider = providerName(c.PrincipalID)
	case typeSAML:
		step.Kind, step.Name = SAMLUser, cmp.Or(c.UserName, c.PrincipalID)
		if c.isSSO() {
			step.Kind = SSOUser
		}
	case typeCenterUser:
		step.Kind, step.Name, step.UserID = SSOUser, c.centerUserName(), c.OnBehalfOf
	default:
		step.Kind, step.Name = Unknown, cmp.Or(c.ARN, c.UserName, c.OnBehalfOf, c.InvokedBy, c.PrincipalID, c.Type)
	}
	if step.Name == "" {
		step.Kind, step.Name = Unknown, "a caller about which the records say nothing"
	}
	return step
}

// accountPrincipal returns the kind and name of another account's principal.
// Unsigned requests have an account named ANONYMOUS_PRINCIPAL.
func accountPrincipal(c *Caller) (Kind, string) {
	switch {
	case c.AccountID == "ANONYMOUS_PRINCIPAL" || strings.EqualFold(c.PrincipalID, "anonymous"):
		return Anonymous, "requests without a signature"
	case c.PrincipalID != "":
		return Account, c.PrincipalID + " of account " + c.AccountID
	}
	return Account, c.AccountID
}

// nameOrigin returns the origin that the session's own fields suggest, for a
// session that began outside these logs.
func nameOrigin(c *Caller) Step {
	name := c.sessionName()
	step := Step{Account: c.AccountID, Evidence: ByName}
	switch {
	case c.Type == typeFederated && c.IssuerARN != "":
		step.Kind, step.Name, step.Evidence = kindOfARN(c.IssuerARN), c.IssuerARN, ByRecord
	case c.EC2RoleDelivery != "":
		step.Kind, step.Name, step.Evidence = Instance, cmp.Or(name, "unnamed"), ByRecord
		step.Note = "keys from the instance's metadata service, version " + c.EC2RoleDelivery
	case c.OnBehalfOf != "":
		step.Kind, step.Name, step.UserID, step.Evidence = SSOUser, c.centerUserName(), c.OnBehalfOf, ByRecord
	case c.SourceIdentity != "":
		step.Kind, step.Name, step.Evidence = SourceIdentity, c.SourceIdentity, ByRecord
	case c.isSSO() && name != "":
		step.Kind, step.Name, step.Note = SSOUser, name, "the session's name, which IAM Identity Center takes from the user"
	case c.linkedService() != "":
		step.Kind, step.Name, step.Note = Service, c.linkedService(), "only this service can assume the service-linked role"
	case c.Provider != "":
		step.Kind, step.Name, step.Evidence = WebIdentity, "some identity of "+c.Provider, ByRecord
	case instanceID.MatchString(name):
		step.Kind, step.Name = Instance, name
	case nodeID.MatchString(name):
		step.Kind, step.Name = ManagedNode, name
	case taskID.MatchString(name):
		step.Kind, step.Name, step.Note = Task, name, "the session's name looks like the ID of a task"
	default:
		step.Kind, step.Name, step.Evidence = Unknown, "not in these logs", Missing
	}
	return step
}

// callerByARN returns the caller that an ARN names.
func callerByARN(arn string) Caller {
	c := Caller{ARN: arn, Type: typeUnknown}
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		c.AccountID = parts[4]
	}
	switch {
	case strings.Contains(arn, ":user/"):
		c.Type = typeUser
	case strings.HasSuffix(arn, ":root"):
		c.Type = typeRoot
	case strings.Contains(arn, ":assumed-role/"):
		c.Type = typeRole
	case strings.Contains(arn, ":federated-user/"):
		c.Type = typeFederated
	}
	return c
}

// kindOfARN returns the kind of identity that an ARN names.
func kindOfARN(arn string) Kind {
	switch c := callerByARN(arn); c.Type {
	case typeUser:
		return User
	case typeRoot:
		return RootUser
	case typeRole:
		return RoleSession
	}
	return Unknown
}
