package identity

import (
	"cmp"
	"strings"
)

// originOfGrant is the person or workload that an event gave keys to, where the
// event itself says so; else its caller has a chain of its own.
func originOfGrant(g *Grant) (Step, bool) {
	c := &g.Caller
	step := Step{Account: c.AccountID, Evidence: ByRecord}
	switch {
	case strings.HasPrefix(g.Subject, "arn:") && strings.Contains(g.Subject, ":rolesanywhere:"):
		step.Kind, step.Name, step.Note = Certificate, g.Subject, noteIf("trust anchor ", g.Issuer)
	case g.Event.Name == "GetCredentialsForIdentity" && g.Subject != "":
		step.Kind, step.Name = CognitoIdentity, g.Subject
	case c.Type == typeWebIdentity:
		step.Kind, step.Name = subject(cmp.Or(g.Subject, c.UserName, c.PrincipalID), g.Issuer)
		step.Note = noteIf("by ", g.Issuer)
	case c.Type == typeSAML:
		step.Kind, step.Name = SAMLUser, cmp.Or(c.UserName, g.Subject, c.PrincipalID)
		if strings.Contains(g.RoleARN, pathOfSSO) {
			step.Kind = SSOUser
		}
		step.Note = noteIf("by ", g.Issuer)
	case c.Type == typeService:
		return workload(g), true
	default:
		return Step{}, false
	}
	return step, true
}

func noteIf(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

// subject tells what the subject of an OpenID Connect token is: that of a
// Kubernetes service account is system:serviceaccount:NAMESPACE:NAME, that of
// GitHub Actions repo:OWNER/REPOSITORY:…. Issuer is the provider, or a principal id
// that begins with it.
func subject(name, issuer string) (Kind, string) {
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

// workload is what a service asked for keys for. The service is in the record;
// services name the session after the workload.
func workload(g *Grant) Step {
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
	case service == "lambda.amazonaws.com":
		step.Kind = Function
	case service == "ecs-tasks.amazonaws.com":
		step.Kind = Task
	default:
		step.Kind, step.Name, step.Note = Service, service, "session "+name
	}
	return step
}

// originOfRecord is a caller that has no session, as its record tells it.
func originOfRecord(c *Caller) Step {
	step := Step{Account: c.AccountID, Evidence: ByRecord}
	kind := c.Type
	if kind == typeUnknown && c.OnBehalfOf != "" { // as the sign-in events of IAM Identity Center have it
		kind = typeCenterUser
	}
	switch kind {
	case typeService:
		step.Kind, step.Name = Service, c.InvokedBy
	case typeAccount:
		step.Kind, step.Name = accountOf(c)
		if c.PrincipalID != "" {
			step.Note = "what this principal came of is in the logs of its own account"
		}
	case typeWebIdentity:
		step.Kind, step.Name = subject(cmp.Or(c.UserName, c.PrincipalID), c.PrincipalID)
	case typeSAML:
		step.Kind, step.Name = SAMLUser, cmp.Or(c.UserName, c.PrincipalID)
		if c.isSSO() {
			step.Kind = SSOUser
		}
	case typeCenterUser:
		step.Kind, step.Name = SSOUser, cmp.Or(c.UserName, c.OnBehalfOf, c.PrincipalID)
	default:
		step.Kind, step.Name = Unknown, cmp.Or(c.ARN, c.UserName, c.OnBehalfOf, c.InvokedBy, c.PrincipalID, c.Type)
	}
	if step.Name == "" {
		step.Kind, step.Name = Unknown, "a caller of whom the records say nothing"
	}
	return step
}

// accountOf tells what another account's principal is: those of requests that
// nobody signed have an account of this name.
func accountOf(c *Caller) (Kind, string) {
	switch {
	case c.AccountID == "ANONYMOUS_PRINCIPAL" || strings.EqualFold(c.PrincipalID, "anonymous"):
		return Anonymous, "requests without a signature"
	case c.PrincipalID != "":
		return Account, c.PrincipalID + " of account " + c.AccountID
	}
	return Account, c.AccountID
}

// originOfName is what the session itself suggests of where it came from, where
// the event that began it is not there.
func originOfName(c *Caller) Step {
	name := c.sessionName()
	step := Step{Account: c.AccountID, Evidence: ByName}
	switch {
	case c.Type == typeFederated && c.IssuerARN != "":
		step.Kind, step.Name, step.Evidence = kindOfARN(c.IssuerARN), c.IssuerARN, ByRecord
	case c.EC2RoleDelivery != "":
		step.Kind, step.Name, step.Evidence = Instance, cmp.Or(name, "unnamed"), ByRecord
		step.Note = "keys from the instance's metadata service, version " + c.EC2RoleDelivery
	case c.OnBehalfOf != "":
		step.Kind, step.Name, step.Evidence = SSOUser, c.OnBehalfOf, ByRecord
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
	case taskID.MatchString(name):
		step.Kind, step.Name, step.Note = Task, name, "the session's name has the form of an id of a task"
	default:
		step.Kind, step.Name, step.Evidence = Unknown, "not in these logs", Missing
	}
	return step
}

// kindOfARN tells what an ARN is of.
func kindOfARN(arn string) Kind {
	switch {
	case strings.Contains(arn, ":user/"):
		return User
	case strings.HasSuffix(arn, ":root"):
		return RootUser
	case strings.Contains(arn, ":assumed-role/"):
		return RoleSession
	}
	return Unknown
}
