package diff

import (
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/cost"
	"github.com/trailq/trailq/internal/table"
)

// pricedCalls prices the calls of a diff: one kind after another, as trailq cost
// does, and from these the groups.
type pricedCalls struct {
	pricing *cost.Pricing // of all calls in both windows
	tariffs []cost.Tariff
	numbers map[cost.Tariff]int
	codes   strings.Builder // the tariffs of the kinds, in their order
}

// newPricedCalls knows one tariff, for where there is nothing.
func newPricedCalls(options *Options) *pricedCalls {
	return &pricedCalls{
		pricing: cost.NewPricing(options.Prices, options.Ranges),
		tariffs: []cost.Tariff{{}},
		numbers: map[cost.Tariff]int{{}: 0},
	}
}

// charges asks for the calls of both windows, as groups does for events.
func (d *Comparison) charges() (*report.Report, error) {
	scope, at, side := d.grouping()
	p := cost.NewCallParameters(scope, append(groupedFields(), report.Dimension{Name: "at", SQL: at}, report.Dimension{Name: "side", SQL: side}))
	p.Clock = d.step.clock().String()
	return report.New(files, "charges", &p)
}

// kinds makes a table of the kinds of calls.
func (*pricedCalls) kinds() (*report.Report, error) {
	return report.New(files, "kinds", struct{ Keys []report.Name }{cost.Keys()})
}

// kindRows asks for them.
func (*pricedCalls) kindRows() (*report.Report, error) {
	return report.New(files, "kind_rows", struct{ Keys []report.Name }{cost.Keys()})
}

// readKind prices a kind.
func (c *pricedCalls) readKind(row []table.Value) error {
	t := c.pricing.Add(row)
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

// table makes one of the kinds with their tariffs.
func (c *pricedCalls) table() (*report.Report, error) {
	return report.New(files, "tariffs", struct {
		Keys    []report.Name
		Tariffs report.Text
		Prices  []cost.Tariff
	}{cost.Keys(), report.Text(c.codes.String()), c.tariffs})
}

// priced makes the table that groups makes of events, with dollars for amounts.
func (*pricedCalls) priced() (*report.Report, error) {
	return report.New(files, "priced", struct {
		Fields []report.Dimension
		Keys   []report.Name
	}{groupedFields(), cost.Keys()})
}

// notes say what the dollars rest on.
func (c *pricedCalls) notes() []string {
	basis, doubts := c.pricing.Notes()
	if basis == "" {
		return nil
	}
	notes := []string{basis}
	for _, note := range doubts {
		notes = append(notes, "of both windows together: "+note)
	}
	return notes
}
