package cost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/price"
)

// doubts are what the answer must say besides.
type doubts struct {
	lacksBytes   int64 // calls on objects that do not say what they sent
	copies       int64 // calls that another account pays for
	freeFailures int64 // calls that failed and are not charged
	kms          bool
}

func (d *doubts) take(k *kindOfCalls) {
	d.lacksBytes += k.lacksBytes()
	d.kms = d.kms || k.request == price.KMS
	switch {
	case k.copied:
		d.copies += k.calls
	case k.isS3() && !k.billed:
		d.freeFailures += k.calls
	}
}

// notes say what the amounts rest on.
func (f *groupFold) notes(whole *bill) []string {
	if f.all.calls == 0 {
		return nil
	}
	steps := "the first step of each month's prices (--tiered applies all)"
	if f.options.Tiered {
		steps = "each month's steps by region, shared out by bytes"
	}
	notes := slices.Concat([]string{f.shownNote(whole), f.transferNote(whole)}, f.addressNotes(),
		[]string{f.priceNote(steps), f.stepsNote()}, f.doubtNotes())
	return withoutEmpty(notes)
}

func withoutEmpty(notes []string) []string {
	return slices.DeleteFunc(notes, func(note string) bool { return note == "" })
}

// addressNotes say of which bytes the way is not certain; they may be empty.
func (f *groupFold) addressNotes() []string {
	return []string{
		f.addressNote(address.InternetOrAWS, "went to public addresses that may be the internet's or AWS's own, to which it may be free", ": "+RangesRemedy),
		f.addressNote(address.Unknown, "went where the logs do not tell", ""),
	}
}

// doubtNotes say what has no price, or none for sure; they may be empty.
func (f *groupFold) doubtNotes() []string {
	return []string{
		f.missingNote(),
		f.unpricedNote(),
		f.doubts.bytesNote(),
		f.doubts.failuresNote(),
		f.doubts.copiesNote(),
	}
}

// RangesRemedy says how AWS's addresses come to be known.
const RangesRemedy = "curl -O https://ip-ranges.amazonaws.com/ip-ranges.json, then --ip-ranges ip-ranges.json tells them apart"

func (f *groupFold) shownNote(whole *bill) string {
	all := fmt.Sprintf("all together have %s calls and cost %s", humanize.Thousands(f.all.calls), humanize.Dollars(whole.total.usd))
	if shown := int64(len(f.top.groups)); shown < f.groups {
		return fmt.Sprintf("%s of %s groups are shown; %s", humanize.Thousands(shown), humanize.Thousands(f.groups), all)
	}
	return all
}

// transferNote names the way to the reason where most of the money is transfer.
func (f *groupFold) transferNote(whole *bill) string {
	toInternet := f.ways(func(c charge) bool { return c.to == price.Internet })
	share := toInternet.transfer.usd / max(whole.total.usd, 1e-300)
	if share < 0.5 || slices.ContainsFunc(f.options.By, func(d Dimension) bool { return d.kind == transferKind }) {
		return ""
	}
	return fmt.Sprintf("%.0f %% of it is for data that S3 sent out of AWS%s: --by caller,class shows who asked for it, and from where",
		100*share, perhaps(toInternet.transfer.usd > f.ways(func(c charge) bool { return c.way == address.Internet }).transfer.usd))
}

func perhaps(uncertain bool) string {
	if uncertain {
		return ", as far as its addresses tell"
	}
	return ""
}

// ways is the bill of some bytes.
func (f *groupFold) ways(wanted func(charge) bool) bill {
	var part callSum
	for _, a := range f.all.amounts {
		if c := f.charges.charges[a.charge]; c.isTransfer() && wanted(c) {
			part.add(a.charge, a.n)
		}
	}
	return f.rates.bill(&part, &f.charges)
}

// addressNote tells of bytes whose way is not certain.
func (f *groupFold) addressNote(way address.Class, what, remedy string) string {
	part := f.ways(func(c charge) bool { return c.way == way })
	if part.billedBytes == 0 {
		return ""
	}
	return fmt.Sprintf("%s GB %s; they are priced as the internet's, so that %s is the most that they cost%s",
		gigabytes(part.billedBytes), what, humanize.Dollars(part.transfer.usd), remedy)
}

// gigabytes are those of the bill.
func gigabytes(bytes float64) string {
	return strings.Replace(humanize.Dollars(bytes/price.GB), "$", "", 1)
}

