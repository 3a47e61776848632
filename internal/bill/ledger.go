package bill

import (
	"cmp"
	"slices"
	"time"
)

// Use is what calls of one group moved on one meter in one hour.
type Use struct {
	Hour            time.Time
	Account, Region string // the account that pays, and the region of the service
	Meter           Meter
	To              string // the region that data went to, for RegionBytes
	// Operation is the eventName, and Resource the bucket, or the ARN of the key.
	Operation, Resource string
	// Units is the number of requests, events or bytes.
	Units float64
}

// span is how long the period of a line is.
type span uint8

const (
	hourly span = iota
	daily
	monthly
)

// begin returns the beginning of the period that has a moment.
func (s span) begin(t time.Time) int64 {
	switch s {
	case monthly:
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).Unix()
	case daily:
		return t.Truncate(24 * time.Hour).Unix()
	}
	return t.Truncate(time.Hour).Unix()
}

// spanOf returns how long the period of a line is.
func spanOf(line *Line) span {
	switch length := line.To.Sub(line.From); {
	case length > 24*time.Hour:
		return monthly
	case length > time.Hour:
		return daily
	}
	return hourly
}

// shape says what the keys of some pools have.
type shape struct {
	span                      span
	hasOperation, hasResource bool
}

// key is what the lines of a pool have in common.
type key struct {
	begin               int64
	account, region, to string
	meter               Meter
	operation, resource string
	shape               shape
}

// pool is lines that the logs cannot tell apart, such as those of two storage classes,
// and the calls that moved their meter.
type pool struct {
	quantity, amount, units float64
	lines                   []part
	shares                  []share
}

// part is the part of a sum that a pool has.
type part struct {
	sum              *Sum
	quantity, amount float64
}

// share is what one group moved.
type share struct {
	group int32
	units float64
}

// Reason says why the logs do not explain a line, or not all of it.
type Reason string

// The reasons. Explained is for a line without a rest.
const (
	Explained    Reason = ""
	NoCalls      Reason = "not from calls"                       // storage, keys, instances
	NotUsage     Reason = "tax, credit, fee"                     // by the line's kind
	OtherService Reason = "not a service that trailq shares out" // EC2, …
	OtherTime    Reason = "outside the time of the logs"
	NoEvents     Reason = "no such calls in the logs"
	NoBucket     Reason = "no calls on it in the logs: has it data events?"
	MoreThanLogs Reason = "more than the logs have"
)

// Sum is the lines of one usage type, operation and resource, of all periods.
type Sum struct {
	Service, UsageType, Operation, Resource, Kind string
	Meter                                         Meter
	// Quantity is what AWS counted: requests, events or GB. InLogs is what the logs have
	// of it, in the same unit.
	Quantity, InLogs float64
	// Amount was charged. Explained is the part that was shared among calls.
	Amount, Explained float64
	Reason            Reason
	outside           float64 // of Amount, outside the time of the logs
}

// Rest returns the amount that no call explains.
func (s *Sum) Rest() float64 { return s.Amount - s.Explained }

// isOther reports whether no call could explain the sum, whatever the logs have.
func (s *Sum) isOther() bool { return s.Reason == OtherService || s.Reason == NotUsage }

// sumKey is what the lines of a sum have in common.
type sumKey struct{ service, usageType, operation, resource, kind string }

// Ledger shares the lines of a bill among groups of calls. Add all lines first.
type Ledger struct {
	names     *Names
	pools     map[key]*pool
	shapes    map[Meter][]shape
	sums      map[sumKey]*Sum
	resources map[string]bool // that calls were on
	first     time.Time       // hour of a call
	last      time.Time
}

// NewLedger returns a ledger without lines.
func NewLedger(names *Names) *Ledger {
	return &Ledger{
		names: names, pools: make(map[key]*pool), shapes: make(map[Meter][]shape),
		sums: make(map[sumKey]*Sum), resources: make(map[string]bool),
	}
}

// AddLine adds a line. Lines without an amount are counted and not shared.
func (l *Ledger) AddLine(line *Line) {
	usage := l.names.Usage(line)
	if !line.IsUsage() {
		usage.Meter = NoMeter
	}
	k := sumKey{line.Service, cmp.Or(line.UsageType, line.Description), line.Operation, line.Resource, line.Kind}
	sum := l.sums[k]
	if sum == nil {
		sum = &Sum{
			Service: k.service, UsageType: k.usageType, Operation: k.operation, Resource: k.resource, Kind: k.kind,
			Meter: usage.Meter, Reason: reasonOf(line, usage),
		}
		l.sums[k] = sum
	}
	sum.Quantity += line.Quantity
	sum.Amount += line.Amount
	if usage.Meter == NoMeter || line.Amount == 0 {
		return
	}
	form := shape{span: spanOf(line), hasResource: line.Resource != "" && usage.Meter != DataEvents,
		hasOperation: hasName(line.Operation) && usage.Meter.HasOperation()}
	p := key{begin: form.span.begin(line.From), account: line.Account, region: usage.Region, to: usage.To, meter: usage.Meter, shape: form}
	if form.hasOperation {
		p.operation = line.Operation
	}
	if form.hasResource {
		p.resource = line.Resource
	}
	found := l.pools[p]
	if found == nil {
		found = &pool{}
		l.pools[p] = found
		l.addShape(usage.Meter, form)
	}
	found.quantity += line.Quantity
	found.amount += line.Amount
	found.lines = append(found.lines, part{sum, line.Quantity, line.Amount})
}

// hasName reports whether an operation is one. AWS writes None and Unknown for none.
func hasName(operation string) bool {
	return operation != "" && operation != "None" && operation != "Unknown"
}

