package gen

import (
	"fmt"
	"time"
)

// roleSession is a session of a role.
type roleSession struct {
	account, path, role string
	principalID         string // of the role
	name                string // of the session
	key                 string // the access key id
	created             time.Time
	federation          string // webIdFederationData, JSON
	mfa                 bool
	instance            bool   // the credentials came through EC2's metadata service
	sourceIdentity      string // "" for none
	invokedBy           string // "" for none
}

func sessionARN(account, role, name string) string {
	return fmt.Sprintf("arn:aws:sts::%s:assumed-role/%s/%s", account, role, name)
}

func roleARN(account, path, role string) string {
	return fmt.Sprintf("arn:aws:iam::%s:role%s%s", account, path, role)
}

func (s *roleSession) arn() string { return sessionARN(s.account, s.role, s.name) }

func (s *roleSession) roleARN() string { return roleARN(s.account, s.path, s.role) }

// appendIdentity appends the userIdentity of calls made in the session.
func (s *roleSession) appendIdentity(b []byte) []byte {
	b = fmt.Appendf(b, `{"type":"AssumedRole","principalId":"%s:%s","arn":"%s","accountId":"%s","accessKeyId":"%s",`,
		s.principalID, s.name, s.arn(), s.account, s.key)
	b = fmt.Appendf(b, `"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"%s","arn":"%s","accountId":"%s","userName":"%s"},`,
		s.principalID, s.roleARN(), s.account, s.role)
	b = fmt.Appendf(b, `"webIdFederationData":%s,"attributes":{"creationDate":"%s","mfaAuthenticated":"%t"}`,
		s.federation, s.created.Format(time.RFC3339), s.mfa)
	b = appendString(b, "sourceIdentity", s.sourceIdentity)
	if s.instance {
		b = append(b, `,"ec2RoleDelivery":"2.0"`...)
	}
	b = append(b, '}')
	return append(appendString(b, "invokedBy", s.invokedBy), '}')
}

// setGrant sets the request to STS that began the session, its answer, and the
// role.
func (e *event) setGrant(r *random, s *roleSession, lifetime time.Duration) {
	e.parameters = fmt.Appendf(e.parameters, `{"roleArn":"%s","roleSessionName":"%s"`, s.roleARN(), s.name)
	e.parameters = append(appendString(e.parameters, "sourceIdentity", s.sourceIdentity), '}')
	expires := e.time.Add(lifetime).Format("Jan 2, 2006, 3:04:05 PM")
	e.response = fmt.Appendf(e.response, `{"credentials":{"accessKeyId":"%s","sessionToken":"IQoJb3JpZ2luX2Vj`, s.key)
	e.response = fmt.Appendf(r.appendBase64(e.response, 330), `","expiration":"%s"},`, expires)
	e.response = fmt.Appendf(e.response, `"assumedRoleUser":{"assumedRoleId":"%s:%s","arn":"%s"}`, s.principalID, s.name, s.arn())
	e.response = append(appendString(e.response, "sourceIdentity", s.sourceIdentity), '}')
	e.resources = fmt.Appendf(e.resources, `[{"accountId":"%s","type":"AWS::IAM::Role","ARN":"%s"}]`, s.account, s.roleARN())
}
