package identity

import (
	"strings"
	"time"
)

// Session is what used keys, or called without any.
type Session struct {
	Caller
	// Grant is the event that gave the key, where it is known beforehand; else the
	// graph is asked for it.
	Grant *Grant
	// Evidence says by what Grant was found: ByKey or ByName.
	Evidence Evidence
	// ManyKeys says that the session is several that are alike, with a key each.
	ManyKeys bool
	Usage    Usage
}

// Graph is the events that gave keys. The zero value is empty. What it answers
// does not depend on the order in which they came. It is not safe for use by
// several goroutines while it is added to.
type Graph struct {
	// ByRole names sessions by their roles, save where AWS has named the session:
	// after an instance, a function or a user. There may be as many other names as
	// there are sessions.
	ByRole bool

	byKey   map[string]*told
	byName  map[sessionStart]*told
	signIns map[sessionStart]*told
	portal  map[permission][]*Grant // sign-ins by IAM Identity Center's portal
}

// sessionStart is a session by what it is called and when it began.
type sessionStart struct{ arn, time string }

// permission is a permission set in an account.
type permission struct{ account, set string }

// Add takes an event in. Of several for one key, or one session, the best told
// counts.
func (g *Graph) Add(grant *Grant) {
	if g.byKey == nil {
		g.byKey, g.byName = make(map[string]*told), make(map[sessionStart]*told)
		g.signIns, g.portal = make(map[sessionStart]*told), make(map[permission][]*Grant)
	}
	switch {
	case grant.Event.Name == getRoleCredentials || grant.Event.Name == federate:
		key := permission{grant.Account, grant.RoleARN}
		g.portal[key] = append(g.portal[key], grant)
	case grant.isSignIn():
		put(g.signIns, sessionStart{grant.Caller.ARN, grant.Event.Time}, grant)
	default:
		if grant.Key != "" {
			put(g.byKey, grant.Key, grant)
		}
		if grant.SessionARN != "" {
			put(g.byName, sessionStart{grant.SessionARN, grant.Event.Time}, grant)
		}
	}
}

// told is what the events say that gave one key, or began one session.
type told struct {
	best     *Grant // by Grant.compare
	who, to  string // as the first that names them does
	disputed bool
	asked    bool
}

// add takes one more event in.
func (t *told) add(grant *Grant) {
	if t.best == nil || grant.compare(t.best) < 0 {
		t.best = grant
	}
	t.disputed = t.disputed || grant.Disputed || differs(&t.who, grant.who()) || differs(&t.to, grant.to())
	t.asked = t.asked || grant.Asked
}

// differs reports whether a name is another than the known one, which it becomes
// if there is none.
func differs(known *string, name string) bool {
	if *known == "" {
		*known = name
	}
	return name != "" && name != *known
}

// grant is the event that counts; nil where there is none.
func (t *told) grant() *Grant {
	if t == nil {
		return nil
	}
	grant := *t.best
	grant.Disputed, grant.Asked = t.disputed, t.asked
	return &grant
}

func put[K comparable](all map[K]*told, key K, grant *Grant) {
	if all[key] == nil {
		all[key] = new(told)
	}
	all[key].add(grant)
}

// granted finds the event that gave a caller its key.
func (g *Graph) granted(c *Caller) (*Grant, Evidence) {
	if grant := g.byKey[c.AccessKeyID].grant(); grant != nil && c.AccessKeyID != "" {
		return grant, ByKey
	}
	if grant := g.byName[sessionStart{c.ARN, c.Created}].grant(); grant != nil && c.ARN != "" && c.Created != "" {
		return grant, ByName
	}
	return nil, Missing
}

// signIn finds the sign-in that a session began with: of the same ARN, at the
// very time.
func (g *Graph) signIn(c *Caller) *Grant {
	if c.Created == "" {
		return nil
	}
	if grant := g.signIns[sessionStart{c.ARN, c.Created}].grant(); grant != nil && c.ARN != "" {
		return grant
	}
	return g.portalSignIn(c)
}

// portalDelay is how far the portal's event and the start of the session may be
// apart.
const portalDelay = 5 * time.Second

// portalSignIn finds the event of IAM Identity Center's portal: for the same
// account, permission set and, where it is told, user, and close in time.
func (g *Graph) portalSignIn(c *Caller) *Grant {
	if !c.isSSO() {
		return nil
	}
	_, role, _ := cutLast(c.IssuerARN, "/")
	set, _, _ := cutLast(strings.TrimPrefix(role, prefixOfSSO), "_")
	var best *Grant
	nearest := portalDelay + 1
	for _, grant := range g.portal[permission{c.AccountID, set}] {
		user := grant.Caller.UserName
		apart := distance(grant.Event.Time, c.Created)
		if user != "" && !strings.EqualFold(user, c.sessionName()) || apart > portalDelay {
			continue
		}
		if best == nil || apart < nearest || apart == nearest && grant.compare(best) < 0 {
			best, nearest = grant, apart
		}
	}
	return best
}

// distance is the time between two of CloudTrail's times; more than any delay
// where one is none.
func distance(a, b string) time.Duration {
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
