package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// mostSteps bounds a chain: AWS lets roles be chained without end, but nobody
// chains so many.
const mostSteps = 100

// Chain leads a session back to what began it. The first step is the origin, the
// last is the session. There is always at least one.
func (g *Graph) Chain(s *Session) []Step {
	w := &walk{graph: g, seen: make(map[string]bool)}
	w.caller(&s.Caller, s.Grant, s.Evidence)
	for i := range w.steps {
		w.steps[i].manyKeys = s.ManyKeys && w.steps[i].Key == "" && w.steps[i].Kind != User && w.steps[i].Kind != RootUser
		if w.steps[i].Kind != Through {
			break
		}
	}
	slices.Reverse(w.steps)
	return w.steps
}

// walk goes up a chain; its steps are the session first.
type walk struct {
	graph *Graph
	steps []Step
	seen  map[string]bool // keys
}

func (w *walk) add(step Step) { w.steps = append(w.steps, step) }

// caller adds who called, and how it came to be. Grant is what gave it its keys,
// where that is known.
func (w *walk) caller(c *Caller, grant *Grant, by Evidence) {
	if c.InvokedBy != "" && c.Type != typeService {
		w.add(Step{Kind: Through, Name: c.InvokedBy, Account: c.AccountID, Key: c.AccessKeyID, Evidence: ByRecord})
	}
	if grant == nil {
		grant, by = w.graph.granted(c)
	}
	if w.seen[c.AccessKeyID] || len(w.steps) > mostSteps {
		w.add(Step{Kind: Unknown, Name: "the events that gave these keys lead in a circle", Evidence: Missing})
		return
	}
	w.seen[c.AccessKeyID] = c.AccessKeyID != ""
	if c.InvokedBy != "" && by != ByKey && !strings.HasPrefix(c.AccessKeyID, prefixOfLongTermKeys) {
		session := *c
		session.AccessKeyID = "" // which is the service's, for the session
		c = &session
	}
	switch c.Type {
	case typeRoot, typeUser:
		w.user(c, grant, by)
	case typeRole:
		kind, name := w.graph.role(c, grant)
		w.session(c, kind, name, grant, by)
	case typeFederated:
		w.session(c, Federated, cmp.Or(c.ARN, c.PrincipalID), grant, by)
	default:
		w.add(originOfRecord(c))
	}
}

// role names a session of a role, or its role.
func (g *Graph) role(c *Caller, grant *Grant) (Kind, string) {
	if c.ARN == "" && c.IssuerARN != "" || g.ByRole && c.IssuerARN != "" && !c.namedByAWS(grant) {
		return Role, c.IssuerARN
	}
	return RoleSession, cmp.Or(c.ARN, c.PrincipalID)
}

// user adds a user, and the key or session that it called with.
func (w *walk) user(c *Caller, grant *Grant, by Evidence) {
	user := Step{Kind: User, Name: cmp.Or(c.ARN, c.PrincipalID), Account: c.AccountID, Evidence: ByRecord}
	if c.Type == typeRoot {
		user.Kind = RootUser
	}
	switch {
	case strings.HasPrefix(c.AccessKeyID, prefixOfLongTermKeys):
		w.add(longTermKey(c, grant))
	case grant != nil && !grant.Disputed:
		w.grant(UserSession, sessionOf(c), c, grant, by)
		return
	case c.Created != "" || c.AccessKeyID != "":
		w.userSession(c, grant)
	}
	w.add(user)
}

// sessionOf names a session of a user, which has no ARN of its own.
func sessionOf(c *Caller) string {
	if c.Created != "" {
		return "session begun " + c.Created
	}
	return "temporary keys of " + c.ARN
}

// longTermKey is a key of a user; who made it is told beside it, for whoever makes
// a key need not be who uses it.
func longTermKey(c *Caller, grant *Grant) Step {
	step := Step{Kind: AccessKey, Name: c.AccessKeyID, Account: c.AccountID, Key: c.AccessKeyID, Evidence: ByRecord}
	if grant == nil {
		return step
	}
	step.Event, step.Asked = grant.Event, grant.Asked
	step.Note = fmt.Sprintf("made by %s at %s", describe(&grant.Caller), grant.Event.Time)
	if grant.Disputed {
		step.Event = Event{}
		step.Note = disputedNote
	}
	return step
}

