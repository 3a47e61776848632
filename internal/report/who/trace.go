package who

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/table"
)

// Answer is what a query found.
type Answer struct {
	who      *Query
	calls    []callGroup
	quiet    map[quietCalls]int // calls that nobody asked for, by their numbers
	givings  []*giving
	unranked map[int]*ranked // calls that are ranked when their callers are complete, by their numbers
	names    identity.Names
	graph    identity.Graph
	rankings map[string]*tally
	taken    int64 // what keys were given to, by the bits of subjects
	tree     identity.Tree
	begun    bool // sessions that were asked for, or begun by such
	warnings []string
}

// quietCalls are calls that nobody asked for: of them only the session's figures count.
type quietCalls struct {
	caller  *identity.Caller
	service string
}

// Read reads the rows of the SQL's answer. It can be called once.
func (w *Query) Read(answer *table.Table) (*Answer, error) {
	a := &Answer{who: w, rankings: make(map[string]*tally), unranked: make(map[int]*ranked), quiet: make(map[quietCalls]int)}
	a.graph.ByRole = w.options.What == ""
	row := newRow(answer.Columns)
	for values, err := range answer.Rows {
		if err != nil {
			return nil, err
		}
		row.values = values
		if err := a.addRow(row); err != nil {
			return nil, err
		}
	}
	a.completeCallers(row)
	a.addGivings()
	a.buildTree()
	return a, nil
}

// addRow adds the calls of a row, and what they gave.
func (a *Answer) addRow(row *row) error {
	gift, err := row.readGift()
	if err != nil {
		return err
	}
	var giving *giving
	if gift != nil {
		giving = row.readGiving(gift)
	}
	caller, known := row.findCaller(giving != nil)
	calls := row.readCalls(caller)
	if !known {
		learner := *caller
		learner.PrincipalID, learner.IssuerARN = row.textOf("principal"), row.textOf("issuer")
		a.names.Learn(&learner)
	}
	number := a.addCalls(&calls, row)
	if giving != nil {
		giving.call, giving.grant.Caller = number, calls.caller
		a.givings = append(a.givings, giving)
		a.names.Learn(&identity.Caller{Type: "AssumedRole", PrincipalID: giving.id, ARN: giving.grant.SessionARN, IssuerARN: giving.grant.RoleARN})
	}
	return nil
}

// addCalls adds calls, and returns their number. Those that nobody asked for are added to
// others of the session.
func (a *Answer) addCalls(calls *callGroup, row *row) int {
	number := len(a.calls)
	switch {
	case calls.asked >= unnamedBit, calls.asked > 0 && row.textOf("issuer") == "" && identity.RoleOfSession(calls.caller.ARN) != "":
		a.unranked[number] = row.readRanked()
	case calls.asked > 0:
		a.rank(calls, row.readRanked())
	default:
		key := quietCalls{calls.caller, calls.service}
		if known, found := a.quiet[key]; found {
			a.calls[known].addCalls(calls)
			return known
		}
		a.quiet[key] = number
	}
	a.calls = append(a.calls, *calls)
	return number
}

// completeCallers completes callers by what other records say about them, and decides
// whether the calls of those were asked for.
func (a *Answer) completeCallers(row *row) {
	row.completeCallers()
	for _, caller := range row.callers {
		a.names.Complete(caller)
	}
	row.texts, row.callers, row.known, a.quiet = nil, nil, nil, nil
	for _, number := range slices.Sorted(maps.Keys(a.unranked)) {
		calls := &a.calls[number]
		if calls.asked >= unnamedBit {
			calls.asked -= unnamedBit
			for _, s := range a.who.subjects {
				if s.named(calls.caller) {
					calls.asked |= s.Bit
				}
			}
		}
		if calls.asked > 0 {
			a.rank(calls, a.unranked[number])
		}
	}
	a.unranked = nil
}

// keyForm is the form of access key ids, which redacted ones do not have.
var keyForm = regexp.MustCompile(`^[A-Z0-9]{16,128}$`)

// addGivings adds the events that gave something to the graph, with what their twins
// in the logs of other accounts say.
func (a *Answer) addGivings() {
	twins := a.findTwins()
	for _, g := range a.givings {
		if twin := twins[g.sharedID]; twin != nil {
			g.grant.Key = cmp.Or(g.grant.Key, twin.grant.Key)
			g.grant.SessionARN = cmp.Or(g.grant.SessionARN, twin.grant.SessionARN)
			g.id = cmp.Or(g.id, twin.id)
		}
		a.addGiving(g)
	}
}

// findTwins returns, by sharedEventID, the event of each call that says which key it
// issued, if its account alone does.
func (a *Answer) findTwins() map[string]*giving {
	twins := make(map[string]*giving)
	for _, g := range a.givings {
		if g.sharedID == "" || g.grant.Key == "" {
			continue
		}
		if other, found := twins[g.sharedID]; found && (other == nil || other.grant.Key != g.grant.Key) {
			twins[g.sharedID] = nil
			continue
		}
		twins[g.sharedID] = g
	}
	return twins
}

// addGiving adds an event that gave something to the graph.
func (a *Answer) addGiving(g *giving) {
	if g.launched != "" {
		a.addLaunches(g)
	}
	signIn := slices.Contains(identity.SignIns(), g.grant.Event.Name)
	if g.grant.Key == "" && !signIn {
		return
	}
	redacted := !keyForm.MatchString(g.grant.Key)
	if !redacted {
		for _, s := range a.who.subjects {
			if s.given(g) {
				a.taken |= s.Bit
				g.asked |= s.Bit
			}
		}
	} else {
		g.grant.Key = ""
	}
	g.grant.Matched = g.asked > 0 || a.calls[g.call].asked > 0
	a.graph.Add(&g.grant)
}

