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
	known   map[knownCaller]*identity.Caller     // of callers
	gift    []string
	buffer  []byte
}

// knownCaller is the number of an identity, and whether the caller gave something.
type knownCaller struct {
	identity int64
	gave     bool
}

func newRow(columns []table.Column) *row {
	r := &row{places: make(map[string]int), texts: make(map[string]string), callers: make(map[identity.Caller]*identity.Caller), known: make(map[knownCaller]*identity.Caller)}
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

// shareString returns the text, as shareText does.
func (r *row) shareString(text string) string {
	if text == "" {
		return ""
	}
	if known, found := r.texts[text]; found {
		return known
	}
	r.texts[text] = text
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

// readCalls returns the calls of the row by a caller.
func (r *row) readCalls(caller *identity.Caller) callGroup {
	return callGroup{
		asked:   r.numberOf("asked"),
		caller:  caller,
		service: r.textOf("service"),
		events:  r.numberOf("events"), errors: r.numberOf("errors"), writes: r.numberOf("writes"),
		first: r.textOf("first"), last: r.textOf("last"),
		addresses: [2]string{r.textOf("leastaddress"), r.textOf("greatestaddress")},
	}
}

// findCaller returns the caller of the row, and whether a row before had all of its texts: where
// the engine has numbered them.
func (r *row) findCaller(gave bool) (caller *identity.Caller, known bool) {
	place, numbered := r.places["identity"]
	if !numbered || r.values[place].Kind() == table.KindNull {
		return r.readCaller(gave), false
	}
	number := knownCaller{r.numberOf("identity"), gave}
	if caller, known = r.known[number]; !known {
		caller = r.readCaller(gave)
		r.known[number] = caller
	}
	return caller, known
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

// The texts in the column gift, in their order.
const (
	giftMethod = iota
	giftEventID
	giftTime
	giftPath
	giftRecord
	giftRecipient
	giftSharedID
	giftKey
	giftARN
	giftID
	giftRole
	giftName
	giftBucket
	giftSubject
	giftIssuedBy
	giftSource
	giftTags
	giftLaunched

	giftTexts // how many there are
)

// readGift returns what the event of the row gave, or nil if it is of calls that gave nothing. It
// is good until the next row.
func (r *row) readGift() ([]string, error) {
	r.buffer = r.values[r.places["gift"]].AppendText(r.buffer[:0])
	if len(r.buffer) == 0 {
		return nil, nil
	}
	clear(r.gift) // NULL leaves a text as it is
	if err := json.Unmarshal(r.buffer, &r.gift); err != nil {
		return nil, fmt.Errorf("what an event gave: %w", err)
	}
	if len(r.gift) != giftTexts {
		return nil, fmt.Errorf("what an event gave has %d texts: want %d", len(r.gift), giftTexts)
	}
	return r.gift, nil
}

// readGiving returns the event that issued a key, began a session or launched something.
// Without its caller.
func (r *row) readGiving(of []string) *giving {
	share := func(place int) string { return r.shareString(of[place]) }
	number, _ := strconv.ParseInt(of[giftRecord], 10, 64)
	g := &giving{
		grant: identity.Grant{
			Event: identity.Event{Name: share(giftMethod), ID: of[giftEventID], Time: share(giftTime), File: share(giftPath), Record: number},
			Key:   of[giftKey], SessionARN: share(giftARN), RoleARN: share(giftRole), SessionName: share(giftName),
			Subject: share(giftSubject), Issuer: share(giftIssuedBy), SourceIdentity: share(giftSource),
			Pod: podName(of[giftTags]), Recipient: share(giftRecipient),
		},
		id: share(giftID), sharedID: of[giftSharedID], launched: of[giftLaunched],
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
		g.grant.Bucket = share(giftBucket)
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
