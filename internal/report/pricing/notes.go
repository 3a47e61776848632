package pricing

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/price"
)

// RangesRemedy says how to tell AWS's addresses from the internet's.
const RangesRemedy = "to tell, run curl -O https://ip-ranges.amazonaws.com/ip-ranges.json and pass --ip-ranges ip-ranges.json"

// PriceNote returns a note about what the dollars are. The text steps says which
// steps of the price of transfer apply.
func (b *Bill) PriceNote(steps string) string {
	free := "the free 100 GB a month"
	if slices.ContainsFunc(b.Charges, func(c Charge) bool { return c.Request == price.KMS }) {
		free += " and 20,000 KMS requests"
	}
	return fmt.Sprintf("dollars are list prices of S3 Standard (%s) with %s; a GB is 2^30 bytes; without %s, discounts and taxes",
		priceSources(b.Prices), steps, free)
}

// priceSources names the lists that the prices are from.
func priceSources(list *price.List) string {
	var sources []string
	for ; list != nil; list = list.Base {
		source := list.Name
		if list.Date != "" {
			source += " of " + list.Date
		}
		sources = append(sources, source)
	}
	return strings.Join(sources, ", else ")
}

// AddressNotes returns notes about bytes whose network path is not certain.
func (b *Bill) AddressNotes() []string {
	return withoutEmpty([]string{
		b.addressNote(address.InternetOrAWS, "went to public addresses, which can also be AWS's own, where transfer can be free", "; "+RangesRemedy),
		b.addressNote(address.Unknown, "went to destinations that the logs do not tell", ""),
	})
}

// addressNote returns a note about the bytes of a class, or "" if there are none.
func (b *Bill) addressNote(class address.Class, where, remedy string) string {
	bytes, usd := b.transfer(func(c *Charge) bool { return c.To == price.Internet && c.Class == class })
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%s GB %s: priced as internet, they cost at most %s%s",
		gigabytes(bytes), where, humanize.Dollars(usd), remedy)
}

// Doubts returns notes about what has no price, or an uncertain one.
func (b *Bill) Doubts() []string {
	return withoutEmpty([]string{b.missingNote(), b.dependsNote(), b.remarkNote(), b.pathNote(), b.natNote(), b.bytesNote(), b.failuresNote(), b.copiesNote(), b.repeatedNote()})
}

// missingNote returns a note about what the price list lacks.
func (b *Bill) missingNote() string {
	var missing []string
	for _, u := range b.unpricedAmounts() {
		missing = append(missing, u.String())
	}
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("no price is known for %s, so they count as $0; --prices adds prices", NameFew(missing))
}

// dependsNote returns a note about requests whose price depends on what the logs do
// not tell.
func (b *Bill) dependsNote() string {
	calls := make(map[string]int64)
	var requests int64
	for i := range b.Charges {
		c := &b.Charges[i]
		if c.Requests.IsKnown || !b.dependsOnMore(c.Request) {
			continue
		}
		requests += c.Calls
		name := string(c.Request)
		if rule, found := b.findRule(c.Request); found && rule.Remark != "" {
			name += " (" + rule.Remark + ")"
		}
		calls[name] += c.Calls
	}
	if requests == 0 {
		return ""
	}
	return fmt.Sprintf("%s requests are not priced, since their price depends on details that the logs lack: %s",
		humanize.Thousands(requests), strings.Join(slices.Sorted(maps.Keys(calls)), ", "))
}

// remarkNote returns a note about what the prices of requests cover.
func (b *Bill) remarkNote() string {
	var least []string
	for i := range b.Charges {
		c := &b.Charges[i]
		if rule, found := b.findRule(c.Request); found && rule.IsKnown && rule.Remark != "" && c.Requests.USD > 0 {
			least = append(least, fmt.Sprintf("%s (%s)", c.Request, rule.Remark))
		}
	}
	if len(least) == 0 {
		return ""
	}
	slices.Sort(least)
	return "what the prices of these requests are for: " + NameFew(slices.Compact(least))
}

