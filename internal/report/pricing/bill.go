package pricing

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// ChargeKeys are the columns of priced by which a [Bill] has its charges, as a list
// of SQL.
const ChargeKeys = "cost_request, cost_event, cost_region, cost_to, cost_class, cost_copy, cost_free"

// SumsSQL returns the sums of calls that are priced alike, as a list of SQL:
// cost_calls, cost_sized, billed_bytes, requests_usd, transfer_usd, trail_usd and
// retrieval_usd; read_bytes, which were read from a storage class that charges for it;
// carried_bytes and carried_usd, the part of the transfer that took a [price.Via]; and
// moved_bytes, in both directions. Dollars are NULL if something is charged for and nothing of it has a price, and 0
// if nothing is charged for.
func SumsSQL() (string, error) { return report.FillIn(files, "sums", nil) }

// DollarsSQL returns the dollars of one call and of a byte of calls that [Prices] has
// priced, as a list of SQL: call_usd, byte_usd for one that was sent, received_usd and
// read_usd. What has no known price costs nothing.
func DollarsSQL() (string, error) { return report.FillIn(files, "dollars", nil) }

// DecimalsSQL returns the dollars of [DollarsSQL] as decimals, whose sums do not depend
// on the order of the rows: call_price, byte_price, received_price and read_price. Engines
// make the same ones of doubles, which have about 16 digits, and multiply those of a byte
// exactly by a decimal(16, 0), as large as [report.MostBytes]: Trino rounds products of
// more than 38 digits.
// https://trino.io/docs/current/functions/decimal.html
func DecimalsSQL() (string, error) { return report.FillIn(files, "decimals", nil) }

// Copy says of which kind a record is that repeats a call: requests and transfer have a
// price once. CloudTrail charges for each record.
type Copy string

// The kinds of copies. NotCopied is the record by which a call is charged.
const (
	NotCopied    Copy = ""
	Redelivered  Copy = "delivered before" // the same event, as two trails have it
	OtherAccount Copy = "other account"    // the event of an account that does not pay
)

// Charge is calls that are priced alike, and what they cost.
type Charge struct {
	Request price.Class
	IsEvent bool // CloudTrail charges for a data event
	Region  string
	// To is the region that the bytes went to, or [price.Internet], and Class their
	// network path. Both are empty for calls without bytes.
	To    string
	Class address.Class
	// Copy says why the calls are charged by another record, and IsFree that they
	// failed in a way that S3 does not charge for.
	Copy   Copy
	IsFree bool

	Calls, Sized                            int64   // all, and those that say how many bytes they sent
	BilledBytes                             float64 // sent to To
	ReadBytes                               float64 // from a storage class that charges for it
	CarriedBytes                            float64 // on the request's Via, in both directions
	MovedBytes                              float64 // in both directions
	Requests, Transfer, TrailUSD, Retrieval Money
	Carried                                 Money // the part of Transfer that is for CarriedBytes
}

// SumCount is how many columns [SumsSQL] has, and KeyCount how many [ChargeKeys].
const (
	SumCount = 11
	KeyCount = 7
)

// Money is an amount in dollars. The zero value is not known.
type Money struct {
	USD     float64
	IsKnown bool
}

// Value returns the amount as a value, which is null if it is not known.
func (m Money) Value() table.Value {
	if !m.IsKnown {
		return table.Value{}
	}
	return report.Dollars(m.USD)
}

// ReadMoney reads an amount of an answer.
func ReadMoney(v table.Value) (Money, error) {
	usd, err := readNumber(v)
	return Money{USD: usd, IsKnown: v.Kind() != table.KindNull}, err
}

// readNumber reads a number of an answer; NULL is 0.
func readNumber(v table.Value) (float64, error) {
	if v.Kind() == table.KindNull {
		return 0, nil
	}
	return strconv.ParseFloat(string(v.AppendText(nil)), 64)
}

// ReadCharge reads the columns of [ChargeKeys] and the sums of [SumsSQL].
func ReadCharge(keys, sums []table.Value) (Charge, error) {
	text := func(i int) string { return string(keys[i].AppendText(nil)) }
	var numbers [SumCount]float64
	for i := range numbers {
		var err error
		if numbers[i], err = readNumber(sums[i]); err != nil {
			return Charge{}, err
		}
	}
	money := func(i int) Money { return Money{USD: numbers[i], IsKnown: sums[i].Kind() != table.KindNull} }
	return Charge{
		Request: price.Class(text(0)), IsEvent: text(1) == "true", Region: text(2), To: text(3),
		Class: address.Class(text(4)), Copy: Copy(text(5)), IsFree: text(6) == "true",
		Calls: int64(numbers[0]), Sized: int64(numbers[1]), BilledBytes: numbers[2],
		Requests: money(3), Transfer: money(4), TrailUSD: money(5), Retrieval: money(6),
		ReadBytes: numbers[7], CarriedBytes: numbers[8], Carried: money(9), MovedBytes: numbers[10],
	}, nil
}

// Bill is all that is charged for.
type Bill struct {
	Prices  *price.List
	Charges []Charge
}

// Add adds a charge.
func (b *Bill) Add(c Charge) { b.Charges = append(b.Charges, c) }

