package who

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/table"
)

// Answer is what a question found out.
type Answer struct {
	who      *Query
	ranks    map[string][]rank
	graph    identity.Graph
	sessions []*identity.Session
	unused   []*identity.Session
	taken    int64 // what keys were given to, by the bits of subjects
	cut      map[string]int64
	tree     identity.Tree
	begun    bool // sessions that were asked for, or begun by such
}

// rank is a row of a ranking.
type rank struct {
	value          string
	events, errors int64
	first, last    string
	groups         int64 // in the whole ranking
}

// row is a row as the SQL gives it.
type row struct {
	places map[string]int
	values []string
}

func (r *row) text(column string) string { return r.values[r.places[column]] }

// number is zero where there is none.
func (r *row) number(column string) int64 {
	n, _ := strconv.ParseInt(r.text(column), 10, 64)
	return n
}

// Read takes the rows of the SQL in. It may be called once.
func (w *Query) Read(answer *table.Table) (*Answer, error) {
	a := &Answer{who: w, ranks: make(map[string][]rank), cut: make(map[string]int64)}
	row := &row{places: make(map[string]int), values: make([]string, len(answer.Columns))}
	for i, column := range answer.Columns {
		row.places[column.Name] = i
	}
	a.graph.ByRole = w.options.What == ""
	for values, err := range answer.Rows {
		if err != nil {
			return nil, err
		}
		for i, value := range values {
			row.values[i] = string(value.AppendText(nil))
		}
		a.add(row)
	}
	a.resolve()
	return a, nil
}

func (a *Answer) add(row *row) {
	switch part := row.text("part"); part {
	case "grant":
		a.graph.Add(row.grant())
		a.keepCut(row, "grant")
	case "session":
		a.sessions = append(a.sessions, row.session())
		a.taken |= row.number("givenasked")
		a.keepCut(row, "session")
	case "unused":
		session := row.session()
		session.Type = "AssumedRole"
		if session.Grant.Event.Name == "CreateAccessKey" || session.Grant.Event.Name == "GetSessionToken" {
			session.Caller = identity.Caller{Type: "IAMUser", AccessKeyID: session.AccessKeyID, ARN: userOfGrant(session.Grant)}
		}
		a.unused = append(a.unused, session)
		a.taken |= row.number("asked")
	default:
		a.ranks[part] = append(a.ranks[part], rank{
			value: row.text("arn"), events: row.number("events"), errors: row.number("errors"),
			first: row.text("first"), last: row.text("last"), groups: row.number("sessions"),
		})
	}
}

// keepCut keeps how many rows of a part were left out.
func (a *Answer) keepCut(row *row, part string) {
	a.cut[part] = max(row.number("rows")-mostRows, 0)
}

// userOfGrant names the user that a key was made for.
func userOfGrant(g *identity.Grant) string {
	before, _, found := strings.Cut(g.Caller.ARN, ":user/")
	if g.SessionName == "" || !found {
		return g.Caller.ARN
	}
	return before + ":user/" + g.SessionName
}

// accountOfARN is the account that an ARN names.
func accountOfARN(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return ""
}

// session is a row's session.
func (r *row) session() *identity.Session {
	s := &identity.Session{
		Caller: identity.Caller{
			Type: r.text("type"), ARN: r.text("arn"), AccountID: cmp.Or(r.text("account"), accountOfARN(r.text("arn")), accountOfARN(r.text("issuer"))), PrincipalID: r.text("principal"),
			UserName: r.text("username"), AccessKeyID: r.text("key"), InvokedBy: r.text("invokedby"), OnBehalfOf: r.text("onbehalfof"),
			IssuerARN: r.text("issuer"), Created: r.text("created"), EC2RoleDelivery: r.text("delivery"),
			Provider: r.text("provider"), SourceIdentity: r.text("source"),
		},
		ManyKeys: r.text("manykeys") != "",
		Usage: identity.Usage{
			Sessions: r.number("sessions"), Events: r.number("events"), Errors: r.number("errors"),
			First: r.text("first"), Last: r.text("last"), Matched: r.text("asked") != "",
		},
	}
	if service := r.text("service"); service != "" && s.Usage.Events > 0 {
		s.Usage.Services = map[string]int64{service: s.Usage.Events}
	}
	if r.text("method") != "" {
		s.Grant, s.Evidence = r.grant(), identity.Evidence(r.text("evidence"))
	}
	return s
}

// grant is the event that gave the row's key.
func (r *row) grant() *identity.Grant {
	g := &identity.Grant{
		Event: identity.Event{Name: r.text("method"), ID: r.text("eventid"), Time: r.text("at"), File: r.text("path"), Record: r.number("record")},
		Key:   r.text("gift"),
		Caller: identity.Caller{
			Type: r.text("callertype"), ARN: r.text("callerarn"), AccountID: cmp.Or(r.text("calleraccount"), accountOfARN(r.text("callerarn"))), PrincipalID: r.text("callerprincipal"),
			UserName: r.text("callerusername"), AccessKeyID: r.text("callerkey"), InvokedBy: r.text("callerinvokedby"),
			OnBehalfOf: r.text("calleronbehalfof"), IssuerARN: r.text("callerissuer"), Created: r.text("callercreated"),
			EC2RoleDelivery: r.text("callerdelivery"), Provider: r.text("callerprovider"), SourceIdentity: r.text("callersource"),
		},
		SessionARN: r.text("givenarn"), RoleARN: r.text("givenrole"), SessionName: r.text("givenname"),
		Subject: r.text("subject"), Issuer: r.text("issuedby"), SourceIdentity: r.text("givensource"),
		Pod: podOf(r.text("tags")), Accounts: r.text("shared"), Twin: r.text("twin"),
		Disputed: r.text("disputed") != "", Matched: r.text("callerasked") != "" || r.text("givenasked") != "",
	}
	switch g.Event.Name {
	case "SwitchRole":
		g.From, g.SessionName = g.SessionName, ""
	case "GetRoleCredentials", "Federate":
		g.Account, g.SessionName = g.SessionName, ""
	}
	if strings.HasPrefix(g.Key, signInGift) {
		g.Key = ""
	}
	return g
}

// signInGift is what who.sql writes for the key of a sign-in, which it has not.
const signInGift = "sign-in "

// podOf tells a pod by the session tags of EKS Pod Identity, which are a JSON
// array of keys and values: see the Amazon EKS User Guide, "Grant Pods access to
// AWS resources based on tags".
func podOf(tags string) string {
	var list []struct{ Key, Value string }
	if tags == "" || json.Unmarshal([]byte(tags), &list) != nil {
		return ""
	}
	values := make(map[string]string)
	for _, tag := range list {
		values[tag.Key] = tag.Value
	}
	account := values["kubernetes-service-account"]
	if account == "" {
		return ""
	}
	pod := values["kubernetes-namespace"] + "/" + account
	if cluster := values["eks-cluster-name"]; cluster != "" {
		pod += " of " + cluster
	}
	return pod
}

// resolve makes the tree: of all sessions, or of those that were asked for and of
// those that they began.
func (a *Answer) resolve() {
	for _, s := range append(a.sessions, a.unused...) {
		chain := a.graph.Chain(s)
		if a.who.options.What != "" && !s.Usage.Matched && !begunByAsked(chain) {
			continue
		}
		a.begun = true
		a.tree.Add(chain, s.Usage)
	}
	a.sessions, a.unused = nil, nil
}

// begunByAsked reports whether an event of the chain was asked for.
func begunByAsked(chain []identity.Step) bool {
	for _, step := range chain {
		if step.Matched {
			return true
		}
	}
	return false
}
