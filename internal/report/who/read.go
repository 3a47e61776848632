package who

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/table"
)

// callGroup is a row of the SQL's answer: calls that are alike.
type callGroup struct {
	asked                  int64            // the bits of the subjects that called
	caller                 *identity.Caller // shared by alike ones
	service                string
	events, errors, writes int64
	first, last            string
	addresses              [2]string // the least and the greatest of a session's own calls
}

// giving is an event that issued a key, began a session or launched something.
type giving struct {
	grant    identity.Grant
	call     int   // the number of the calls of its caller
	asked    int64 // the bits of the subjects that it gave a key to
	id       string
	sharedID string
	launched string // by commas
}

// row is a row of the SQL's answer.
type row struct {
	places  map[string]int
	values  []table.Value
	texts   map[string]string                    // that occur in many rows
	callers map[identity.Caller]*identity.Caller // too
	buffer  []byte
}

func newRow(columns []table.Column) *row {
	r := &row{places: make(map[string]int), texts: make(map[string]string), callers: make(map[identity.Caller]*identity.Caller)}
	for i, column := range columns {
		r.places[column.Name] = i
	}
	return r
}

// textOf returns a text of the row, empty for NULL. Equal texts share their memory.
func (r *row) textOf(column string) string {
	place, found := r.places[column]
	if !found {
		return ""
	}
	r.buffer = r.values[place].AppendText(r.buffer[:0])
	if len(r.buffer) == 0 {
		return ""
	}
	text, found := r.texts[string(r.buffer)]
	if !found {
		text = string(r.buffer)
		r.texts[text] = text
	}
	return text
}

// uniqueOf returns a text of the row that hardly any other row has.
func (r *row) uniqueOf(column string) string {
	r.buffer = r.values[r.places[column]].AppendText(r.buffer[:0])
	return string(r.buffer)
}

// numberOf returns a number of the row, zero for NULL.
func (r *row) numberOf(column string) int64 {
	place, found := r.places[column]
	if !found {
		return 0
	}
	r.buffer = r.values[place].AppendText(r.buffer[:0])
	n, _ := strconv.ParseInt(string(r.buffer), 10, 64)
	return n
}

// readCalls returns the calls of the row.
func (r *row) readCalls() callGroup {
	arn := r.textOf("arn")
	issuer := cmp.Or(r.textOf("issuer"), identity.RoleOfSession(arn))
	return callGroup{
		asked: r.numberOf("asked"),
		caller: r.shareCaller(identity.Caller{
			Type: r.textOf("type"), ARN: arn, AccountID: r.accountOf(arn, issuer), PrincipalID: r.textOf("principal"),
			UserName: r.textOf("username"), AccessKeyID: r.textOf("key"), InvokedBy: r.textOf("invokedby"), OnBehalfOf: r.textOf("onbehalfof"),
			IssuerARN: issuer, Created: r.textOf("created"), EC2RoleDelivery: r.textOf("delivery"),
			Provider: r.textOf("provider"), SourceIdentity: r.textOf("source"),
		}),
		service: r.textOf("service"),
		events:  r.numberOf("events"), errors: r.numberOf("errors"), writes: r.numberOf("writes"),
		first: r.uniqueOf("first"), last: r.uniqueOf("last"),
		addresses: [2]string{r.textOf("leastaddress"), r.textOf("greatestaddress")},
	}
}

// shareCaller returns the caller, in the memory of an equal one.
func (r *row) shareCaller(c identity.Caller) *identity.Caller {
	shared := r.callers[c]
	if shared == nil {
		shared = &c
		r.callers[c] = shared
	}
	return shared
}

// accountOf returns the account of the row's caller.
func (r *row) accountOf(arn, issuer string) string {
	return cmp.Or(r.textOf("account"), accountOfARN(arn), accountOfARN(issuer))
}

// readGiving returns the event of the row that issued a key, began a session or
// launched something. Without its caller.
func (r *row) readGiving() *giving {
	g := &giving{
		grant: identity.Grant{
			Event: identity.Event{Name: r.textOf("method"), ID: r.uniqueOf("eventid"), Time: r.uniqueOf("first"), File: r.textOf("path"), Record: r.numberOf("record")},
			Key:   r.uniqueOf("given"), SessionARN: r.textOf("givenarn"), RoleARN: r.textOf("givenrole"), SessionName: r.textOf("givenname"),
			Subject: r.textOf("subject"), Issuer: r.textOf("issuedby"), SourceIdentity: r.textOf("givensource"),
			Pod: podName(r.uniqueOf("tags")), Recipient: r.textOf("recipient"),
		},
		id: r.textOf("givenid"), sharedID: r.uniqueOf("sharedid"), launched: r.uniqueOf("launched"),
	}
	switch g.grant.Event.Name {
	case "SwitchRole":
		g.grant.From, g.grant.SessionName = g.grant.SessionName, ""
	case "GetRoleCredentials", "Federate":
		g.grant.Account, g.grant.SessionName = g.grant.SessionName, ""
	case "CreateSession":
		if strings.HasPrefix(g.grant.Subject, "arn:") { // of IAM Roles Anywhere
			break
		}
		g.grant.Bucket = r.textOf("givenbucket")
	}
	return g
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
