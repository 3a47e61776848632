package lifetime

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Call is a call that worked, as its record tells.
type Call struct {
	Rule            *Rule
	Time            time.Time
	Account, Region string
	// IDs are the names of the resources.
	IDs []string
	// Type, Size, Variant and Group are what the rule's places have, "" for nothing.
	Type, Size, Variant, Group string
	// Caller called. Through is the service that called for it, or "".
	Caller, Through string
	// Label is the caller's own, such as the number of a group in a report.
	Label int
}

// State is what a resource is at the end of the logs.
type State string

// The states.
const (
	Running  State = "running"
	Stopped  State = "stopped"
	Deleted  State = "deleted"
	Replaced State = "replaced" // another with its name was started, so it must have ended
)

// Life is what the logs tell of a resource that was started in them.
type Life struct {
	Kind, ID, Account, Region string
	Started                   time.Time
	// StartedBy called, for what Through names. Behind is who last changed the group
	// that made a service start it, "" if the logs do not tell.
	StartedBy, Through, Behind string
	State                      State
	// Ended is when it was deleted or stopped; zero while it runs. EndedBy did it.
	Ended   time.Time
	EndedBy string
	// Variant has more that prices depend on.
	Variant string
	// Spans are the times in which it ran, in order.
	Spans []Span
	Label int
	group string
}

// Span is a time in which a resource ran as one type.
type Span struct {
	From, To time.Time
	Type     string
	Size     string
}

// Hours returns how many hours the span has.
func (s *Span) Hours() float64 { return s.To.Sub(s.From).Hours() }

// Type returns the last type of the resource.
func (l *Life) Type() string { return l.Spans[len(l.Spans)-1].Type }

// Hours returns how many hours the resource ran.
func (l *Life) Hours() float64 {
	sum := 0.0
	for i := range l.Spans {
		sum += l.Spans[i].Hours()
	}
	return sum
}

// longestStop is how long RDS leaves a stopped database alone, before it starts it.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StopDBInstance.html
const longestStop = 7 * 24 * time.Hour

// Account is what a ledger has found out.
type Account struct {
	// Lives are those that began in the logs, the first first.
	Lives []*Life
	// Unknown counts resources by kind that were ended, stopped or changed, but not
	// started in the logs.
	Unknown map[string]int
	// Nameless counts calls whose records do not name what they started, by [Rule.Key].
	Nameless map[string]int
}

// resource tells resources apart. Names are of an account and region.
type resource struct{ kind, id, account, region string }

// Ledger makes lives of calls.
type Ledger struct{ calls []Call }

// NewLedger returns a ledger without calls.
func NewLedger() *Ledger { return &Ledger{} }

// Add adds a call.
func (l *Ledger) Add(call Call) { l.calls = append(l.calls, call) }

// settling is the state of settling: what lives at a moment.
type settling struct {
	account Account
	alive   map[resource]*Life
	unknown map[resource]bool
	scalers map[resource]string
}

// Settle returns what the calls tell until the end of the logs, which each account has
// its own of.
func (l *Ledger) Settle(ends map[string]time.Time) *Account {
	s := &settling{account: Account{Unknown: make(map[string]int), Nameless: make(map[string]int)},
		alive: make(map[resource]*Life), unknown: make(map[resource]bool), scalers: make(map[resource]string)}
	slices.SortStableFunc(l.calls, func(a, b Call) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(rankRole(a.Rule.Role), rankRole(b.Rule.Role)), cmp.Compare(a.Rule.Key(), b.Rule.Key()), slices.Compare(a.IDs, b.IDs))
	})
	for i := range l.calls {
		s.applyCall(&l.calls[i])
	}
	for key := range s.unknown {
		s.account.Unknown[key.kind]++
	}
	for _, life := range s.account.Lives {
		life.restartDatabase(ends[life.Account])
		life.closeSpan(ends[life.Account])
	}
	return &s.account
}

// rankRole orders calls of one second: what is started can be stopped, resumed and ended.
func rankRole(role Role) int {
	return slices.Index([]Role{Scale, Start, Change, Stop, StopMembers, Resume, ResumeMembers, End}, role)
}

// applyCall applies a call to all resources that it is about.
func (s *settling) applyCall(call *Call) {
	if len(call.IDs) == 0 {
		if call.Rule.Role == Start {
			s.account.Nameless[call.Rule.Key()]++
		}
		return
	}
	for _, id := range call.IDs {
		key := resource{call.Rule.Kind, id, call.Account, call.Region}
		switch call.Rule.Role {
		case Scale:
			if call.Through == "" {
				s.scalers[key] = call.Caller
			}
		case Start:
			s.beginLife(key, call)
		case StopMembers, ResumeMembers:
			for _, life := range s.members(key) {
				life.applyCall(call)
			}
		default:
			s.continueLife(key, call)
		}
	}
}

