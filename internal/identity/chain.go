package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// mostSteps bounds a chain: AWS lets roles be chained without end, but nobody
// chains that many.
const mostSteps = 100

// Chain traces the session of a caller back to its origin. The first step is the
// origin, the last is the session. There is always at least one step.
func (g *Graph) Chain(c *Caller) []Step {
	w := &walk{graph: g, seen: make(map[string]bool)}
	w.addCaller(c, nil, Missing)
	slices.Reverse(w.steps)
	return w.steps
}

// walk climbs from a session to its origin; its steps begin with the session.
type walk struct {
	graph *Graph
	steps []Step
	seen  map[string]bool // by access key
}

func (w *walk) addStep(step Step) { w.steps = append(w.steps, step) }

// addCaller adds the caller and everything the caller traces back to. The grant is
// the event that issued the caller's keys, or nil for the graph to find it.
func (w *walk) addCaller(c *Caller, grant *Grant, by Evidence) {
	if c.InvokedBy != "" && c.Type != typeService {
		w.addStep(Step{Kind: Through, Name: c.InvokedBy, Account: c.AccountID, Key: c.AccessKeyID, Evidence: ByRecord})
	}
	if grant == nil {
		grant, by = w.graph.findGrant(c)
	}
	if w.seen[c.AccessKeyID] || len(w.steps) > mostSteps {
		w.addStep(Step{Kind: Unknown, Name: "the events that issued these keys form a circle", Evidence: Missing})
		return
	}
	w.seen[c.AccessKeyID] = c.AccessKeyID != ""
	if c.InvokedBy != "" && by != ByKey && !strings.HasPrefix(c.AccessKeyID, longTermKeyPrefix) {
		session := *c
		session.AccessKeyID = "" // it is a key of the service, not of the session
		c = &session
	}
	switch c.Type {
	case typeRoot, typeUser:
		w.addUser(c, grant, by)
	case typeRole:
		kind, name := w.graph.nameRole(c, grant)
		w.addSession(c, kind, name, grant, by)
	case typeFederated:
		w.addSession(c, Federated, cmp.Or(c.ARN, c.PrincipalID), grant, by)
	default:
		w.addStep(recordOrigin(c))
	}
}

// nameRole names a role's session or, with ByRole, the role.
func (g *Graph) nameRole(c *Caller, grant *Grant) (Kind, string) {
	if c.ARN == "" && c.IssuerARN != "" || g.ByRole && c.IssuerARN != "" && !c.isNamedByAWS(grant) {
		return Role, c.IssuerARN
	}
	return RoleSession, cmp.Or(c.ARN, c.PrincipalID)
}

// addUser adds a user, and the key or session with which the user called.
func (w *walk) addUser(c *Caller, grant *Grant, by Evidence) {
	user := Step{Kind: User, Name: cmp.Or(c.ARN, c.PrincipalID, c.UserName), Account: c.AccountID, Evidence: ByRecord}
	if c.Type == typeRoot {
		user.Kind = RootUser
	}
	switch {
	case c.wasHidden():
		user.Kind, user.Name, user.Note = Unknown, "a sign-in with a wrong user name", "userName "+hiddenName
	case user.Name == "":
		user = recordOrigin(c)
	case grant != nil && grant.Event.Name == assumeRoot && !grant.disputed:
		w.addGranted(RootSession, c.ARN, c, grant, by)
		return
	case strings.HasPrefix(c.AccessKeyID, longTermKeyPrefix) && (grant == nil || grant.disputed || grant.Event.Name == createAccessKey):
		w.addStep(longTermKeyStep(c, grant))
	case grant != nil && !grant.disputed:
		w.addGranted(UserSession, sessionLabel(c), c, grant, by)
		return
	case c.Created != "" || c.AccessKeyID != "":
		w.addUserSession(c, grant)
	}
	w.addStep(user)
}

// sessionLabel names a session of a user, which has no ARN of its own.
func sessionLabel(c *Caller) string {
	if c.Created != "" {
		return "session begun " + c.Created
	}
	return "temporary keys of " + c.ARN
}

// longTermKeyStep returns the step of a user's long-term key. Who created the key
// is in its note, because that can be somebody other than the user.
func longTermKeyStep(c *Caller, grant *Grant) Step {
	step := Step{Kind: AccessKey, Name: c.AccessKeyID, Account: c.AccountID, Key: c.AccessKeyID, Evidence: ByRecord}
	if grant == nil {
		return step
	}
	step.Event, step.Matched = grant.Event, grant.Matched
	step.Note = fmt.Sprintf("created by %s at %s", describeCaller(grant.Caller), grant.Event.Time)
	if grant.disputed {
		step.Event = Event{}
		step.Note = disputedNote
	}
	return step
}

// describeCaller names a caller and its key.
func describeCaller(c *Caller) string {
	name := cmp.Or(c.ARN, c.PrincipalID, c.InvokedBy, c.Type)
	if c.AccessKeyID != "" {
		name += " with key " + c.AccessKeyID
	}
	return name
}

