package gen

import (
	"fmt"
	"time"
)

// newSession returns a session with a key of its own.
func (i *incident) newSession(account, role, principalID, name string, at time.Time) roleSession {
	return roleSession{
		account: account, path: "/", role: role, principalID: principalID, name: name,
		key: "ASIA" + string(i.random.appendLetters(nil, base32, 9)) + "EXAMPLE", created: at, federation: "{}",
	}
}

func (i *incident) principalID(prefix string) string {
	return prefix + string(i.random.appendLetters(nil, base32, 10)) + "EXAMPLE"
}

// newGrant returns the event with which a session begins.
func (i *incident) newGrant(account string, s *roleSession, lifetime time.Duration) *event {
	e := i.newEvent(s.created, account, "sts.amazonaws.com", "AssumeRole")
	e.readOnly, e.version = true, "1.08"
	e.setGrant(i.random, s, lifetime)
	return e
}

// plantService plants the event of a service that assumes a role to run something.
func (i *incident) plantService(service string, s *roleSession) {
	e := i.newGrant(s.account, s, 6*time.Hour)
	e.identity = fmt.Appendf(nil, `{"type":"AWSService","invokedBy":"%s"}`, service)
	e.address, e.agent, e.tls = service, service, ""
	e.shared = i.random.appendUUID(nil)
	i.plantEvent(e)
}

// apiTask is a run of the data API.
type apiTask struct {
	id        string
	from, to  time.Time
	agent     string
	addresses func(r *random) string
}

// plantDataAPI plants the two runs of the data API, and the deployment that started
// the second.
func (i *incident) plantDataAPI() {
	api := &dataAPI{incident: i, taskRole: i.principalID("AROA"), exporterRole: i.principalID("AROA")}
	begins, deploys := i.start.Add(incidentBegins), i.start.Add(incidentDeploys)
	inside := privateAddress(i.random)
	before := apiTask{string(i.random.appendHex(nil, 16)), i.start, begins, agentGo, func(*random) string { return inside }}
	after := apiTask{string(i.random.appendHex(nil, 16)), begins.Add(-40 * time.Second), i.end, agentBoto, outsideAddress}
	api.plantTask(&before, func(s *roleSession, end time.Time) {
		exporter := reader{addresses: before.addresses, agent: before.agent, sessions: 1, endpoint: true, key: exportKey, perHour: 6, kilobytes: [2]int{500, 20_000}}
		i.plantReads(&exporter, s, inside, end)
	})
	i.plantDeployment(deploys, &before, &after)
	api.plantTask(&after, func(s *roleSession, end time.Time) { api.plantMasters(&after, s, end) })
}

// dataAPI plants the sessions of tasks.
type dataAPI struct {
	*incident
	taskRole, exporterRole string // their principal ids
}

// plantTask plants the sessions of a task's role, six hours each, and during them
// the sessions of the role in the archive's account.
func (api *dataAPI) plantTask(t *apiTask, use func(s *roleSession, end time.Time)) {
	for at := t.from; at.Before(t.to); at = at.Add(6 * time.Hour) {
		s := api.newSession(apiAccount, "data-api-task", api.taskRole, t.id, at)
		api.plantService("ecs-tasks.amazonaws.com", &s)
		end := earlierTime(at.Add(6*time.Hour), t.to)
		for hour := at.Add(20 * time.Second); hour.Before(end); hour = hour.Add(time.Hour) {
			api.plantSecrets(t, &s, hour, earlierTime(hour.Add(time.Hour), end))
			exporter := api.newSession(archiveAccount, "data-api-exporter", api.exporterRole, "data-api", hour)
			api.plantChain(t, &s, &exporter)
			use(&exporter, earlierTime(hour.Add(time.Hour), end))
		}
	}
}

func earlierTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// plantChain plants the assumption of one account's role by the session of another
// account: an event in each, under one sharedEventID.
func (api *dataAPI) plantChain(t *apiTask, from, to *roleSession) {
	here := api.newGrant(apiAccount, to, time.Hour)
	here.identity = from.appendIdentity(nil)
	here.address, here.agent = t.addresses(api.random), trimBrackets(t.agent)
	here.shared = api.random.appendUUID(nil)
	there := *here
	there.account, there.eventID = archiveAccount, api.random.appendUUID(nil)
	there.identity = fmt.Appendf(nil, `{"type":"AWSAccount","principalId":"%s:%s","accountId":"%s"}`, from.principalID, from.name, from.account)
	api.plantEvent(here)
	api.plantEvent(&there)
}

// plantSecrets plants a task's other calls, in its own account.
func (api *dataAPI) plantSecrets(t *apiTask, s *roleSession, from, to time.Time) {
	for at := from.Add(7 * time.Minute); at.Before(to); at = at.Add(12 * time.Minute) {
		e := api.newEvent(at, apiAccount, "secretsmanager.amazonaws.com", "GetSecretValue")
		e.identity, e.readOnly, e.version = s.appendIdentity(nil), true, "1.08"
		e.address, e.agent = t.addresses(api.random), trimBrackets(t.agent)
		e.parameters = fmt.Appendf(nil, `{"secretId":"data-api/signing-key"}`)
		api.plantEvent(e)
	}
}

// mastersPerHour is how many calls the task makes from outside.
const mastersPerHour = 120

// plantMasters plants the calls that raise the bill. At first the task tries a
// prefix that it is not allowed to read.
func (api *dataAPI) plantMasters(t *apiTask, s *roleSession, end time.Time) {
	step := time.Hour / mastersPerHour
	for at := s.created.Add(step); at.Before(end); at = at.Add(step) {
		e := api.newRead(s, at, t.addresses(api.random), t.agent)
		key := masterKey(nil, api.random)
		if at.Before(t.from.Add(4*time.Minute)) && api.random.intBelow(2) == 0 {
			e.errorCode, e.errorMessage = "AccessDenied", "Access Denied"
			key = fmt.Appendf(nil, "restricted/%06d/master/0001.tif", api.random.intBelow(4_000))
		}
		api.plantRead(e, key, api.random.intBetween(300_000, 1_600_000)*1000)
	}
}
