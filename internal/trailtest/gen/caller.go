package gen

import (
	"fmt"
	"time"
)

// generator makes events one at a time. It belongs to one goroutine.
type generator struct {
	plan   *plan
	random *random // restarted for every event
	second *random // for what events have in common, and for duplicates
	// requests are the kinds of management events.
	requests []request
	frequent weights // how frequent those are
	made     event
	number   int // of that event
	key      []byte
}

func newGenerator(plan *plan) *generator {
	return &generator{
		plan:     plan,
		random:   newRandom(),
		second:   newRandom(),
		requests: requests(),
		frequent: managementWeights(),
	}
}

// twice reports whether the event with this number is delivered twice.
func (g *generator) twice(number int) bool {
	const whole = 1 << 30
	if g.plan.options.Duplicates == 0 {
		return false
	}
	g.second.reseed(g.plan.options.Seed, streamDuplicate, uint64(number))
	return g.second.below(whole) < int(g.plan.options.Duplicates*whole)
}

// event makes the event with this number, which lies in file. The result is
// overwritten by the next call.
func (g *generator) event(file *logFile, number int) *event {
	r, e, p := g.random, &g.made, file.place
	g.number = number
	r.reseed(g.plan.options.Seed, streamEvent, uint64(number))
	e.reset()
	e.version = "1.09"
	e.time = eventTime(r, file.delivered)
	e.region, e.account = p.region, p.account
	e.eventType = "AwsApiCall"
	e.eventID = r.uuid(e.eventID)
	if r.perMille(s3PerMille) {
		g.s3Event(p)
	} else {
		g.managementEvent(p)
	}
	return e
}

// eventTime returns a time some minutes before the delivery and, for one event
// in a hundred, up to three hours before it.
func eventTime(r *random, delivered time.Time) time.Time {
	seconds := r.between(120, 720)
	if r.perMille(10) {
		seconds += r.below(10_000)
	}
	return delivered.Add(-time.Duration(seconds) * time.Second)
}

// caller is who makes a request.
type caller struct {
	place       *place
	application *application
	session     int
}

// someone chooses a caller of the place. Callers come in bursts: most of some
// events in a row have the same one.
func (g *generator) someone(p *place) caller {
	const burst, inBurst = 40, 850
	r := g.random
	if r.perMille(inBurst) {
		r = g.second
		r.reseed(g.plan.options.Seed, streamBurst, uint64(g.number/burst))
	}
	a := &p.applications[p.busy.choose(r)]
	return caller{p, a, a.busy.choose(r)}
}

func (c caller) name() string { return c.application.sessions[c.session].name }

// call fills in the caller's fields of the event.
func (g *generator) call(c caller) {
	e, a := &g.made, c.application
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
		g.service(a.agent)
		e.shared = g.random.uuid(e.shared)
	default:
		e.identity = g.appendAssumedRole(e.identity, c)
	}
}

// viaEndpoint reports whether the caller reaches S3 through the VPC's endpoint.
func (c caller) viaEndpoint() bool {
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
	created, key := g.credentials(c)
	s := roleSession{
		account: c.place.account, path: a.path, role: a.role, principalID: a.principalID,
		name: c.name(), key: key, created: created,
		federation: c.federation(), mfa: a.platform == person, instance: a.platform == instance,
	}
	if a.platform == service {
		s.invokedBy = a.agent
	}
	return s.append(b)
}

// federation is webIdFederationData.
func (c caller) federation() string {
	if c.application.platform != pod {
		return "{}"
	}
	return fmt.Sprintf(`{"federatedProvider":"arn:aws:iam::%s:oidc-provider/oidc.eks.%s.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE","attributes":{}}`,
		c.place.account, c.place.region)
}

// credentials returns when the caller's session began and its access key. Both
// change every six hours.
func (g *generator) credentials(c caller) (created time.Time, key string) {
	const lifetime = 6 * time.Hour
	began := g.made.time.Truncate(lifetime)
	number := uint64(c.place.number)<<48 ^ uint64(c.application.number)<<40 ^ uint64(c.session)<<32 ^ uint64(began.Unix()/int64(lifetime/time.Second))
	g.second.reseed(g.plan.options.Seed, streamSession, number)
	created = began.Add(-time.Duration(g.second.below(900)) * time.Second)
	return created, "ASIA" + string(g.second.letters(nil, base32, 9)) + "EXAMPLE"
}