// addLaunches adds what the event launched.
func (a *Answer) addLaunches(g *giving) {
	caller := &a.calls[g.call]
	for thing := range strings.SplitSeq(g.launched, ",") {
		launch := g.grant
		launch.Key, launch.Launched, launch.Matched = "", thing, caller.asked > 0
		if strings.HasPrefix(launch.Event.Name, "CreateFunction") {
			launch.Launched = cmp.Or(launch.Recipient, caller.caller.AccountID) + "/" + thing
		}
		a.graph.Add(&launch)
	}
}

// buildTree builds the tree: of all sessions, or of those that were asked for and
// those that they started.
func (a *Answer) buildTree() {
	slices.SortFunc(a.calls, func(x, y callGroup) int { return compareSessions(&x, &y) })
	used := make(map[string]bool)
	for rest := a.calls; len(rest) > 0; {
		end := 1
		for end < len(rest) && compareSessions(&rest[0], &rest[end]) == 0 {
			end++
		}
		a.addSession(rest[:end])
		if a.who.options.What != "" {
			used[rest[0].caller.AccessKeyID] = true
		}
		rest = rest[end:]
	}
	a.addUnused(used)
	a.calls, a.givings = nil, nil
}

// addSession adds a session, whose calls say of it what they have in common.
func (a *Answer) addSession(calls []callGroup) {
	caller := *calls[0].caller
	for i := range calls[1:] {
		other := calls[i+1].caller
		caller.IssuerARN, caller.Created = max(caller.IssuerARN, other.IssuerARN), max(caller.Created, other.Created)
		caller.EC2RoleDelivery, caller.Provider = max(caller.EC2RoleDelivery, other.EC2RoleDelivery), max(caller.Provider, other.Provider)
		caller.SourceIdentity = max(caller.SourceIdentity, other.SourceIdentity)
	}
	chain := a.graph.Chain(&caller)
	if a.addChains(chain, calls) {
		a.watchNetworks(chain, calls)
	}
}

// addChains adds calls to the tree, and reports whether it did.
func (a *Answer) addChains(chain []identity.Step, calls []callGroup) bool {
	added := false
	for i := range calls {
		usage := identity.Usage{
			Events: calls[i].events, Errors: calls[i].errors, First: calls[i].first, Last: calls[i].last, Matched: calls[i].asked > 0,
			Services: map[string]int64{calls[i].service: calls[i].events},
		}
		if i == 0 {
			usage.Sessions = 1
		}
		added = a.addChain(chain, usage) || added
	}
	return added
}

// addChain adds calls to the tree if they were asked for, or begun by what was. It
// reports whether it did.
func (a *Answer) addChain(chain []identity.Step, usage identity.Usage) bool {
	if a.who.options.What != "" && !usage.Matched && !begunByAsked(chain) {
		return false
	}
	a.begun = true
	a.tree.Add(chain, usage)
	return true
}

// addUnused adds keys that were asked for, or given by what was asked for, and that
// nobody used.
func (a *Answer) addUnused(used map[string]bool) {
	if a.who.options.What == "" {
		return
	}
	slices.SortFunc(a.givings, compareGivings) // of several events that gave one key, the first counts
	for _, g := range a.givings {
		if !g.grant.Matched || g.grant.Key == "" || used[g.grant.Key] {
			continue
		}
		used[g.grant.Key] = true
		caller := identity.Caller{
			Type: "AssumedRole", AccessKeyID: g.grant.Key, ARN: g.grant.SessionARN, PrincipalID: g.id, IssuerARN: g.grant.RoleARN,
			Created: g.grant.Event.Time, SourceIdentity: g.grant.SourceIdentity,
		}
		caller.AccountID = cmp.Or(accountOfARN(caller.ARN), accountOfARN(caller.IssuerARN))
		if g.grant.Event.Name == "CreateAccessKey" || g.grant.Event.Name == "GetSessionToken" {
			caller = identity.Caller{Type: "IAMUser", AccessKeyID: g.grant.Key, ARN: userOfGrant(&g.grant)}
		}
		a.addChain(a.graph.Chain(&caller), identity.Usage{Sessions: 1, Matched: g.asked > 0})
	}
}

// compareGivings orders events by their times and places.
func compareGivings(a, b *giving) int {
	x, y := &a.grant.Event, &b.grant.Event
	return cmp.Or(strings.Compare(x.Time, y.Time), strings.Compare(x.ID, y.ID), strings.Compare(x.File, y.File), cmp.Compare(x.Record, y.Record))
}

// compareSessions orders calls so that those of one session are side by side.
func compareSessions(a, b *callGroup) int {
	return cmp.Or(
		strings.Compare(a.caller.AccessKeyID, b.caller.AccessKeyID), strings.Compare(a.caller.ARN, b.caller.ARN),
		strings.Compare(a.caller.Type, b.caller.Type), strings.Compare(a.caller.InvokedBy, b.caller.InvokedBy),
		strings.Compare(principalOf(a), principalOf(b)), strings.Compare(a.caller.AccountID, b.caller.AccountID),
		strings.Compare(a.caller.UserName, b.caller.UserName), strings.Compare(a.caller.OnBehalfOf, b.caller.OnBehalfOf),
		cmp.Compare(a.asked, b.asked),
	)
}

// principalOf returns the principal id of a caller that has no ARN.
func principalOf(c *callGroup) string {
	if c.caller.ARN != "" {
		return ""
	}
	return c.caller.PrincipalID
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