// pathNote returns a note about Transfer Acceleration and interface endpoints.
func (b *Bill) pathNote() string {
	var parts []string
	for _, via := range price.Vias() {
		var bytes, usd float64
		for i := range b.Charges {
			if c := &b.Charges[i]; c.Request.Via() == via {
				bytes += c.CarriedBytes
				usd += c.Carried.USD
			}
		}
		if usd > 0 {
			parts = append(parts, fmt.Sprintf("%s for %s GB %s, in both directions", humanize.Dollars(usd), gigabytes(bytes), viaNames()[via]))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "of the transfer, " + strings.Join(parts, ", and ")
}

// viaNames says how data takes each path.
func viaNames() map[price.Via]string {
	return map[price.Via]string{price.Accelerated: "by Transfer Acceleration", price.InterfaceEndpoint: "through interface endpoints"}
}

// natNote returns a note about the most that a NAT gateway can have cost: the bytes of
// calls from addresses that can be one's. Gateway endpoints are free.
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
func (b *Bill) natNote() string {
	var usd, bytes, unknown float64
	for i := range b.Charges {
		c := &b.Charges[i]
		switch c.Class {
		case address.InternetOrAWS, address.SameRegion, address.OtherRegion:
		default:
			continue
		}
		if perGB, known := b.Prices.Each(price.NATBytes, c.Region); known {
			usd += c.MovedBytes / price.GB * perGB
			bytes += c.MovedBytes
		} else {
			unknown += c.MovedBytes
		}
	}
	const negligible = 1 // GB, a few cents
	if bytes+unknown < negligible*price.GB {
		return ""
	}
	const from = "moved by calls from public addresses without a VPC endpoint"
	if usd == 0 {
		return fmt.Sprintf("%s GB were %s: if these came through a NAT gateway, it charged for each GB (--prices adds the price: nat); a gateway endpoint is free", gigabytes(unknown), from)
	}
	note := fmt.Sprintf("%s GB were %s: up to %s if these came through a NAT gateway; a gateway endpoint is free", gigabytes(bytes), from, humanize.Dollars(usd))
	if unknown > 0 {
		note += fmt.Sprintf(" (and %s GB in regions whose price is not known)", gigabytes(unknown))
	}
	return note
}

// bytesNote returns a note about calls that do not say how many bytes they sent.
// CloudTrail says so of calls on objects.
func (b *Bill) bytesNote() string {
	calls := b.countCalls(func(c *Charge) int64 {
		if c.Request.IsS3() && c.IsEvent {
			return c.Calls - c.Sized
		}
		return 0
	})
	if calls == 0 {
		return ""
	}
	return fmt.Sprintf("%s calls on objects do not say how many bytes they sent (bytesTransferredOut), and count as 0 bytes", humanize.Thousands(calls))
}

// failuresNote returns a note about failed calls that S3 does not charge for.
func (b *Bill) failuresNote() string {
	calls := b.countCalls(func(c *Charge) int64 {
		if c.IsFree && c.Copy == NotCopied {
			return c.Calls
		}
		return 0
	})
	if calls == 0 {
		return ""
	}
	return fmt.Sprintf("%s failed with errors that S3 does not charge for (5XX, the codes that its documentation lists, and AccessDenied to other accounts since %s); other failed calls cost as much as successful ones",
		humanize.Count(calls, "call"), price.DeniedFreeSince)
}

// copiesNote returns a note about the records of accounts that do not pay.
func (b *Bill) copiesNote() string {
	calls := b.countCopies(OtherAccount)
	if calls == 0 {
		return ""
	}
	return fmt.Sprintf("%s calls are copies in the logs of an account that does not pay for them (S3: not the bucket's owner; KMS: not the caller), so they have no price for request and transfer", humanize.Thousands(calls))
}

// repeatedNote returns a note about events that were delivered more than once.
func (b *Bill) repeatedNote() string {
	switch calls := b.countCopies(Redelivered); calls {
	case 0:
		return ""
	case 1:
		return "1 duplicate delivery counts as a call and as a data event, and has no price for request and transfer; --dedup drops it"
	default:
		return fmt.Sprintf("%s duplicate deliveries, such as those of a second trail, count as calls and as data events, and have no price for request and transfer; --dedup drops them", humanize.Thousands(calls))
	}
}

// countCopies returns the number of copies of a kind.
func (b *Bill) countCopies(kind Copy) int64 {
	return b.countCalls(func(c *Charge) int64 {
		if c.Copy == kind {
			return c.Calls
		}
		return 0
	})
}

// countCalls adds up a number of each charge.
func (b *Bill) countCalls(number func(*Charge) int64) int64 {
	var calls int64
	for i := range b.Charges {
		calls += number(&b.Charges[i])
	}
	return calls
}

// gigabytes writes bytes in the GB of the bill.
func gigabytes(bytes float64) string {
	return strings.Replace(humanize.Dollars(bytes/price.GB), "$", "", 1)
}

// thousands writes a count that an answer has as a number.
func thousands(n float64) string { return humanize.Thousands(int64(n)) }

// NameFew names the first few of a list.
func NameFew(names []string) string {
	const few = 6
	if len(names) <= few {
		return strings.Join(names, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(names[:few], "; "), len(names)-few)
}

// withoutEmpty returns the notes that say something.
func withoutEmpty(notes []string) []string {
	return slices.DeleteFunc(notes, func(note string) bool { return note == "" })
}
