package gen

import (
	"fmt"
	"time"
)

// session begins a session under a key of its own.
func (i *incident) session(account, role, principalID, name string, at time.Time) roleSession {
	return roleSession{
		account: account, path: "/", role: role, principalID: principalID, name: name,
		key: "ASIA" + string(i.random.letters(nil, base32, 9)) + "EXAMPLE", created: at, federation: "{}",
	}
}

func (i *incident) principalID(prefix string) string {
	return prefix + string(i.random.letters(nil, base32, 10)) + "EXAMPLE"
}

// grant begins the event in which a session begins.
func (i *incident) grant(account string, s *roleSession, lifetime time.Duration) *event {
	e := i.event(s.created, account, "sts.amazonaws.com", "AssumeRole")
	e.readOnly, e.version = true, "1.08"
	e.grant(i.random, s, lifetime)
	return e
}

// plantService plants that a service assumes a role to run something.
func (i *incident) plantService(service string, s *roleSession) {
	e := i.grant(s.account, s, 6*time.Hour)
	e.identity = fmt.Appendf(nil, `{"type":"AWSService","invokedBy":"%s"}`, service)
	e.address, e.agent, e.tls = service, service, ""
	e.shared = i.random.uuid(nil)
	i.plant(e)
}

// apiTask is a run of the data API.
type apiTask struct {
	id        string
	from, to  time.Time
	agent     string
	addresses func(r *random) string
}

// plantDataAPI plants the two runs of the data API and how the second came to
// be.
func (i *incident) plantDataAPI() {
	api := &dataAPI{incident: i, taskRole: i.principalID("AROA"), exporterRole: i.principalID("AROA")}
	begins, deploys := i.start.Add(incidentBegins), i.start.Add(incidentDeploys)
	inside := privateAddress(i.random)
	before := apiTask{string(i.random.hex(nil, 16)), i.start, begins, agentGo, func(*random) string { return inside }}
	after := apiTask{string(i.random.hex(nil, 16)), begins.Add(-40 * time.Second), i.end, agentBoto, outsideAddress}
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

// plantTask plants the sessions of a task's role, six hours each, and in them
// those of the role in the archive's account.
func (api *dataAPI) plantTask(t *apiTask, use func(s *roleSession, end time.Time)) {
	for at := t.from; at.Before(t.to); at = at.Add(6 * time.Hour) {
		s := api.session(apiAccount, "data-api-task", api.taskRole, t.id, at)
		api.plantService("ecs-tasks.amazonaws.com", &s)
		end := earlier(at.Add(6*time.Hour), t.to)
		for hour := at.Add(20 * time.Second); hour.Before(end); hour = hour.Add(time.Hour) {
			api.plantSecrets(t, &s, hour, earlier(hour.Add(time.Hour), end))
			exporter := api.session(archiveAccount, "data-api-exporter", api.exporterRole, "data-api", hour)
			api.plantChain(t, &s, &exporter)
			use(&exporter, earlier(hour.Add(time.Hour), end))
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// plantChain plants that the session of one account assumes the role in the
// other: an event in either, under one sharedEventID.
func (api *dataAPI) plantChain(t *apiTask, from, to *roleSession) {
	here := api.grant(apiAccount, to, time.Hour)
	here.identity = from.append(nil)
	here.address, here.agent = t.addresses(api.random), trimBrackets(t.agent)
	here.shared = api.random.uuid(nil)
	there := *here
	there.account, there.eventID = archiveAccount, api.random.uuid(nil)
	there.identity = fmt.Appendf(nil, `{"type":"AWSAccount","principalId":"%s:%s","accountId":"%s"}`, from.principalID, from.name, from.account)
	api.plant(here)
	api.plant(&there)
}

// plantSecrets plants what else a task does, in its own account.
func (api *dataAPI) plantSecrets(t *apiTask, s *roleSession, from, to time.Time) {
	for at := from.Add(7 * time.Minute); at.Before(to); at = at.Add(12 * time.Minute) {
		e := api.event(at, apiAccount, "secretsmanager.amazonaws.com", "GetSecretValue")
		e.identity, e.readOnly, e.version = s.append(nil), true, "1.08"
		e.address, e.agent = t.addresses(api.random), trimBrackets(t.agent)
		e.parameters = fmt.Appendf(nil, `{"secretId":"data-api/signing-key"}`)
		api.plant(e)
	}
}

// mastersPerHour is how many calls the task makes from outside.
const mastersPerHour = 120

// plantMasters plants what runs up the bill. At first the task tries a prefix
// that it may not read.
func (api *dataAPI) plantMasters(t *apiTask, s *roleSession, end time.Time) {
	step := time.Hour / mastersPerHour
	for at := s.created.Add(step); at.Before(end); at = at.Add(step) {
		e := api.read(s, at, t.addresses(api.random), t.agent)
		key := masterKey(nil, api.random)
		if at.Before(t.from.Add(4*time.Minute)) && api.random.below(2) == 0 {
			e.errorCode, e.errorMessage = "AccessDenied", "Access Denied"
			key = fmt.Appendf(nil, "restricted/%06d/master/0001.tif", api.random.below(4_000))
		}
		api.finishRead(e, key, api.random.between(300_000, 1_600_000)*1000)
	}
}