// members returns the living members of a group, in order.
func (s *settling) members(group resource) []*Life {
	var members []*Life
	for _, life := range s.account.Lives {
		if life.group == group.id && life.Kind == group.kind && life.Account == group.account && life.Region == group.region && life.isAlive() {
			members = append(members, life)
		}
	}
	return members
}

// beginLife begins a life. A record can come twice.
func (s *settling) beginLife(key resource, call *Call) {
	if last := s.alive[key]; last != nil {
		if last.Started.Equal(call.Time) {
			return
		}
		last.finish(call.Time, Replaced, "")
	}
	life := &Life{
		Kind: key.kind, ID: key.id, Account: key.account, Region: key.region, Started: call.Time, StartedBy: call.Caller, Through: call.Through,
		State: Running, Variant: call.Variant, Spans: []Span{{From: call.Time, Type: call.Type, Size: call.Size}}, Label: call.Label, group: call.Group,
	}
	if call.Group != "" {
		life.Behind = s.scalers[resource{"group", call.Group, call.Account, call.Region}]
	}
	s.alive[key] = life
	s.account.Lives = append(s.account.Lives, life)
}

// continueLife applies a call to a resource, if its start is in the logs.
func (s *settling) continueLife(key resource, call *Call) {
	life := s.alive[key]
	if life == nil {
		if call.Rule.Role != Change {
			s.unknown[key] = true
		}
		return
	}
	life.applyCall(call)
	if !life.isAlive() {
		delete(s.alive, key)
	}
}

// isAlive reports whether the resource is there.
func (l *Life) isAlive() bool { return l.State == Running || l.State == Stopped }

// applyCall applies a call to a life.
func (l *Life) applyCall(call *Call) {
	l.restartDatabase(call.Time)
	switch call.Rule.Role {
	case Stop, StopMembers:
		if l.State == Running {
			l.finish(call.Time, Stopped, call.Caller)
		}
	case Resume, ResumeMembers:
		l.resume(call.Time)
	case Change:
		l.change(call)
	case End:
		at := call.Time
		if l.State == Stopped {
			at = l.Ended
		}
		l.closeSpan(at)
		l.State, l.Ended, l.EndedBy = Deleted, call.Time, call.Caller
	}
}

// restartDatabase starts a database that was stopped for longer than RDS allows.
func (l *Life) restartDatabase(now time.Time) {
	if again := l.Ended.Add(longestStop); l.Kind == "database" && l.State == Stopped && again.Before(now) {
		l.resume(again)
	}
}

// resume starts a resource that was stopped.
func (l *Life) resume(at time.Time) {
	if l.State != Stopped {
		return
	}
	last := l.Spans[len(l.Spans)-1]
	l.Spans = append(l.Spans, Span{From: at, Type: last.Type, Size: last.Size})
	l.State, l.Ended, l.EndedBy = Running, time.Time{}, ""
}

// change makes the resource another type or size from then on. One that is stopped has
// it when it starts.
func (l *Life) change(call *Call) {
	last := &l.Spans[len(l.Spans)-1]
	next := Span{From: call.Time, Type: cmp.Or(call.Type, last.Type), Size: cmp.Or(call.Size, last.Size)}
	switch {
	case next.Type == last.Type && next.Size == last.Size:
	case l.State == Stopped:
		next.From, next.To = l.Ended, l.Ended
		l.Spans = append(l.Spans, next)
	default:
		last.To = call.Time
		l.Spans = append(l.Spans, next)
	}
}

// finish ends the time in which the resource runs.
func (l *Life) finish(at time.Time, state State, by string) {
	if l.State == Running {
		l.closeSpan(at)
	}
	l.State, l.Ended, l.EndedBy = state, at, by
}

// closeSpan ends the last span, unless it has ended.
func (l *Life) closeSpan(at time.Time) {
	if last := &l.Spans[len(l.Spans)-1]; last.To.IsZero() {
		last.To = at
		if at.Before(last.From) {
			last.To = last.From
		}
	}
}

// SplitIDs returns the names in a list with commas, each once.
func SplitIDs(text string) []string {
	ids := slices.DeleteFunc(strings.Split(text, ","), func(id string) bool { return id == "" })
	slices.Sort(ids)
	return slices.Compact(ids)
}