// Calls returns the number of calls.
func (b *Bill) Calls() int64 {
	var calls int64
	for i := range b.Charges {
		calls += b.Charges[i].Calls
	}
	return calls
}

// Dollars returns the cost of all calls, as far as prices are known.
func (b *Bill) Dollars() float64 {
	usd := 0.0
	for i := range b.Charges {
		c := &b.Charges[i]
		usd += c.Requests.USD + c.Transfer.USD + c.TrailUSD.USD + c.Retrieval.USD
	}
	return usd
}

// transfer returns the bytes of some charges, and the dollars that they cost.
func (b *Bill) transfer(isWanted func(*Charge) bool) (bytes, usd float64) {
	for i := range b.Charges {
		if c := &b.Charges[i]; isWanted(c) {
			bytes += c.BilledBytes
			usd += c.Transfer.USD
		}
	}
	return bytes, usd
}

// InternetDollars returns the cost of the bytes that have the internet's price, and
// the part of it that is certain to be the internet's.
func (b *Bill) InternetDollars() (usd, certain float64) {
	_, usd = b.transfer(func(c *Charge) bool { return c.To == price.Internet })
	_, certain = b.transfer(func(c *Charge) bool { return c.To == price.Internet && c.Class == address.Internet })
	return usd, certain
}

// InternetRegions returns the regions from which bytes went to the internet, in
// order.
func (b *Bill) InternetRegions() []string {
	var regions []string
	for i := range b.Charges {
		if c := &b.Charges[i]; c.To == price.Internet {
			regions = append(regions, c.Region)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// unpriced is an amount of something that has no known price.
type unpriced struct {
	region, to string
	request    price.Class
	of         unpricedKind
	amount     float64 // bytes, requests or events
}

// unpricedKind is what an amount without a price is of.
type unpricedKind uint8

const (
	unpricedEvents unpricedKind = iota
	unpricedRequests
	unpricedTransfer
	unpricedReads
	unpricedPath
)

// compareKinds orders amounts by what they are of.
func (u unpriced) compareKinds(other unpriced) int {
	return cmp.Or(cmp.Compare(u.region, other.region), cmp.Compare(u.of, other.of), cmp.Compare(u.to, other.to), cmp.Compare(u.request, other.request))
}

// unpricedAmounts returns the amounts that are charged for and have no known price,
// added up and in order. Requests that no list has a price for are not among them.
func (b *Bill) unpricedAmounts() []unpriced {
	var all []unpriced
	for i := range b.Charges {
		c := &b.Charges[i]
		if !c.TrailUSD.IsKnown {
			all = append(all, unpriced{region: c.Region, amount: float64(c.Calls)})
		}
		if !c.Requests.IsKnown && !b.dependsOnMore(c.Request) {
			all = append(all, unpriced{region: c.Region, request: c.Request, of: unpricedRequests, amount: float64(c.Calls)})
		}
		if !c.Transfer.IsKnown && c.BilledBytes > 0 {
			all = append(all, unpriced{region: c.Region, to: c.To, of: unpricedTransfer, amount: c.BilledBytes})
		}
		if !c.Retrieval.IsKnown {
			all = append(all, unpriced{region: c.Region, to: string(c.Request.Storage()), of: unpricedReads, amount: c.ReadBytes})
		}
		if c.CarriedBytes > 0 && !c.Carried.IsKnown {
			all = append(all, unpriced{region: c.Region, to: string(c.Request.Via()), of: unpricedPath, amount: c.CarriedBytes})
		}
	}
	slices.SortFunc(all, unpriced.compareKinds)
	merged := all[:0]
	for _, u := range all {
		if n := len(merged); n > 0 && merged[n-1].compareKinds(u) == 0 {
			merged[n-1].amount += u.amount
		} else {
			merged = append(merged, u)
		}
	}
	return merged
}

// String describes the amount.
func (u unpriced) String() string {
	switch from := cmp.Or(u.region, "an unknown region"); u.of {
	case unpricedTransfer:
		return fmt.Sprintf("%s GB from %s to %s", gigabytes(u.amount), from, u.to)
	case unpricedReads:
		return fmt.Sprintf("%s GB read from %s in %s", gigabytes(u.amount), u.to, from)
	case unpricedPath:
		return fmt.Sprintf("%s GB by %s in %s", gigabytes(u.amount), u.to, from)
	case unpricedRequests:
		return fmt.Sprintf("%s requests (%s) in %s", thousands(u.amount), u.request, from)
	default:
		return fmt.Sprintf("%s data events in %s", thousands(u.amount), from)
	}
}

// dependsOnMore reports whether the price of a request depends on what the logs lack, so
// that no list can have it.
func (b *Bill) dependsOnMore(class price.Class) bool {
	if class.Item() == "" {
		return true
	}
	rule, found := b.findRule(class)
	return found && !rule.IsKnown
}

// findRule returns the rule of the prices that a class is from.
func (b *Bill) findRule(class price.Class) (price.CallRule, bool) {
	rules := b.Prices.CallRules()
	at := slices.IndexFunc(rules, func(r price.CallRule) bool { return r.Class() == class })
	if at < 0 {
		return price.CallRule{}, false
	}
	return rules[at], true
}
