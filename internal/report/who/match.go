package who

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/identity"
)

// glob returns a function that reports whether a text has a pattern, in which * is
// any characters and ? is one, as the conditions of the SQL have it.
func glob(patterns ...string) func(text string) bool {
	return func(text string) bool { return condition.MatchAny(patterns, text) }
}

// globName returns a function that reports whether an ARN has the name after one of
// the given parts.
func globName(name string, parts ...string) func(arn string) bool {
	var patterns []string
	for _, part := range parts {
		patterns = append(patterns, "arn:*:"+part+name)
	}
	return glob(patterns...)
}

func neverNamed(*identity.Caller) bool { return false }
func neverGiven(*giving) bool          { return false }

// byForm are the matchers of names whose form says what they are.
type byForm struct{ arn, key, principal, address, service, account matcher }

func formMatchers(what string) byForm {
	matches, principal := glob(what), glob(what, what+":*")
	itself := func(*identity.Caller, *ranked) string { return what }
	return byForm{
		arn: matcher{
			named: func(c *identity.Caller) bool { return matches(c.ARN) || matches(c.IssuerARN) },
			given: func(g *giving) bool { return matches(g.grant.SessionARN) || matches(g.grant.RoleARN) },
			value: func(c *identity.Caller, _ *ranked) string {
				switch {
				case matches(c.IssuerARN):
					return c.IssuerARN
				case matches(c.ARN):
					return c.ARN
				case matches(c.PrincipalID):
					return c.PrincipalID
				}
				return what // the role that the session's ARN tells
			},
		},
		key: matcher{neverNamed, func(g *giving) bool { return matches(g.grant.Key) },
			func(c *identity.Caller, _ *ranked) string { return cmp.Or(c.AccessKeyID, what) }},
		principal: matcher{neverNamed, func(g *giving) bool { return principal(g.id) }, itself},
		address:   matcher{neverNamed, neverGiven, func(_ *identity.Caller, r *ranked) string { return r.address }},
		service:   matcher{neverNamed, neverGiven, func(c *identity.Caller, r *ranked) string { return cmp.Or(c.InvokedBy, r.address) }},
		account: matcher{neverNamed, func(g *giving) bool {
			return strings.Contains(g.grant.SessionARN, ":sts::"+what+":")
		}, itself},
	}
}

// byName are the matchers of names that several things can have.
type byName struct {
	role, user, session, agent, subject, sourceIdentity, onBehalfOf matcher
}

func nameMatchers(what string) byName {
	matches := glob(what)
	role, user := globName(what, "role/", "role/*/"), globName(what, "user/", "user/*/")
	session := globName(what, "assumed-role/*/", "federated-user/")
	arn := func(c *identity.Caller, _ *ranked) string { return c.ARN }
	return byName{
		role: matcher{
			func(c *identity.Caller) bool { return role(c.IssuerARN) },
			func(g *giving) bool { return role(g.grant.RoleARN) },
			func(c *identity.Caller, _ *ranked) string { return c.IssuerARN },
		},
		user: matcher{
			func(c *identity.Caller) bool { return user(c.ARN) || matches(c.UserName) },
			func(g *giving) bool { return g.grant.Event.Name == "CreateAccessKey" && matches(g.grant.SessionName) },
			func(c *identity.Caller, _ *ranked) string { return cmp.Or(c.ARN, c.UserName) },
		},
		session: matcher{
			func(c *identity.Caller) bool { return session(c.ARN) },
			func(g *giving) bool {
				named := []string{"CreateAccessKey", "CreateSession"} // after what is no session
				return session(g.grant.SessionARN) || g.grant.SessionARN == "" && !slices.Contains(named, g.grant.Event.Name) && matches(g.grant.SessionName)
			},
			arn,
		},
		agent: matcher{neverNamed, neverGiven, func(_ *identity.Caller, r *ranked) string { return r.agent }},
		subject: matcher{neverNamed, func(g *giving) bool { return matches(g.grant.Subject) },
			func(c *identity.Caller, _ *ranked) string { return cmp.Or(c.UserName, what) }},
		sourceIdentity: matcher{neverNamed, func(g *giving) bool { return matches(g.grant.SourceIdentity) },
			func(c *identity.Caller, _ *ranked) string { return c.SourceIdentity }},
		onBehalfOf: matcher{neverNamed, neverGiven, func(c *identity.Caller, _ *ranked) string { return c.OnBehalfOf }},
	}
}