// priceNote says what the dollars are; steps are those of the price of transfer.
func (f *groupFold) priceNote(steps string) string {
	free := "the free 100 GB a month"
	if f.doubts.kms {
		free += " and 20,000 KMS requests"
	}
	return fmt.Sprintf("dollars are list prices of S3 Standard (%s) with %s; a GB is 2^30 bytes; %s, discounts and taxes are left out",
		f.sourcesOfPrices(), steps, free)
}

func (f *groupFold) sourcesOfPrices() string {
	var sources []string
	for list := f.options.Prices; list != nil; list = list.Base {
		source := list.Name
		if list.Date != "" {
			source += " of " + list.Date
		}
		sources = append(sources, source)
	}
	return strings.Join(sources, ", else ")
}

// stepsNote names the regions whose price has steps that are not known. Prices of
// AWS without steps do not occur.
func (f *groupFold) stepsNote() string {
	if !f.options.Tiered {
		return ""
	}
	var regions []string
	for c := range f.all.inOrder(&f.charges) {
		steps, known := f.options.Prices.Transfer(c.from, price.Internet)
		if c.to == price.Internet && known && len(steps) == 1 && !slices.Contains(regions, c.from) {
			regions = append(regions, c.from)
		}
	}
	if len(regions) == 0 {
		return ""
	}
	return fmt.Sprintf("only the first step is known for %s: --prices adds the others", someOf(regions))
}

// missingNote names what has no price, whenever and in whichever way it went.
func (f *groupFold) missingNote() string {
	var missing []charge
	amounts := make(map[charge]float64)
	for c, n := range f.all.inOrder(&f.charges) {
		if _, known := f.rates.of(c); known || c.hasNoItem() {
			continue
		}
		c.way, c.month = "", ""
		if _, listed := amounts[c]; !listed {
			missing = append(missing, c)
		}
		amounts[c] += n
	}
	if len(missing) == 0 {
		return ""
	}
	var texts []string
	for _, c := range missing {
		texts = append(texts, c.describe(amounts[c]))
	}
	return fmt.Sprintf("no price is known, and none is counted, for %s: --prices adds prices", someOf(texts))
}

// describe names so many of a charge.
func (c charge) describe(n float64) string {
	switch from := cmp.Or(c.from, "an unknown region"); {
	case c.isTransfer():
		return fmt.Sprintf("%s GB from %s to %s", gigabytes(n), from, c.to)
	case c.dataEvent:
		return fmt.Sprintf("%s data events in %s", humanize.Thousands(int64(n)), from)
	default:
		return fmt.Sprintf("%s requests (%s) in %s", humanize.Thousands(int64(n)), c.request, from)
	}
}

// unpricedNote names requests whose price the logs do not tell.
func (f *groupFold) unpricedNote() string {
	var kinds []string
	var requests int64
	for c, n := range f.all.inOrder(&f.charges) {
		if c.hasNoItem() {
			requests += int64(n)
			if !slices.Contains(kinds, string(c.request)) {
				kinds = append(kinds, string(c.request))
			}
		}
	}
	if requests == 0 {
		return ""
	}
	return fmt.Sprintf("%s requests are not priced, since what they cost depends on what the logs do not tell: %s", humanize.Thousands(requests), strings.Join(kinds, ", "))
}

// hasNoItem tells requests that no price list has by the piece.
func (c charge) hasNoItem() bool { return c.request != price.None && c.request.Item() == "" }

// someOf names the first few.
func someOf(names []string) string {
	const few = 6
	if len(names) <= few {
		return strings.Join(names, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(names[:few], "; "), len(names)-few)
}

func (d *doubts) bytesNote() string {
	if d.lacksBytes == 0 {
		return ""
	}
	return fmt.Sprintf("%s calls on objects do not say how many bytes they sent (bytesTransferredOut): those count as none", humanize.Thousands(d.lacksBytes))
}

func (d *doubts) failuresNote() string {
	if d.freeFailures == 0 {
		return ""
	}
	return fmt.Sprintf("%s calls failed with errors that S3 does not charge for (5XX, those of its list, and AccessDenied to other accounts since %s); other failed calls cost what they would have cost",
		humanize.Thousands(d.freeFailures), price.DeniedFreeSince)
}

func (d *doubts) copiesNote() string {
	if d.copies == 0 {
		return ""
	}
	return fmt.Sprintf("%s calls are copies in the logs of an account that does not pay for them (S3: not the bucket's owner; KMS: not the caller): no request or transfer is counted for those", humanize.Thousands(d.copies))
}
