package cost

import (
	"strconv"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// Pricing prices kinds of calls for another report, and says what the dollars rest
// on.
type Pricing struct {
	fold  *groupFold // of all calls
	texts report.Texts
}

// NewPricing returns a pricing by a list. Nil ranges are for none known.
func NewPricing(prices *price.List, ranges *address.Ranges) *Pricing {
	return &Pricing{fold: newGroupFold(&Options{Prices: prices, Ranges: ranges})}
}

// Add takes a kind of calls: the columns of [Keys], calls, the bytes that they
// sent, and how many calls said so. It returns what they cost. Calls and bytes
// whose price is not known cost nothing.
func (p *Pricing) Add(row []table.Value) Tariff {
	p.fold.add(row)
	k := readKind(&p.texts, row, p.fold.options.Ranges)
	return p.fold.rates.tariff(&k)
}

// Finish ends the reading of kinds, after which there are notes.
func (p *Pricing) Finish() { p.fold.finish() }

// Notes say what the dollars rest on, and what has no price; none if there were no
// calls.
func (p *Pricing) Notes() (basis string, doubts []string) {
	if p.fold.all.calls == 0 {
		return "", nil
	}
	basis = p.fold.priceNote("the first step of each month's prices, since its steps are about whole months (trailq cost --tiered)")
	return basis, withoutEmpty(append(p.fold.addressNotes(), p.fold.doubtNotes()...))
}

// Tariff is what a call costs and a byte that it sent, in dollars.
type Tariff struct{ call, byte float64 }

// Call returns the price of a call as SQL.
func (t Tariff) Call() string { return exactly(t.call) }

// Byte returns the price of a byte as SQL.
func (t Tariff) Byte() string { return exactly(t.byte) }

// exactly writes a number as SQL's double.
func exactly(n float64) string { return strconv.FormatFloat(n, 'E', -1, 64) }

// tariff returns what a kind of calls costs. What has no known price is left out.
func (r *rates) tariff(k *kindOfCalls) Tariff {
	usd := func(c charge) float64 {
		if c == (charge{}) {
			return 0
		}
		usd, _ := r.of(c)
		return usd
	}
	c := k.charges()
	return Tariff{call: usd(c.request) + usd(c.event), byte: usd(c.bytes)}
}
