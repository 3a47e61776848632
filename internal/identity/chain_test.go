package identity_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/identity"
)

const (
	account = "111122223333"
	other   = "444455556666"
	longKey = "AKIAIOSFODNN7EXAMPLE"
	began   = "2023-11-01T10:02:00Z"
)

// role returns a caller with a session of a role.
func role(account, name, session, key string) identity.Caller {
	return identity.Caller{
		Type: "AssumedRole", AccountID: account, AccessKeyID: key, PrincipalID: "AROAIOSFODNN7EXAMPLE:" + session,
		ARN:       "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session,
		IssuerARN: "arn:aws:iam::" + account + ":role/" + name, Created: began,
	}
}

func alice() identity.Caller {
	return identity.Caller{Type: "IAMUser", AccountID: account, ARN: "arn:aws:iam::" + account + ":user/alice", UserName: "alice", AccessKeyID: longKey, PrincipalID: "AIDAIOSFODNN7EXAMPLE"}
}

// service returns a service that asks for keys for itself.
func service(name string) identity.Caller {
	return identity.Caller{Type: "AWSService", InvokedBy: name}
}

// grant returns an event that issued keys to a session.
func grant(event string, to identity.Caller, from identity.Caller) *identity.Grant {
	_, session, _ := strings.Cut(to.PrincipalID, ":")
	return &identity.Grant{
		Event: identity.Event{Name: event, ID: "id of " + to.AccessKeyID, Time: began, File: "a.json", Record: 1},
		Key:   to.AccessKeyID, Caller: new(from), SessionARN: to.ARN, RoleARN: to.IssuerARN, SessionName: session,
	}
}

// chain formats a chain as text.
func chain(steps []identity.Step) string {
	var lines []string
	for _, s := range steps {
		line := fmt.Sprintf("%s %s", s.Kind, s.Name)
		if s.How != "" {
			line += " by " + s.How
		}
		lines = append(lines, line+" ("+string(s.Evidence)+")")
	}
	return strings.Join(lines, "\n")
}

// with changes a value.
func with[T any](value T, change func(*T)) T {
	change(&value)
	return value
}