// reasonOf returns why no call can explain a line, or [NoEvents] until one does.
func reasonOf(line *Line, usage Usage) Reason {
	switch {
	case !line.IsUsage():
		return NotUsage
	case !IsShared(line.Service):
		return OtherService
	case usage.Meter == NoMeter:
		return NoCalls
	}
	return NoEvents
}

// IsShared reports whether lines of a service are shared among calls.
func IsShared(service string) bool { return slices.Contains(SharedServices(), service) }

// SharedServices returns the codes and names of the services whose lines are shared
// among calls.
func SharedServices() []string {
	return []string{
		"AmazonS3", "Amazon Simple Storage Service", "awskms", "AWS Key Management Service",
		"AWSCloudTrail", "AWS CloudTrail", "AWSDataTransfer", "AWS Data Transfer",
	}
}

// addShape enters a shape of pools, the most specific first.
func (l *Ledger) addShape(meter Meter, form shape) {
	if slices.Contains(l.shapes[meter], form) {
		return
	}
	l.shapes[meter] = append(l.shapes[meter], form)
	slices.SortFunc(l.shapes[meter], func(a, b shape) int {
		return cmp.Or(-compareBools(a.hasResource, b.hasResource), -compareBools(a.hasOperation, b.hasOperation), cmp.Compare(a.span, b.span))
	})
}

// compareBools orders false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// AddUse adds what calls of a group moved. It goes to the pool that says most about it,
// if the bill has one.
func (l *Ledger) AddUse(group int, use *Use) {
	if l.first.IsZero() || use.Hour.Before(l.first) {
		l.first = use.Hour
	}
	if use.Hour.After(l.last) {
		l.last = use.Hour
	}
	if use.Resource != "" {
		l.resources[use.Resource] = true
	}
	operation := use.Operation
	if use.Meter != KMSRequests {
		operation = l.names.Operation(operation)
	}
	for _, form := range l.shapes[use.Meter] {
		k := key{begin: form.span.begin(use.Hour), account: use.Account, region: use.Region, to: use.To, meter: use.Meter, shape: form}
		if form.hasOperation {
			k.operation = operation
		}
		if form.hasResource {
			k.resource = use.Resource
		}
		if p := l.pools[k]; p != nil {
			p.units += use.Units
			p.shares = append(p.shares, share{int32(group), use.Units})
			return
		}
	}
}

// Amounts are what a group is charged.
type Amounts struct{ Requests, Transfer, Retrieval, Trail float64 }

// Total returns the sum.
func (a *Amounts) Total() float64 { return a.Requests + a.Transfer + a.Retrieval + a.Trail }

// add adds an amount of a meter.
func (a *Amounts) add(meter Meter, amount float64) {
	switch {
	case meter == RetrievedBytes:
		a.Retrieval += amount
	case meter == DataEvents:
		a.Trail += amount
	case meter.IsBytes():
		a.Transfer += amount
	default:
		a.Requests += amount
	}
}

// Settle shares each pool among the groups that moved its meter, by what each moved. If
// AWS counted more than the logs have, only that part of the amount is shared: the rest
// is nobody's. It returns the amounts of the groups, by their numbers, and the sums of
// the lines: those of services that have calls here first, and the largest amounts first.
func (l *Ledger) Settle(groups int) ([]Amounts, []*Sum) {
	amounts := make([]Amounts, groups)
	for k, p := range l.pools {
		l.settlePool(k, p, amounts)
	}
	sums := make([]*Sum, 0, len(l.sums))
	for _, sum := range l.sums {
		l.explainRest(sum)
		sums = append(sums, sum)
	}
	slices.SortFunc(sums, func(a, b *Sum) int {
		return cmp.Or(compareBools(a.isOther(), b.isOther()), cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Service, b.Service), cmp.Compare(a.UsageType, b.UsageType),
			cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Kind, b.Kind))
	})
	return amounts, sums
}

// settlePool shares one pool.
func (l *Ledger) settlePool(k key, p *pool, amounts []Amounts) {
	if p.units <= 0 {
		if begin := time.Unix(k.begin, 0); l.first.IsZero() || begin.Before(k.shape.span.beginTime(l.first)) || begin.After(l.last) {
			for _, line := range p.lines {
				line.sum.outside += line.amount
			}
		}
		return
	}
	units := p.units
	if k.meter.IsBytes() {
		units /= GB
	}
	explained := 1.0
	if p.quantity > 0 {
		explained = min(1, units/p.quantity)
	}
	for _, line := range p.lines {
		line.sum.Explained += line.amount * explained
		if p.quantity > 0 {
			line.sum.InLogs += units * line.quantity / p.quantity
		}
	}
	for _, s := range p.shares {
		amounts[s.group].add(k.meter, p.amount*explained*s.units/p.units)
	}
}

// beginTime returns the beginning of the period that has a moment.
func (s span) beginTime(t time.Time) time.Time { return time.Unix(s.begin(t), 0) }

// explainRest finds out why a sum has a rest.
func (l *Ledger) explainRest(sum *Sum) {
	const negligible = 0.005 // of the amount: half a percent
	switch {
	case sum.Reason != NoEvents:
	case sum.Amount == 0 || sum.Rest() <= negligible*sum.Amount:
		sum.Reason = Explained
	case sum.outside >= sum.Rest()/2:
		sum.Reason = OtherTime
	case sum.Explained > 0:
		sum.Reason = MoreThanLogs
	case sum.Resource != "" && !l.resources[sum.Resource]:
		sum.Reason = NoBucket
	}
}
