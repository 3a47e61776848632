package identity

import (
	"strings"
	"time"
)

// Session is a user of keys, or a caller without any.
type Session struct {
	Caller
	// Grant is the event that issued the session's key, or nil for the graph to find
	// it.
	Grant *Grant
	// Evidence is how Grant was found: ByKey or ByName.
	Evidence Evidence
	// ManyKeys reports whether the session stands for several similar ones, each
	// with its own key.
	ManyKeys bool
	Usage    Usage
}

// Graph holds the events that issued keys. The zero value is empty. Its answers do
// not depend on the order in which the events were added. It is not safe for
// concurrent use while events are added.
type Graph struct {
	// ByRole names sessions by their roles, except sessions that AWS named after an
	// instance, a function or a user. There can be as many other names as sessions.
	ByRole bool

	byKey   map[string]*claim
	byName  map[sessionStart]*claim
	signIns map[sessionStart]*claim
	portal  map[permission][]*Grant // sign-ins through IAM Identity Center's portal
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
	}
	switch {
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
		}
	}
}

// claim combines all events that issued one key or began one session.
type claim struct {
	best                 *Grant // the first in the order of Grant.compare
	requester, recipient string // from the first event that names them
	disputed             bool
	matched              bool
}

// addGrant adds an event to the claim.
func (t *claim) addGrant(grant *Grant) {
	if t.best == nil || grant.compare(t.best) < 0 {
		t.best = grant
	}
	t.disputed = t.disputed || grant.Disputed || mergeName(&t.requester, grant.requesterName()) || mergeName(&t.recipient, grant.recipientName())
	t.matched = t.matched || grant.Matched
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
	if t == nil {
		return nil
	}
	grant := *t.best
	grant.Disputed, grant.Matched = t.disputed, t.matched
	return &grant
}

func addClaim[K comparable](all map[K]*claim, key K, grant *Grant) {
	if all[key] == nil {
		all[key] = new(claim)
	}
	all[key].addGrant(grant)
}

// findGrant returns the event that issued a caller's key, and how it was found.
func (g *Graph) findGrant(c *Caller) (*Grant, Evidence) {
	if grant := g.byKey[c.AccessKeyID].mergedGrant(); grant != nil && c.AccessKeyID != "" {
		return grant, ByKey
	}
	if grant := g.byName[sessionStart{c.ARN, c.Created}].mergedGrant(); grant != nil && c.ARN != "" && c.Created != "" {
		return grant, ByName
	}
	return nil, Missing
}

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