// addUserSession adds a session of a user whose key no event issued: a sign-in, or
// a session that began outside these logs. It adds nothing for a service's own
// session on behalf of a user.
func (w *walk) addUserSession(c *Caller, grant *Grant) {
	step := Step{Kind: UserSession, Name: sessionLabel(c), Account: c.AccountID, Key: c.AccessKeyID}
	if signIn := w.graph.findSignIn(c); signIn != nil {
		step.How, step.Evidence, step.Event, step.Matched = signIn.Event.Name, ByName, signIn.Event, signIn.Matched
		w.addStep(step)
		return
	}
	if c.InvokedBy != "" {
		return
	}
	step.Evidence, step.Note = Missing, "the sign-in, GetSessionToken or AssumeRoot event is not in these logs"
	if grant != nil {
		step.Note = disputedNote
	}
	w.addStep(step)
}

const disputedNote = "several events issued this key, to different sessions: it is uncertain which of them this is"

// addSession adds a session that has an ARN, and everything it traces back to.
func (w *walk) addSession(c *Caller, kind Kind, name string, grant *Grant, by Evidence) {
	signIn := w.graph.findSignIn(c)
	if grant != nil && grant.isSignIn() {
		grant, signIn = nil, grant
	}
	if grant != nil && !grant.disputed {
		w.addGranted(kind, name, c, grant, by)
		return
	}
	step := Step{Kind: kind, Name: name, Account: c.AccountID, Key: c.AccessKeyID, Evidence: Missing}
	if signIn != nil {
		step.How, step.Evidence, step.Event, step.Matched = signIn.Event.Name, ByName, signIn.Event, signIn.Matched
		w.addStep(step)
		w.addSignedIn(c, signIn)
		return
	}
	step.Note = missingNote(c)
	if grant != nil {
		step.Note = disputedNote
	}
	w.addStep(step)
	w.addNamed(c)
}

// missingNote describes the missing event that began the caller's session.
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

// addSignedIn adds the person who signed in to a role.
func (w *walk) addSignedIn(c *Caller, signIn *Grant) {
	switch {
	case signIn.From != "":
		from := callerByARN(signIn.From)
		w.addCaller(&from, nil, Missing)
	case c.isSSO():
		user := cmp.Or(signIn.Caller.UserName, c.sessionName(), signIn.Caller.OnBehalfOf, signIn.Caller.PrincipalID)
		w.addStep(Step{Kind: SSOUser, Name: user, UserID: cmp.Or(signIn.Caller.OnBehalfOf, c.OnBehalfOf), Evidence: ByName})
	default:
		w.addSignInSession(c, signIn)
	}
}

// addSignInSession adds what the sign-in's own record says about who signed in: by
// SAML that is a session, whose keys an AssumeRoleWithSAML event issued. See
// "AWS Management Console sign-in events" in the CloudTrail User Guide.
func (w *walk) addSignInSession(c *Caller, signIn *Grant) {
	caller := signIn.Caller
	if grant, by := w.graph.findGrant(caller); grant != nil && !grant.isSignIn() && !grant.disputed {
		w.addCaller(caller, grant, by)
		return
	}
	w.addNamed(c)
}

// addNamed adds the origin that the session's own fields suggest. The function that
// somebody created with the name of the session and its role is one.
func (w *walk) addNamed(c *Caller) {
	origin := nameOrigin(c)
	function := Step{Kind: Function, Name: c.sessionName(), Account: c.AccountID, Evidence: ByName}
	if launch := w.graph.findLaunch(&function, ""); origin.Kind == Unknown && launch != nil && launch.RoleARN == c.IssuerARN {
		function.Note = "a function of that name was created with this role"
		origin = function
	}
	w.addWorkload(origin, c.IssuerARN)
}

// addGranted adds a session whose keys the grant issued, and whoever asked for the
// keys.
func (w *walk) addGranted(kind Kind, name string, c *Caller, grant *Grant, by Evidence) {
	if grant.Bucket != "" {
		kind, name = S3Session, grant.Bucket
	}
	step := Step{Kind: kind, Name: name, Account: c.AccountID, Key: c.AccessKeyID, How: grant.Event.Name, Evidence: by, Event: grant.Event, Matched: grant.Matched}
	var notes []string
	if source := cmp.Or(grant.SourceIdentity, c.SourceIdentity); source != "" {
		notes = append(notes, "sourceIdentity "+source)
	}
	if c.OnBehalfOf != "" {
		notes = append(notes, "on behalf of Identity Center user "+c.OnBehalfOf+prefixNote(", ", c.UserName))
	}
	if grant.accounts != "" {
		note := "the event is in the logs of accounts " + grant.accounts
		notes = append(notes, note+prefixNote(": also ", grant.twin))
	}
	step.Note = strings.Join(notes, "; ")
	w.addStep(step)
	if origin, ok := grantOrigin(grant); ok {
		if origin.IsWorkload() {
			origin.Account = cmp.Or(origin.Account, c.AccountID)
		}
		w.addWorkload(origin, cmp.Or(c.IssuerARN, grant.RoleARN))
		return
	}
	w.addCaller(grant.Caller, nil, Missing)
}

// addWorkload adds an origin and, if an event launched it, whoever did.
func (w *walk) addWorkload(origin Step, roleARN string) {
	launch := w.graph.findLaunch(&origin, roleARN)
	if launch == nil {
		w.addStep(origin)
		return
	}
	origin.How, origin.Event, origin.Matched = launch.Event.Name, launch.Event, launch.Matched
	w.addStep(origin)
	w.addCaller(launch.Caller, nil, Missing)
}
