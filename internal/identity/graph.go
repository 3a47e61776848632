package identity

import (
	"strings"
	"time"
)

// Graph holds the events that issued keys. The zero value is empty. Its answers do
// not depend on the order in which the events were added. It is not safe for
// concurrent use while events are added.
type Graph struct {
	// ByRole names sessions by their roles, except sessions that AWS named after an
	// instance, a function or a user. There can be as many other names as sessions.
	ByRole bool

	byKey    map[string]*claim
	byName   map[sessionStart]*claim
	byARN    map[string]*claim // sessions by their names alone
	signIns  map[sessionStart]*claim
	launches map[string]*claim       // by what was launched
	portal   map[permission][]*Grant // sign-ins through IAM Identity Center's portal
}

// sessionStart identifies a session by its name and start.
type sessionStart struct{ arn, time string }

// permission is a permission set in an account.
type permission struct{ account, set string }

// Add adds an event. If several events issued one key, or began one session, the
// first in the order of Grant.compare counts.
func (g *Graph) Add(grant *Grant) {
	if g.byKey == nil {
		g.byKey, g.byName = make(map[string]*claim), make(map[sessionStart]*claim)
		g.signIns, g.portal = make(map[sessionStart]*claim), make(map[permission][]*Grant)
		g.byARN, g.launches = make(map[string]*claim), make(map[string]*claim)
	}
	switch {
	case grant.Launched != "":
		addClaim(g.launches, grant.Launched, grant)
	case grant.Event.Name == getRoleCredentials || grant.Event.Name == federate:
		key := permission{grant.Account, grant.RoleARN}
		g.portal[key] = append(g.portal[key], grant)
	case grant.isSignIn():
		addClaim(g.signIns, sessionStart{grant.Caller.ARN, grant.Event.Time}, grant)
	default:
		if grant.Key != "" {
			addClaim(g.byKey, grant.Key, grant)
		}
		if grant.SessionARN != "" {
			addClaim(g.byName, sessionStart{grant.SessionARN, grant.Event.Time}, grant)
			addClaim(g.byARN, grant.SessionARN, grant)
		}
	}
}

// claim combines all events that issued one key or began one session.
type claim struct {
	best   *Grant // the first in the order of Grant.compare
	merged *merged
}

// merged is what several events say together: most claims have one.
type merged struct {
	last                 *Grant // in the order of Grant.compare
	requester, recipient string // from the first event that names them
	accounts             [2]string
	disputed, matched    bool
}

// addGrant adds an event to the claim.
func (t *claim) addGrant(grant *Grant) {
	if t.best == nil {
		t.best = grant
		return
	}
	if t.merged == nil {
		t.merged = &merged{last: t.best, accounts: [2]string{t.best.Recipient, t.best.Recipient}}
		t.merged.addGrant(t.best)
	}
	t.merged.addGrant(grant)
	if grant.compare(t.best) < 0 {
		t.best = grant
	}
}

func (m *merged) addGrant(grant *Grant) {
	if grant.compare(m.last) > 0 {
		m.last = grant
	}
	contradicts := mergeName(&m.requester, grant.requesterName())
	contradicts = mergeName(&m.recipient, grant.recipientName()) || contradicts
	m.disputed = m.disputed || contradicts
	m.matched = m.matched || grant.Matched
	if grant.Recipient != "" {
		m.accounts = [2]string{firstName(m.accounts[0], grant.Recipient), max(m.accounts[1], grant.Recipient)}
	}
}

// mergeName reports whether name contradicts the known name. If none is known, name
// becomes the known one.
func mergeName(known *string, name string) bool {
	if *known == "" {
		*known = name
	}
	return name != "" && name != *known
}

// mergedGrant returns the event that counts, or nil if there is none.
func (t *claim) mergedGrant() *Grant {
	switch {
	case t == nil:
		return nil
	case t.merged == nil:
		return t.best
	}
	grant := *t.best
	grant.disputed, grant.Matched = t.merged.disputed, t.merged.matched
	if accounts := t.merged.accounts; accounts[0] != accounts[1] {
		grant.accounts, grant.twin = accounts[0]+", "+accounts[1], t.merged.last.Event.place()
	}
	return &grant
}

func addClaim[K comparable](all map[K]*claim, key K, grant *Grant) {
	if all[key] == nil {
		all[key] = new(claim)
	}
	all[key].addGrant(grant)
}

// findGrant returns the event that issued a caller's key, and how it was found. A
// record that has neither a key nor the start of its session, as the record that
// another account has of a call, leaves the name.
func (g *Graph) findGrant(c *Caller) (*Grant, Evidence) {
	if grant := g.byKey[c.AccessKeyID].mergedGrant(); grant != nil && c.AccessKeyID != "" {
		return grant, ByKey
	}
	if grant := g.byName[sessionStart{c.ARN, c.Created}].mergedGrant(); grant != nil && c.ARN != "" && c.Created != "" {
		return grant, ByName
	}
	if grant := g.byARN[c.ARN].mergedGrant(); grant != nil && !grant.disputed && c.AccessKeyID == "" && c.Created == "" {
		return grant, ByName
	}
	return nil, Missing
}

// findLaunch returns the event that launched the workload of a session: the instance,
// task or function itself, or the stack that acts with the role. It returns nil if no
// event is known, or if several callers launched it.
func (g *Graph) findLaunch(workload *Step, roleARN string) *Grant {
	thing := workload.Name
	switch workload.Kind {
	case Function:
		thing = workload.Account + "/" + workload.Name
	case Service:
		if workload.Name != cloudFormation {
			return nil
		}
		thing = roleARN
	case Instance, Task:
	default:
		return nil
	}
	grant := g.launches[thing].mergedGrant()
	if grant == nil || grant.disputed {
		return nil
	}
	return grant
}

const cloudFormation = "cloudformation.amazonaws.com"

// findSignIn returns the sign-in that began the caller's session: with the same
// ARN, at the same time.
func (g *Graph) findSignIn(c *Caller) *Grant {
	if c.Created == "" {
		return nil
	}
	if grant := g.signIns[sessionStart{c.ARN, c.Created}].mergedGrant(); grant != nil && c.ARN != "" {
		return grant
	}
	return g.findPortalSignIn(c)
}

// portalDelay is the longest time between the portal's event and the start of the
// session.
const portalDelay = 5 * time.Second

// findPortalSignIn returns the event of IAM Identity Center's portal that began the
// session: with the same account and permission set, the same user if it names one,
// and nearly the same time.
func (g *Graph) findPortalSignIn(c *Caller) *Grant {
	if !c.isSSO() {
		return nil
	}
	_, role, _ := cutLast(c.IssuerARN, "/")
	set, _, _ := cutLast(strings.TrimPrefix(role, ssoPrefix), "_")
	var best *Grant
	nearest := portalDelay + 1
	for _, grant := range g.portal[permission{c.AccountID, set}] {
		user := grant.Caller.UserName
		apart := timeApart(grant.Event.Time, c.Created)
		if user != "" && !strings.EqualFold(user, c.sessionName()) || apart > portalDelay {
			continue
		}
		if best == nil || apart < nearest || apart == nearest && grant.compare(best) < 0 {
			best, nearest = grant, apart
		}
	}
	return best
}

// timeApart returns the time between two of CloudTrail's times, or more than any
// delay if one of them is invalid.
func timeApart(a, b string) time.Duration {
	first, err := time.Parse(time.RFC3339, a)
	if err != nil {
		return 1<<63 - 1
	}
	second, err := time.Parse(time.RFC3339, b)
	if err != nil {
		return 1<<63 - 1
	}
	return first.Sub(second).Abs()
}
