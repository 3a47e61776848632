package gen

import (
	"fmt"
	"time"
)

// generator makes events one at a time. It belongs to one goroutine.
type generator struct {
	plan   *plan
	random *random // reseeded for every event
	second *random // for choices shared by several events, and for duplicates
	// requests are the kinds of management events.
	requests []request
	frequent weights // how frequent each kind is
	event    event
	number   int // of that event
	key      []byte
}

func newGenerator(plan *plan) *generator {
	return &generator{
		plan:     plan,
		random:   newRandom(),
		second:   newRandom(),
		requests: managementRequests(),
		frequent: managementWeights(),
	}
}

// isDuplicate reports whether the event with this number is delivered twice.
func (g *generator) isDuplicate(number int) bool {
	const whole = 1 << 30
	if g.plan.options.Duplicates == 0 {
		return false
	}
	g.second.reseed(g.plan.options.Seed, streamDuplicate, uint64(number))
	return g.second.intBelow(whole) < int(g.plan.options.Duplicates*whole)
}

// makeEvent makes the event with this number, which is in file. The next call
// overwrites it.
func (g *generator) makeEvent(file *logFile, number int) *event {
	r, e, p := g.random, &g.event, file.place
	g.number = number
	r.reseed(g.plan.options.Seed, streamEvent, uint64(number))
	e.clear()
	e.version = "1.09"
	e.time = eventTime(r, file.delivered)
	e.region, e.account = p.region, p.account
	e.eventType = "AwsApiCall"
	e.eventID = r.appendUUID(e.eventID)
	if r.chancePerMille(s3PerMille) {
		g.s3Event(p)
	} else {
		g.managementEvent(p)
	}
	return e
}

// eventTime returns a time some minutes before the delivery and, for one event
// in a hundred, up to three hours before it.
func eventTime(r *random, delivered time.Time) time.Time {
	seconds := r.intBetween(120, 720)
	if r.chancePerMille(10) {
		seconds += r.intBelow(10_000)
	}
	return delivered.Add(-time.Duration(seconds) * time.Second)
}

// caller makes requests.
type caller struct {
	place       *place
	application *application
	session     int
}

// chooseCaller chooses a caller of the place. Callers come in bursts: of several
// consecutive events, most have the same caller.
func (g *generator) chooseCaller(p *place) caller {
	const burst, inBurst = 40, 850
	r := g.random
	if r.chancePerMille(inBurst) {
		r = g.second
		r.reseed(g.plan.options.Seed, streamBurst, uint64(g.number/burst))
	}
	a := &p.applications[p.busy.choose(r)]
	return caller{p, a, a.busy.choose(r)}
}

func (c caller) name() string { return c.application.sessions[c.session].name }

// setCaller sets the caller's fields of the event.
func (g *generator) setCaller(c caller) {
	e, a := &g.event, c.application
	e.address = a.sessions[c.session].address
	e.agent = a.agent
	e.console = a.platform == person && a.agent == agentConsole
	switch a.platform {
	case service, delivery:
	case pod, task:
		e.tls = tls13
	default:
		e.tls = tls12
	}
	switch a.platform {
	case user:
		e.identity = c.appendUser(e.identity)
	case delivery:
		g.setService(a.agent)
		e.shared = g.random.appendUUID(e.shared)
	default:
		e.identity = g.appendAssumedRole(e.identity, c)
	}
}

// usesEndpoint reports whether the caller reaches S3 through the VPC's endpoint.
func (c caller) usesEndpoint() bool {
	switch c.application.platform {
	case instance, pod, task:
		return true
	}
	return false
}

// arn returns userIdentity.arn.
func (c caller) arn() string {
	if c.application.platform == user {
		return fmt.Sprintf("arn:aws:iam::%s:user/%s", c.place.account, c.name())
	}
	return sessionARN(c.place.account, c.application.role, c.name())
}

func (c caller) appendUser(b []byte) []byte {
	return fmt.Appendf(b, `{"type":"IAMUser","principalId":"%s","arn":"%s","accountId":"%s","accessKeyId":"AKIA%sEXAMPLE","userName":"%s"}`,
		c.application.principalID, c.arn(), c.place.account, c.application.principalID[4:13], c.name())
}

func (g *generator) appendAssumedRole(b []byte, c caller) []byte {
	a := c.application
	created, key := g.sessionKey(c)
	s := roleSession{
		account: c.place.account, path: a.path, role: a.role, principalID: a.principalID,
		name: c.name(), key: key, created: created,
		federation: c.federationData(), mfa: a.platform == person, instance: a.platform == instance,
	}
	if a.platform == service {
		s.invokedBy = a.agent
	}
	return s.appendIdentity(b)
}

// federationData returns webIdFederationData.
func (c caller) federationData() string {
	if c.application.platform != pod {
		return "{}"
	}
	return fmt.Sprintf(`{"federatedProvider":"arn:aws:iam::%s:oidc-provider/oidc.eks.%s.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE","attributes":{}}`,
		c.place.account, c.place.region)
}

// sessionKey returns the start of the caller's session and its access key. Both
// change every six hours.
func (g *generator) sessionKey(c caller) (created time.Time, key string) {
	const lifetime = 6 * time.Hour
	began := g.event.time.Truncate(lifetime)
	number := uint64(c.place.number)<<48 ^ uint64(c.application.number)<<40 ^ uint64(c.session)<<32 ^ uint64(began.Unix()/int64(lifetime/time.Second))
	g.second.reseed(g.plan.options.Seed, streamSession, number)
	created = began.Add(-time.Duration(g.second.intBelow(900)) * time.Second)
	return created, "ASIA" + string(g.second.appendLetters(nil, base32, 9)) + "EXAMPLE"
}
