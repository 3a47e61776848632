package identity

import "strings"

// Names learns from records what other records leave out: the ARN behind a principal
// id, which is all that the record of another account says about a caller, and the
// name of a user of IAM Identity Center behind the user's id. AWS gives neither id
// twice: see "Unique identifiers" in "IAM identifiers" of the IAM User Guide. The zero
// value knows nothing.
type Names struct {
	owners map[string]*owner
	people map[string]string
}

// owner is what a principal id belongs to.
type owner struct {
	callerType string
	arn        string // of the user or role
	disputed   bool   // the records contradict each other, as examples do
	// sessions are ARNs by the names of sessions; of a role that all records agree
	// about, ARNs follow from the role's.
	sessions map[string]string
}

// mostSessions bounds what is remembered about a role for the event that records
// contradict each other about it.
const mostSessions = 100

// Learn learns from a caller, whose record was read.
func (n *Names) Learn(c *Caller) {
	if c.OnBehalfOf != "" {
		n.learnPerson(c)
	}
	id, session, _ := strings.Cut(c.PrincipalID, ":")
	switch {
	case c.Type == typeRole && strings.HasPrefix(id, "AROA") && c.IssuerARN != "" && c.ARN != "":
		n.learnOwner(id, session, owner{callerType: typeRole, arn: c.IssuerARN}, c.ARN)
	case c.Type == typeUser && strings.HasPrefix(id, "AIDA") && c.ARN != "":
		n.learnOwner(id, "", owner{callerType: typeUser, arn: c.ARN}, c.ARN)
	}
}

func (n *Names) learnPerson(c *Caller) {
	name := c.centerUserName()
	if name == c.OnBehalfOf || name == c.PrincipalID {
		return
	}
	if n.people == nil {
		n.people = make(map[string]string)
	}
	n.people[c.OnBehalfOf] = firstName(n.people[c.OnBehalfOf], name)
}

func (n *Names) learnOwner(id, session string, found owner, sessionARN string) {
	known := n.owners[id]
	if known == nil {
		if n.owners == nil {
			n.owners = make(map[string]*owner)
		}
		found.sessions = make(map[string]string)
		known = &found
		n.owners[id] = known
	}
	known.disputed = known.disputed || known.arn != found.arn || known.callerType != found.callerType
	if other, there := known.sessions[session]; there && other != sessionARN {
		known.sessions[session] = ""
	} else if !there && len(known.sessions) < mostSessions {
		known.sessions[session] = sessionARN
	}
}

// Complete adds what is known to a caller that lacks it.
func (n *Names) Complete(c *Caller) {
	if c.OnBehalfOf != "" && c.UserName == "" {
		c.UserName = n.people[c.OnBehalfOf]
	}
	if c.Type != typeAccount || c.ARN != "" {
		return
	}
	id, session, _ := strings.Cut(c.PrincipalID, ":")
	known := n.owners[id]
	switch {
	case known == nil:
	case !known.disputed && known.callerType == typeUser:
		c.Type, c.ARN, c.Learned = typeUser, known.arn, true
	case !known.disputed && session != "":
		c.Type, c.ARN, c.IssuerARN, c.Learned = typeRole, sessionARN(known.arn, session), known.arn, true
	case known.callerType == typeRole && known.sessions[session] != "":
		c.Type, c.ARN, c.Learned = typeRole, known.sessions[session], true
	}
}

// RoleOfSession returns the ARN of the role of a session, without the role's path,
// which a session's ARN lacks, or nothing if the ARN is of something else.
func RoleOfSession(arn string) string {
	before, after, found := strings.Cut(arn, ":assumed-role/")
	if !found {
		return ""
	}
	role, _, _ := strings.Cut(after, "/")
	return strings.Replace(before, ":sts:", ":iam:", 1) + ":role/" + role
}

// sessionARN returns the ARN of a session of a role, which has no path.
func sessionARN(roleARN, session string) string {
	parts := strings.SplitN(roleARN, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	_, role, _ := cutLast(parts[5], "/")
	return strings.Join([]string{parts[0], parts[1], "sts", "", parts[4], "assumed-role/" + role + "/" + session}, ":")
}
