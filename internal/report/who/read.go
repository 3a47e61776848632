package who

import (
	"cmp"
	"encoding/json"
	"fmt"
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

// addCalls adds other calls of the same session.
func (c *callGroup) addCalls(other *callGroup) {
	c.events, c.errors, c.writes = c.events+other.events, c.errors+other.errors, c.writes+other.writes
	c.first, c.last = leastText(c.first, other.first), max(c.last, other.last)
	c.addresses = [2]string{leastText(c.addresses[0], other.addresses[0]), max(c.addresses[1], other.addresses[1])}
}

// leastText returns the least of two texts that is not empty.
func leastText(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return min(a, b)
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
	callers map[identity.Caller]*identity.Caller // by what all records of a session have
	gift    gift
	buffer  []byte
}

func newRow(columns []table.Column) *row {
	r := &row{places: make(map[string]int), texts: make(map[string]string), callers: make(map[identity.Caller]*identity.Caller), gift: make(gift)}
	for i, column := range columns {
		r.places[column.Name] = i
	}
	return r
}

// textOf returns a text of the row, empty for NULL.
func (r *row) textOf(column string) string {
	place, found := r.places[column]
	if !found {
		return ""
	}
	r.buffer = r.values[place].AppendText(r.buffer[:0])
	return r.shareText(r.buffer)
}

// shareText returns the text. Equal texts share their memory.
func (r *row) shareText(content []byte) string {
	if len(content) == 0 {
		return ""
	}
	text, found := r.texts[string(content)]
	if !found {
		text = string(content)
		r.texts[text] = text
	}
	return text
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

// readCalls returns the calls of the row. Given is what they gave, if anything.
func (r *row) readCalls(given *giving) callGroup {
	return callGroup{
		asked:   r.numberOf("asked"),
		caller:  r.readCaller(given != nil),
		service: r.textOf("service"),
		events:  r.numberOf("events"), errors: r.numberOf("errors"), writes: r.numberOf("writes"),
		first: r.textOf("first"), last: r.textOf("last"),
		addresses: [2]string{r.textOf("leastaddress"), r.textOf("greatestaddress")},
	}
}

// readCaller returns the caller of the row, in memory that all rows of the session share.
// Some records of a session leave out what others say of it. A caller that has an ARN has its
// principal id only where it gave something.
func (r *row) readCaller(gave bool) *identity.Caller {
	c := identity.Caller{
		Type: r.textOf("type"), ARN: r.textOf("arn"), AccountID: r.textOf("account"), UserName: r.textOf("username"),
		AccessKeyID: r.textOf("key"), InvokedBy: r.textOf("invokedby"), OnBehalfOf: r.textOf("onbehalfof"),
	}
	if c.ARN == "" || gave {
		c.PrincipalID = r.textOf("principal")
	}
	shared := r.callers[c]
	if shared == nil {
		shared = new(c)
		r.callers[c] = shared
	}
	shared.IssuerARN, shared.Created = max(shared.IssuerARN, r.textOf("issuer")), max(shared.Created, r.textOf("created"))
	shared.EC2RoleDelivery, shared.Provider = max(shared.EC2RoleDelivery, r.textOf("delivery")), max(shared.Provider, r.textOf("provider"))
	shared.SourceIdentity = max(shared.SourceIdentity, r.textOf("source"))
	return shared
}

// completeCallers adds to callers what follows from all that their records say.
func (r *row) completeCallers() {
	for _, c := range r.callers {
		c.IssuerARN = cmp.Or(c.IssuerARN, identity.RoleOfSession(c.ARN))
		c.AccountID = cmp.Or(c.AccountID, accountOfARN(c.ARN), accountOfARN(c.IssuerARN))
	}
}

// giftFields are the names of the texts in the column gift, in their order.
func giftFields() []string {
	return []string{
		"method", "eventid", "time", "path", "record", "recipient", "sharedid", "given", "givenarn", "givenid", "givenrole", "givenname",
		"givenbucket", "subject", "issuedby", "givensource", "tags", "launched",
	}
}

// gift is what an event that gave something says of that: texts by their names.
type gift map[string]string

// readGift returns what the event of the row gave, or nil if it is of calls that gave nothing.
func (r *row) readGift() (gift, error) {
	r.buffer = r.values[r.places["gift"]].AppendText(r.buffer[:0])
	if len(r.buffer) == 0 {
		return nil, nil
	}
	var texts []string
	if err := json.Unmarshal(r.buffer, &texts); err != nil {
		return nil, fmt.Errorf("what an event gave: %w", err)
	}
	fields := giftFields()
	if len(texts) != len(fields) {
		return nil, fmt.Errorf("what an event gave has %d texts: want %d", len(texts), len(fields))
	}
	clear(r.gift)
	for i, name := range fields {
		r.gift[name] = texts[i]
	}
	return r.gift, nil
}

// readGiving returns the event that issued a key, began a session or launched something.
// Without its caller.
func (r *row) readGiving(of gift) *giving {
	share := func(name string) string { return r.shareText([]byte(of[name])) }
	number, _ := strconv.ParseInt(of["record"], 10, 64)
	g := &giving{
		grant: identity.Grant{
			Event: identity.Event{Name: share("method"), ID: of["eventid"], Time: share("time"), File: share("path"), Record: number},
			Key:   of["given"], SessionARN: share("givenarn"), RoleARN: share("givenrole"), SessionName: share("givenname"),
			Subject: share("subject"), Issuer: share("issuedby"), SourceIdentity: share("givensource"),
			Pod: podName(of["tags"]), Recipient: share("recipient"),
		},
		id: share("givenid"), sharedID: of["sharedid"], launched: of["launched"],
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
		g.grant.Bucket = share("givenbucket")
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
