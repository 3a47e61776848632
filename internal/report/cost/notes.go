package cost

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report/pricing"
)

// listNotes returns what the amounts are based on.
func (f *footing) listNotes() []string {
	if f.bill.Calls() == 0 {
		return nil
	}
	steps := "the first price step of each month (--tiered applies all)"
	if f.options.Tiered {
		steps = "each month's price steps by region, shared by bytes"
	}
	notes := slices.Concat([]string{f.shownNote(), f.transferNote()}, f.bill.AddressNotes(),
		[]string{f.bill.PriceNote(steps), f.stepsNote(), f.assumedNote()}, f.bill.Doubts())
	return slices.DeleteFunc(notes, func(note string) bool { return note == "" })
}

// shownNote returns a note about all groups together.
func (f *footing) shownNote() string {
	all := fmt.Sprintf("all groups together have %s and cost %s", humanize.Count(f.bill.Calls(), "call"), humanize.Dollars(f.bill.Dollars()))
	if f.shown < f.groups {
		return fmt.Sprintf("%s of %s groups are shown; %s", humanize.Thousands(f.shown), humanize.Thousands(f.groups), all)
	}
	return all
}

// transferNote names the command that shows the reason if most of the money is for
// transfer.
func (f *footing) transferNote() string {
	usd, certain := f.bill.InternetDollars()
	share := usd / max(f.bill.Dollars(), 1e-300)
	if share < 0.5 || slices.ContainsFunc(f.options.By, func(d Dimension) bool { return d.kind == transferKind }) {
		return ""
	}
	perhaps := ""
	if usd > certain {
		perhaps = ", as far as the addresses tell"
	}
	return fmt.Sprintf("%.0f %% of that is for data that S3 sent out of AWS%s; --by caller,class shows who requested it, and from where", 100*share, perhaps)
}

// stepsNote names the regions whose price has only one step. AWS has no such
// prices.
func (f *footing) stepsNote() string {
	if !f.options.Tiered {
		return ""
	}
	var regions []string
	for _, region := range f.bill.InternetRegions() {
		if steps, known := f.options.Prices.Transfer(region, price.Internet); known && len(steps) == 1 {
			regions = append(regions, region)
		}
	}
	if len(regions) == 0 {
		return ""
	}
	return fmt.Sprintf("only the first price step is known for %s; --prices adds the others", pricing.NameFew(regions))
}

// assumedNote names the buckets whose objects are priced as STANDARD, since nothing says
// their class.
func (f *footing) assumedNote() string {
	const few = 3
	names := slices.SortedFunc(maps.Keys(f.assumed), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.assumed[b], f.assumed[a]), cmp.Compare(a, b))
	})
	if len(names) == 0 {
		return ""
	}
	var calls int64
	var buckets []string
	for i, name := range names {
		calls += f.assumed[name]
		if i < few {
			buckets = append(buckets, fmt.Sprintf("%s (%s)", cmp.Or(name, "an unknown bucket"), humanize.Thousands(f.assumed[name])))
		}
	}
	if more := len(names) - few; more > 0 {
		buckets = append(buckets, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%s calls on objects are priced as STANDARD, since the logs do not say the storage class: %s; --storage-class bucket/prefix=STANDARD_IA, or an S3 Inventory, says it",
		humanize.Thousands(calls), strings.Join(buckets, ", "))
}
