package gen

import (
	"fmt"
	"time"
)

const deployer = "paulo-santos"

// plantDeployment plants the events of a user who assumes the deployment role,
// starts the data API outside AWS and stops the old one.
func (i *incident) plantDeployment(at time.Time, before, after *apiTask) {
	s := i.newSession(apiAccount, "deployment", i.principalID("AROA"), deployer, at)
	s.mfa, s.sourceIdentity = true, deployer
	e := i.newGrant(apiAccount, &s, time.Hour)
	e.identity = fmt.Appendf(nil, `{"type":"IAMUser","principalId":"%s","arn":"arn:aws:iam::%s:user/%s","accountId":"%s","accessKeyId":"AKIAI44QH8DHBEXAMPLE","userName":"%s"}`,
		i.principalID("AIDA"), apiAccount, deployer, apiAccount, deployer)
	i.plantByDeployer(e)
	for _, step := range []struct {
		after            time.Duration
		source, name     string
		readOnly         bool
		request, respond string
	}{
		{2 * time.Minute, "ecs.amazonaws.com", "DescribeClusters", true, `{"clusters":["data-api"]}`, ""},
		{5 * time.Minute, "ecs.amazonaws.com", "RegisterTaskDefinition", false,
			fmt.Sprintf(`{"family":"data-api","requiresCompatibilities":["EXTERNAL"],"taskRoleArn":"%s"}`, roleARN(apiAccount, "/", "data-api-task")), ""},
		{12 * time.Minute, "ecs.amazonaws.com", "RunTask", false,
			`{"cluster":"data-api","count":1,"launchType":"EXTERNAL","taskDefinition":"data-api:42"}`, runTaskAnswer(after.id)},
		{13 * time.Minute, "ecs.amazonaws.com", "StopTask", false,
			fmt.Sprintf(`{"cluster":"data-api","reason":"moved to the data centre","task":"%s"}`, before.id), ""},
	} {
		e := i.newEvent(at.Add(step.after), apiAccount, step.source, step.name)
		e.identity, e.readOnly, e.version = s.appendIdentity(nil), step.readOnly, "1.08"
		e.parameters, e.response = []byte(step.request), []byte(step.respond)
		i.plantByDeployer(e)
	}
}

// runTaskAnswer returns the answer to RunTask.
func runTaskAnswer(id string) string {
	return fmt.Sprintf(`{"tasks":[{"taskArn":"arn:aws:ecs:%s:%s:task/data-api/%s","lastStatus":"PENDING","launchType":"EXTERNAL"}],"failures":[]}`,
		incidentRegion, apiAccount, id)
}

func (i *incident) plantByDeployer(e *event) {
	e.address, e.agent = "198.51.100.23", trimBrackets(agentCLI)
	i.plantEvent(e)
}
