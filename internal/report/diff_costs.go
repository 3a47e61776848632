package report

import (
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/table"
)

// diffCosts prices the calls of a diff: one kind after another, as trailq cost
// does, and from these the groups.
type diffCosts struct {
	fold    *costFold // of all calls in both windows
	tariffs []tariff
	numbers map[tariff]int
	codes   strings.Builder // the tariffs of the kinds, in their order
	texts   knownTexts
}

// tariff is what a call costs and a byte that it sent, in dollars.
type tariff struct{ call, byte float64 }

// Call and Byte are the prices as SQL.
func (t tariff) Call() string { return exactly(t.call) }

// Byte is that of a byte.
func (t tariff) Byte() string { return exactly(t.byte) }

// exactly writes a number as SQL's double.
func exactly(n float64) string { return strconv.FormatFloat(n, 'E', -1, 64) }

// newDiffCosts knows one tariff, for where there is nothing.
func newDiffCosts(options *DiffOptions) *diffCosts {
	return &diffCosts{
		fold:    newCostFold(&CostOptions{Prices: options.Prices, Ranges: options.Ranges}),
		tariffs: []tariff{{}},
		numbers: map[tariff]int{{}: 0},
	}
}

// kindKeys are the columns that tell what has a price.
func kindKeys() []Name {
	return []Name{"cost.source", "cost.name", "cost.category", "cost.error", "cost.region", "cost.month",
		"cost.copy", "cost.denied", "cost.endpoint", "cost.address"}
}

// charges asks for the calls of both windows, as groups does for events.
func (d *Diff) charges() (*Report, error) {
	scope, at, side := d.grouping()
	p := newCallParameters(scope, append(diffFields(), Dimension{"at", at}, Dimension{"side", side}))
	p.Clock = d.step.clock().String()
	return newDiffReport("diff_charges", p)
}

// kinds makes a table of the kinds of calls.
func (*diffCosts) kinds() (*Report, error) {
	return newDiffReport("diff_kinds", struct{ Keys []Name }{kindKeys()})
}

// kindRows asks for them.
func (*diffCosts) kindRows() (*Report, error) {
	return newDiffReport("diff_kind_rows", struct{ Keys []Name }{kindKeys()})
}

// readKind prices a kind.
func (c *diffCosts) readKind(row []table.Value) error {
	c.fold.add(row)
	k := c.texts.kindOf(row, c.fold.options.Ranges)
	t := c.fold.rates.tariff(&k)
	number, known := c.numbers[t]
	if !known {
		number = len(c.tariffs)
		c.numbers[t] = number
		c.tariffs = append(c.tariffs, t)
	}
	if c.codes.Len() > 0 {
		c.codes.WriteByte(' ')
	}
	c.codes.WriteString(strconv.Itoa(number))
	return nil
}

// tariff is what a kind of calls costs. What has no known price is left out.
func (r *costRates) tariff(k *kindOfCalls) tariff {
	usd := func(c charge) float64 {
		if c == (charge{}) {
			return 0
		}
		usd, _ := r.of(c)
		return usd
	}
	c := k.charges()
	return tariff{call: usd(c.request) + usd(c.event), byte: usd(c.bytes)}
}

// table makes one of the kinds with their tariffs.
func (c *diffCosts) table() (*Report, error) {
	return newDiffReport("diff_tariffs", struct {
		Keys    []Name
		Tariffs Text
		Prices  []tariff
	}{kindKeys(), Text(c.codes.String()), c.tariffs})
}

// priced makes the table that groups makes of events, with dollars for amounts.
func (*diffCosts) priced() (*Report, error) {
	return newDiffReport("diff_priced", struct {
		Fields []Dimension
		Keys   []Name
	}{diffFields(), kindKeys()})
}

// notes say what the dollars rest on.
func (c *diffCosts) notes() []string {
	if c.fold.all.calls == 0 {
		return nil
	}
	notes := withoutEmpty(append(c.fold.addressNotes(), c.fold.doubtNotes()...))
	for i, note := range notes {
		notes[i] = "of both windows together: " + note
	}
	return append([]string{c.fold.priceNote("the first step of each month's prices, since its steps are about whole months (trailq cost --tiered)")}, notes...)
}