// describe names a caller with its key.
func describe(c *Caller) string {
	name := cmp.Or(c.ARN, c.PrincipalID, c.InvokedBy, c.Type)
	if c.AccessKeyID != "" {
		name += " with key " + c.AccessKeyID
	}
	return name
}

// userSession adds a session of a user that no event gave a key to: of a
// sign-in, or one whose beginning is not there. A service that calls for a user
// has a session of its own, which says nothing more.
func (w *walk) userSession(c *Caller, grant *Grant) {
	step := Step{Kind: UserSession, Name: sessionOf(c), Account: c.AccountID, Key: c.AccessKeyID}
	if signIn := w.graph.signIn(c); signIn != nil {
		step.How, step.Evidence, step.Event, step.Asked = signIn.Event.Name, ByName, signIn.Event, signIn.Asked
		w.add(step)
		return
	}
	if c.InvokedBy != "" {
		return
	}
	step.Evidence, step.Note = Missing, "the sign-in or GetSessionToken event is not in these logs"
	if grant != nil {
		step.Note = disputedNote
	}
	w.add(step)
}

const disputedNote = "several events gave this key to different sessions: which of them this is cannot be told"

// session adds a session that has an ARN, and what it came of.
func (w *walk) session(c *Caller, kind Kind, name string, grant *Grant, by Evidence) {
	signIn := w.graph.signIn(c)
	if grant != nil && grant.isSignIn() {
		grant, signIn = nil, grant
	}
	if grant != nil && !grant.Disputed {
		w.grant(kind, name, c, grant, by)
		return
	}
	step := Step{Kind: kind, Name: name, Account: c.AccountID, Key: c.AccessKeyID, Evidence: Missing}
	if signIn != nil {
		step.How, step.Evidence, step.Event, step.Asked = signIn.Event.Name, ByName, signIn.Event, signIn.Asked
		w.add(step)
		w.signedIn(c, signIn)
		return
	}
	step.Note = missingNote(c)
	if grant != nil {
		step.Note = disputedNote
	}
	w.add(step)
	w.add(originOfName(c))
}

// missingNote says what is known of a beginning that is not there.
func missingNote(c *Caller) string {
	event := "AssumeRole"
	switch {
	case c.Type == typeFederated:
		event = "GetFederationToken"
	case c.isSSO():
		event = "AssumeRoleWithSAML"
	case c.Provider != "":
		event = "AssumeRoleWithWebIdentity"
	}
	note := event + " event not in these logs"
	if c.Created != "" {
		note += ": session began " + c.Created
	}
	if c.AccountID != "" {
		note += " in account " + c.AccountID
	}
	return note
}

// signedIn adds who signed in to a role.
func (w *walk) signedIn(c *Caller, signIn *Grant) {
	switch {
	case signIn.From != "":
		w.add(Step{Kind: kindOfARN(signIn.From), Name: signIn.From, Evidence: ByRecord})
	case c.isSSO():
		user := cmp.Or(signIn.Caller.UserName, signIn.Caller.OnBehalfOf, signIn.Caller.PrincipalID, c.sessionName())
		w.add(Step{Kind: SSOUser, Name: user, Evidence: ByName})
	default:
		w.add(originOfName(c))
	}
}

// grant adds a session that an event gave keys to, and who asked for them.
func (w *walk) grant(kind Kind, name string, c *Caller, grant *Grant, by Evidence) {
	step := Step{Kind: kind, Name: name, Account: c.AccountID, Key: c.AccessKeyID, How: grant.Event.Name, Evidence: by, Event: grant.Event, Asked: grant.Asked}
	var notes []string
	if source := cmp.Or(grant.SourceIdentity, c.SourceIdentity); source != "" {
		notes = append(notes, "sourceIdentity "+source)
	}
	if c.OnBehalfOf != "" {
		notes = append(notes, "on behalf of Identity Center user "+c.OnBehalfOf)
	}
	if grant.Accounts != "" {
		note := "the event is in the logs of accounts " + grant.Accounts
		notes = append(notes, note+noteIf(": also ", grant.Twin))
	}
	step.Note = strings.Join(notes, "; ")
	w.add(step)
	if origin, ok := originOfGrant(grant); ok {
		w.add(origin)
		return
	}
	w.caller(&grant.Caller, nil, Missing)
}