// Every kind of origin.
func TestOrigins(t *testing.T) {
	const key = "ASIAIOSFODNN7EXAMPLE"
	session := role(account, "app", "session", key)
	tests := []struct {
		name   string
		caller identity.Caller
		grants []*identity.Grant
		want   string
	}{
		{"root without keys", identity.Caller{Type: "Root", ARN: "arn:aws:iam::111122223333:root"}, nil,
			"root user arn:aws:iam::111122223333:root (record)"},
		{"long-term key", alice(), nil,
			"IAM user arn:aws:iam::111122223333:user/alice (record)\naccess key AKIAIOSFODNN7EXAMPLE (record)"},
		{"AssumeRole by a user", session, []*identity.Grant{grant("AssumeRole", session, alice())},
			"IAM user arn:aws:iam::111122223333:user/alice (record)\naccess key AKIAIOSFODNN7EXAMPLE (record)\n" +
				"role session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (key)"},
		{"GetSessionToken", with(alice(), func(c *identity.Caller) { c.AccessKeyID, c.Created = key, began }),
			[]*identity.Grant{grant("GetSessionToken", identity.Caller{AccessKeyID: key}, alice())},
			"IAM user arn:aws:iam::111122223333:user/alice (record)\naccess key AKIAIOSFODNN7EXAMPLE (record)\n" +
				"user session session begun 2023-11-01T10:02:00Z by GetSessionToken (key)"},
		{"GetFederationToken", identity.Caller{Type: "FederatedUser", AccessKeyID: key, ARN: "arn:aws:sts::111122223333:federated-user/bob"},
			[]*identity.Grant{grant("GetFederationToken", identity.Caller{AccessKeyID: key}, alice())},
			"IAM user arn:aws:iam::111122223333:user/alice (record)\naccess key AKIAIOSFODNN7EXAMPLE (record)\n" +
				"federated user arn:aws:sts::111122223333:federated-user/bob by GetFederationToken (key)"},
		{"federated user without its event", identity.Caller{Type: "FederatedUser", AccessKeyID: key, ARN: "arn:aws:sts::111122223333:federated-user/bob", IssuerARN: alice().ARN}, nil,
			"IAM user arn:aws:iam::111122223333:user/alice (record)\nfederated user arn:aws:sts::111122223333:federated-user/bob (missing)"},
		{"console", with(alice(), func(c *identity.Caller) { c.AccessKeyID, c.Created = key, began }),
			[]*identity.Grant{{Event: identity.Event{Name: "ConsoleLogin", ID: "1", Time: began}, Caller: new(with(alice(), func(c *identity.Caller) { c.AccessKeyID = "" }))}},
			"IAM user arn:aws:iam::111122223333:user/alice (record)\nuser session session begun 2023-11-01T10:02:00Z by ConsoleLogin (name)"},
		{"console a second later", with(alice(), func(c *identity.Caller) { c.AccessKeyID, c.Created = key, "2023-11-01T10:02:01Z" }),
			[]*identity.Grant{{Event: identity.Event{Name: "ConsoleLogin", ID: "1", Time: began}, Caller: new(alice())}},
			"IAM user arn:aws:iam::111122223333:user/alice (record)\nuser session session begun 2023-11-01T10:02:01Z (missing)"},
		{"a key that nobody can read", with(session, func(c *identity.Caller) { c.AccessKeyID = "ASIA****************" }),
			[]*identity.Grant{with(grant("AssumeRole", session, alice()), func(g **identity.Grant) { (*g).Key = "" })},
			"IAM user arn:aws:iam::111122223333:user/alice (record)\naccess key AKIAIOSFODNN7EXAMPLE (record)\n" +
				"role session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (name)"},
		{"role switched to in the console", session,
			[]*identity.Grant{{Event: identity.Event{Name: "SwitchRole", ID: "1", Time: began}, Caller: new(session), From: alice().ARN}},
			"IAM user arn:aws:iam::111122223333:user/alice (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by SwitchRole (name)"},
		{"forwarded by a service", with(alice(), func(c *identity.Caller) {
			c.AccessKeyID, c.Created, c.InvokedBy = key, began, "cloudformation.amazonaws.com"
		}), nil,
			"IAM user arn:aws:iam::111122223333:user/alice (record)\nthrough cloudformation.amazonaws.com (record)"},
		{"EC2", session, []*identity.Grant{with(grant("AssumeRole", session, service("ec2.amazonaws.com")), func(g **identity.Grant) { (*g).SessionName = "i-1234567890abcdef0" })},
			"EC2 instance i-1234567890abcdef0 (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (key)"},
		{"EC2 by its delivery alone", with(role(account, "app", "i-1234567890abcdef0", key), func(c *identity.Caller) { c.EC2RoleDelivery = "2.0" }), nil,
			"EC2 instance i-1234567890abcdef0 (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/i-1234567890abcdef0 (missing)"},
		{"EC2 by its name alone", role(account, "app", "i-1234567890abcdef0", key), nil,
			"EC2 instance i-1234567890abcdef0 (name)\nrole session arn:aws:sts::111122223333:assumed-role/app/i-1234567890abcdef0 (missing)"},
		{"Lambda", session, []*identity.Grant{grant("AssumeRole", session, service("lambda.amazonaws.com"))},
			"Lambda function session (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (key)"},
		{"ECS", session, []*identity.Grant{grant("AssumeRole", session, service("ecs-tasks.amazonaws.com"))},
			"ECS task session (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (key)"},
		{"ECS by its name alone", role(account, "app", "0123456789abcdef0123456789abcdef", key), nil,
			"ECS task 0123456789abcdef0123456789abcdef (name)\nrole session arn:aws:sts::111122223333:assumed-role/app/0123456789abcdef0123456789abcdef (missing)"},
		{"another service", session, []*identity.Grant{grant("AssumeRole", session, service("glue.amazonaws.com"))},
			"AWS service glue.amazonaws.com (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (key)"},
		{"EKS Pod Identity", session, []*identity.Grant{with(grant("AssumeRole", session, service("pods.eks.amazonaws.com")), func(g **identity.Grant) { (*g).Pod = "shop/cart of example" })},
			"EKS Pod Identity shop/cart of example (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (key)"},
		{"EKS service account", session, []*identity.Grant{with(grant("AssumeRoleWithWebIdentity", session, identity.Caller{Type: "WebIdentityUser"}), func(g **identity.Grant) {
			(*g).Subject, (*g).Issuer = "system:serviceaccount:shop:cart", "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
		})},
			"Kubernetes service account system:serviceaccount:shop:cart (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRoleWithWebIdentity (key)"},
		{"GitHub Actions", session, []*identity.Grant{with(grant("AssumeRoleWithWebIdentity", session, identity.Caller{Type: "WebIdentityUser", UserName: "repo:example/shop:ref:refs/heads/main"}), func(g **identity.Grant) {
			(*g).Issuer = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
		})},
			"GitHub Actions repo:example/shop:ref:refs/heads/main (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRoleWithWebIdentity (key)"},
		{"a subject like GitHub's of another issuer", session, []*identity.Grant{with(grant("AssumeRoleWithWebIdentity", session, identity.Caller{Type: "WebIdentityUser", UserName: "repo:example/shop"}), func(g **identity.Grant) {
			(*g).Issuer = "https://example.com"
		})},
			"web identity repo:example/shop (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRoleWithWebIdentity (key)"},
		{"web identity by its provider alone", with(session, func(c *identity.Caller) { c.Provider = "www.amazon.com" }), nil,
			"web identity some identity of www.amazon.com (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session (missing)"},
		{"Cognito", session, []*identity.Grant{with(grant("GetCredentialsForIdentity", session, identity.Caller{Type: "Unknown"}), func(g **identity.Grant) { (*g).Subject = "eu-west-1:EXAMPLE" })},
			"Cognito identity eu-west-1:EXAMPLE (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by GetCredentialsForIdentity (key)"},
		{"SAML", session, []*identity.Grant{grant("AssumeRoleWithSAML", session, identity.Caller{Type: "SAMLUser", UserName: "mary.major@example.com"})},
			"SAML user mary.major@example.com (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRoleWithSAML (key)"},
		{"SSO", session, []*identity.Grant{with(grant("AssumeRoleWithSAML", session, identity.Caller{Type: "SAMLUser", UserName: "mary.major@example.com"}), func(g **identity.Grant) {
			(*g).RoleARN = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Reader_0123456789abcdef"
		})},
			"SSO user mary.major@example.com (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRoleWithSAML (key)"},
		{"SSO by its role alone", sso(), nil,
			"SSO user mary.major@example.com (name)\nrole session " + sso().ARN + " (missing)"},
		{"SSO by the portal's event", sso(), []*identity.Grant{
			{Event: identity.Event{Name: "GetRoleCredentials", ID: "1", Time: "2023-11-01T10:01:58Z"}, Caller: new(identity.Caller{Type: "IdentityCenterUser", UserName: "Mary.Major@example.com"}), Account: account, RoleARN: "Reader"},
			{Event: identity.Event{Name: "GetRoleCredentials", ID: "2", Time: began}, Caller: new(identity.Caller{UserName: "john"}), Account: account, RoleARN: "Reader"},
			{Event: identity.Event{Name: "GetRoleCredentials", ID: "3", Time: began}, Caller: new(identity.Caller{UserName: "mary.major@example.com"}), Account: other, RoleARN: "Reader"},
		},
			"SSO user Mary.Major@example.com (name)\nrole session " + sso().ARN + " by GetRoleCredentials (name)"},
		{"Roles Anywhere", session, []*identity.Grant{with(grant("CreateSession", session, identity.Caller{Type: "Unknown"}), func(g **identity.Grant) {
			(*g).Subject = "arn:aws:rolesanywhere:eu-west-1:111122223333:subject/EXAMPLE"
		})},
			"certificate arn:aws:rolesanywhere:eu-west-1:111122223333:subject/EXAMPLE (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by CreateSession (key)"},
		{"service-linked role", with(role(account, "AWSServiceRoleForSupport", "AWS-Support", key), func(c *identity.Caller) {
			c.IssuerARN = "arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport"
		}), nil,
			"AWS service support.amazonaws.com (name)\nrole session arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForSupport/AWS-Support (missing)"},
		{"source identity", with(session, func(c *identity.Caller) { c.SourceIdentity = "alice" }), nil,
			"source identity alice (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session (missing)"},
		{"on behalf of a user", with(session, func(c *identity.Caller) { c.OnBehalfOf = "9067e4c8-EXAMPLE" }), nil,
			"SSO user 9067e4c8-EXAMPLE (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session (missing)"},
		{"nothing", session, nil,
			"unknown not in these logs (missing)\nrole session arn:aws:sts::111122223333:assumed-role/app/session (missing)"},
		{"another account's principal", session, []*identity.Grant{grant("AssumeRole", session, identity.Caller{Type: "AWSAccount", AccountID: other, PrincipalID: "AIDAIOSFODNN7EXAMPLE"})},
			"AWS account AIDAIOSFODNN7EXAMPLE of account 444455556666 (record)\nrole session arn:aws:sts::111122223333:assumed-role/app/session by AssumeRole (key)"},
		{"a service itself", service("delivery.logs.amazonaws.com"), nil, "AWS service delivery.logs.amazonaws.com (record)"},
		{"nobody", identity.Caller{Type: "AWSAccount", AccountID: "ANONYMOUS_PRINCIPAL"}, nil, "anonymous requests without a signature (record)"},
		{"a user of IAM Identity Center", identity.Caller{Type: "IdentityCenterUser", OnBehalfOf: "9067e4c8-EXAMPLE"}, nil, "SSO user 9067e4c8-EXAMPLE (record)"},
		{"a sign-in to IAM Identity Center", identity.Caller{Type: "Unknown", UserName: "mary.major", OnBehalfOf: "9067e4c8-EXAMPLE"}, nil, "SSO user mary.major (record)"},
		{"someone unknown", identity.Caller{Type: "Unknown", UserName: "mary.major"}, nil, "unknown mary.major (record)"},
		{"a record that says nothing", identity.Caller{}, nil, "unknown a caller about which the records say nothing (record)"},
	}
	for _, test := range tests {
		graph := new(identity.Graph)
		for _, g := range test.grants {
			graph.Add(g)
		}
		if got := chain(graph.Chain(&test.caller)); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

func sso() identity.Caller {
	return with(role(account, "AWSReservedSSO_Reader_0123456789abcdef", "mary.major@example.com", "ASIAIOSFODNN7EXAMPLE"), func(c *identity.Caller) {
		c.IssuerARN = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Reader_0123456789abcdef"
	})
}

// Roles assume roles in another account, and both accounts record the event.
func TestRoleChaining(t *testing.T) {
	first := role(account, "first", "a", "ASIA000000000EXAMPLE")
	second := role(other, "second", "b", "ASIA111111111EXAMPLE")
	graph := new(identity.Graph)
	graph.Add(grant("AssumeRole", second, identity.Caller{Type: "AWSAccount", AccountID: account, PrincipalID: first.PrincipalID}))
	graph.Add(with(grant("AssumeRole", second, first), func(g **identity.Grant) { (*g).Event.ID, (*g).Event.File = "the caller's", "b.json" }))
	graph.Add(grant("AssumeRole", first, alice()))
	steps := graph.Chain(&second)
	want := "IAM user arn:aws:iam::111122223333:user/alice (record)\naccess key AKIAIOSFODNN7EXAMPLE (record)\n" +
		"role session arn:aws:sts::111122223333:assumed-role/first/a by AssumeRole (key)\n" +
		"role session arn:aws:sts::444455556666:assumed-role/second/b by AssumeRole (key)"
	if got := chain(steps); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := steps[3].Event; got.ID != "the caller's" || got.File != "b.json" || got.Record != 1 {
		t.Errorf("it cites %+v", got)
	}
}

// A key whose events contradict each other leads nowhere.
func TestDisputed(t *testing.T) {
	session := role(account, "app", "session", "ASIAIOSFODNN7EXAMPLE")
	graph := new(identity.Graph)
	graph.Add(grant("AssumeRole", session, alice()))
	graph.Add(with(grant("AssumeRole", session, alice()), func(g **identity.Grant) {
		(*g).Event.ID, (*g).Caller.PrincipalID = "another", "AIDAANOTHEREXAMPLE"
	}))
	steps := graph.Chain(&session)
	if steps[0].Kind != identity.Unknown || steps[1].Evidence != identity.Missing || !strings.HasPrefix(steps[1].Note, "several events issued this key") {
		t.Errorf("%+v", steps)
	}
}

// The creator of a key is named in its note and does not become its user.
func TestMadeKey(t *testing.T) {
	made := with(alice(), func(c *identity.Caller) {
		c.AccessKeyID, c.ARN = "AKIA000000000EXAMPLE", "arn:aws:iam::111122223333:user/bob"
	})
	graph := new(identity.Graph)
	graph.Add(grant("CreateAccessKey", identity.Caller{AccessKeyID: made.AccessKeyID}, alice()))
	steps := graph.Chain(&made)
	if got := chain(steps); got != "IAM user arn:aws:iam::111122223333:user/bob (record)\naccess key AKIA000000000EXAMPLE (record)" {
		t.Error(got)
	}
	if want := "created by arn:aws:iam::111122223333:user/alice with key AKIAIOSFODNN7EXAMPLE at " + began; steps[1].Note != want || steps[1].Event.Name != "CreateAccessKey" {
		t.Errorf("%+v", steps[1])
	}
}

// Keys that issued each other, which is impossible, and endless chains still come
// to an end.
func TestCircle(t *testing.T) {
	first, second := role(account, "a", "a", "ASIA000000000EXAMPLE"), role(account, "b", "b", "ASIA111111111EXAMPLE")
	graph := new(identity.Graph)
	graph.Add(grant("AssumeRole", first, second))
	graph.Add(grant("AssumeRole", second, first))
	steps := graph.Chain(&first)
	if steps[0].Kind != identity.Unknown || steps[0].Evidence != identity.Missing || len(steps) != 3 {
		t.Errorf("%+v", steps)
	}
	for i := range 10_000 {
		from, to := role(account, "r", fmt.Sprint(i), fmt.Sprintf("ASIA%016d", i)), role(account, "r", fmt.Sprint(i+1), fmt.Sprintf("ASIA%016d", i+1))
		graph.Add(grant("AssumeRole", to, from))
	}
	end := role(account, "r", "10000", fmt.Sprintf("ASIA%016d", 10_000))
	if steps := graph.Chain(&end); len(steps) > 200 {
		t.Errorf("%d steps", len(steps))
	}
	nameless := with(first, func(c *identity.Caller) { c.AccessKeyID = "" })
	graph.Add(&identity.Grant{Event: identity.Event{Name: "AssumeRole", ID: "x", Time: began}, Key: "ASIA222222222EXAMPLE", Caller: new(nameless), SessionARN: "arn:aws:sts::1:assumed-role/c/c"})
	if steps := graph.Chain(&nameless); len(steps) > 200 {
		t.Errorf("%d steps", len(steps))
	}
}

// scramble makes events that issue few keys to few sessions, so that they meet and
// contradict each other.
func scramble(r *rand.Rand) []*identity.Grant {
	var grants []*identity.Grant
	for i := range 30 {
		to, from := r.IntN(8), r.IntN(8)
		session := role(account, "role", fmt.Sprint(to), fmt.Sprintf("ASIA00000000%dEXAMPLE", to))
		caller := role(account, "role", fmt.Sprint(from), fmt.Sprintf("ASIA00000000%dEXAMPLE", from))
		switch r.IntN(4) {
		case 0:
			caller = alice()
		case 1:
			caller.ARN, caller.Type = "", "AWSAccount"
		}
		g := grant([]string{"AssumeRole", "GetSessionToken", "ConsoleLogin"}[r.IntN(3)], session, caller)
		g.Event.ID, g.Event.Time = fmt.Sprint("id", i/2), fmt.Sprintf("2023-11-01T10:%02d:00Z", r.IntN(3))
		g.Matched = r.IntN(2) == 0
		if g.Event.Name == "ConsoleLogin" {
			g.Key = ""
		}
		grants = append(grants, g)
	}
	return grants
}

// The order of events and sessions changes nothing.
func TestOrderDoesNotMatter(t *testing.T) {
	draw := func(grants []*identity.Grant, sessions []int) string {
		graph, tree := new(identity.Graph), new(identity.Tree)
		for _, g := range grants {
			graph.Add(g)
		}
		for _, i := range sessions {
			caller := role(account, "role", fmt.Sprint(i), fmt.Sprintf("ASIA00000000%dEXAMPLE", i))
			tree.Add(graph.Chain(&caller), identity.Usage{Sessions: 1, Events: int64(i % 3), First: fmt.Sprint(i), Services: map[string]int64{"s3": 1}})
		}
		var text strings.Builder
		for place, node := range tree.All(3) {
			fmt.Fprintf(&text, "%v %+v %+v %v\n", place, node.Step, node.Usage, node.Matched)
		}
		return text.String()
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		grants := scramble(r)
		sessions := []int{0, 1, 2, 3, 4, 5, 6, 7}
		want := draw(grants, sessions)
		r.Shuffle(len(grants), func(i, j int) { grants[i], grants[j] = grants[j], grants[i] })
		r.Shuffle(len(sessions), func(i, j int) { sessions[i], sessions[j] = sessions[j], sessions[i] })
		if diff := cmp.Diff(want, draw(grants, sessions)); diff != "" {
			t.Fatal(diff)
		}
	}
}
