package who

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/table"
)

// Answer is what a query found.
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

// row is a row of the SQL's answer.
type row struct {
	places map[string]int
	values []string
}

func (r *row) textOf(column string) string { return r.values[r.places[column]] }

// numberOf returns a number of the row, zero for NULL.
func (r *row) numberOf(column string) int64 {
	n, _ := strconv.ParseInt(r.textOf(column), 10, 64)
	return n
}

// Read reads the rows of the SQL's answer. It can be called once.
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
		a.addRow(row)
	}
	a.buildTree()
	return a, nil
}

func (a *Answer) addRow(row *row) {
	switch part := row.textOf("part"); part {
	case "grant":
		a.graph.Add(row.readGrant())
		a.noteCut(row, "grant")
	case "session":
		a.sessions = append(a.sessions, row.readSession())
		a.taken |= row.numberOf("givenasked")
		a.noteCut(row, "session")
	case "unused":
		session := row.readSession()
		session.Type = "AssumedRole"
		if session.Grant.Event.Name == "CreateAccessKey" || session.Grant.Event.Name == "GetSessionToken" {
			session.Caller = identity.Caller{Type: "IAMUser", AccessKeyID: session.AccessKeyID, ARN: userOfGrant(session.Grant)}
		}
		a.unused = append(a.unused, session)
		a.taken |= row.numberOf("asked")
	default:
		a.ranks[part] = append(a.ranks[part], rank{
			value: row.textOf("arn"), events: row.numberOf("events"), errors: row.numberOf("errors"),
			first: row.textOf("first"), last: row.textOf("last"), groups: row.numberOf("sessions"),
		})
	}
}

// noteCut records how many rows of a part were left out.
func (a *Answer) noteCut(row *row, part string) {
	a.cut[part] = max(row.numberOf("rows")-mostRows, 0)
}

// userOfGrant returns the ARN of the user that a key was made for.
func userOfGrant(g *identity.Grant) string {
	before, _, found := strings.Cut(g.Caller.ARN, ":user/")
	if g.SessionName == "" || !found {
		return g.Caller.ARN
	}
	return before + ":user/" + g.SessionName
}

// accountOfARN returns the account of an ARN.
func accountOfARN(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return ""
}

// readSession returns the session of the row.
func (r *row) readSession() *identity.Session {
	s := &identity.Session{
		Caller: identity.Caller{
			Type: r.textOf("type"), ARN: r.textOf("arn"), AccountID: cmp.Or(r.textOf("account"), accountOfARN(r.textOf("arn")), accountOfARN(r.textOf("issuer"))), PrincipalID: r.textOf("principal"),
			UserName: r.textOf("username"), AccessKeyID: r.textOf("key"), InvokedBy: r.textOf("invokedby"), OnBehalfOf: r.textOf("onbehalfof"),
			IssuerARN: r.textOf("issuer"), Created: r.textOf("created"), EC2RoleDelivery: r.textOf("delivery"),
			Provider: r.textOf("provider"), SourceIdentity: r.textOf("source"),
		},
		ManyKeys: r.textOf("manykeys") != "",
		Usage: identity.Usage{
			Sessions: r.numberOf("sessions"), Events: r.numberOf("events"), Errors: r.numberOf("errors"),
			First: r.textOf("first"), Last: r.textOf("last"), Matched: r.textOf("asked") != "",
		},
	}
	if service := r.textOf("service"); service != "" && s.Usage.Events > 0 {
		s.Usage.Services = map[string]int64{service: s.Usage.Events}
	}
	if r.textOf("method") != "" {
		s.Grant, s.Evidence = r.readGrant(), identity.Evidence(r.textOf("evidence"))
	}
	return s
}

// readGrant returns the event that issued the row's key.
func (r *row) readGrant() *identity.Grant {
	g := &identity.Grant{
		Event: identity.Event{Name: r.textOf("method"), ID: r.textOf("eventid"), Time: r.textOf("at"), File: r.textOf("path"), Record: r.numberOf("record")},
		Key:   r.textOf("gift"),
		Caller: identity.Caller{
			Type: r.textOf("callertype"), ARN: r.textOf("callerarn"), AccountID: cmp.Or(r.textOf("calleraccount"), accountOfARN(r.textOf("callerarn"))), PrincipalID: r.textOf("callerprincipal"),
			UserName: r.textOf("callerusername"), AccessKeyID: r.textOf("callerkey"), InvokedBy: r.textOf("callerinvokedby"),
			OnBehalfOf: r.textOf("calleronbehalfof"), IssuerARN: r.textOf("callerissuer"), Created: r.textOf("callercreated"),
			EC2RoleDelivery: r.textOf("callerdelivery"), Provider: r.textOf("callerprovider"), SourceIdentity: r.textOf("callersource"),
		},
		SessionARN: r.textOf("givenarn"), RoleARN: r.textOf("givenrole"), SessionName: r.textOf("givenname"),
		Subject: r.textOf("subject"), Issuer: r.textOf("issuedby"), SourceIdentity: r.textOf("givensource"),
		Pod: podName(r.textOf("tags")), Accounts: r.textOf("shared"), Twin: r.textOf("twin"),
		Disputed: r.textOf("disputed") != "", Matched: r.textOf("callerasked") != "" || r.textOf("givenasked") != "",
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

// signInGift is the beginning of what who.sql writes as the key of a sign-in, which
// has none.
const signInGift = "sign-in "

// podName returns the name of a pod by the session tags of EKS Pod Identity, a JSON
// array of keys and values. See "Grant Pods access to AWS resources based on tags"
// in the Amazon EKS User Guide.
func podName(tags string) string {
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

// buildTree builds the tree: of all sessions, or of those that were asked for and
// those that they started.
func (a *Answer) buildTree() {
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
