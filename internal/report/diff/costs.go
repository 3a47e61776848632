package diff

import (
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// chargedCalls returns the calls of both windows that have a price.
func (d *Comparison) chargedCalls() pricing.Calls {
	scope, at, side := d.groupingTerms()
	calls := pricing.Calls{
		Scope:     scope,
		By:        append(groupedFields(), report.Dimension{Name: "at", SQL: at}, report.Dimension{Name: "side", SQL: side}),
		Origin:    pricing.None,
		ClockFrom: d.step.Length + 1,
		List:      d.options.Prices,
		Storage:   d.options.Storage,
	}
	if d.options.AfterPaths != (report.Paths{}) {
		calls.Part = side // the sources can have the same events
	}
	return calls
}

// countCharges returns the statement that counts the calls of both windows which have a
// price, as groups does with events.
func (d *Comparison) countCharges() (*report.Report, error) {
	calls := d.chargedCalls()
	counted, err := calls.SQL()
	if err != nil {
		return nil, err
	}
	return report.New(files, "charges", struct {
		Distinct bool
		Counted  string
	}{calls.Distinct, counted})
}

// priceKinds returns the statement that makes a table of the kinds of calls that are
// charged alike, with their prices. There are few kinds, and pricing takes long.
func (d *Comparison) priceKinds() (*report.Report, error) {
	prices := pricing.Prices{List: d.options.Prices}
	priced, err := prices.SQL("counted")
	if err != nil {
		return nil, err
	}
	return report.New(files, "kinds", struct{ Priced string }{priced})
}

// priceCharges returns the statement that makes the table that groups makes of events,
// with dollars as amounts.
func (d *Comparison) priceCharges() (*report.Report, error) {
	dollars, err := pricing.DollarsSQL()
	if err != nil {
		return nil, err
	}
	decimals, err := pricing.DecimalsSQL()
	if err != nil {
		return nil, err
	}
	return report.New(files, "priced", struct {
		Fields            []report.Dimension
		Dollars, Decimals string
	}{groupedFields(), dollars, decimals})
}

// queryBill returns the statement of what is charged for.
func (d *Comparison) queryBill() (*report.Report, error) {
	sums, err := pricing.SumsSQL()
	if err != nil {
		return nil, err
	}
	return report.New(files, "bill", struct{ Sums, Charge string }{sums, pricing.ChargeKeys})
}

// readCharge reads a row of bill.sql.
func (d *Comparison) readCharge(row []table.Value) error {
	charge, err := pricing.ReadCharge(row[:pricing.KeyCount], row[pricing.KeyCount:])
	d.bill.Add(charge)
	return err
}

// billNotes returns what the dollars are based on.
func (d *Comparison) billNotes() []string {
	if d.bill.Calls() == 0 {
		return nil
	}
	notes := []string{d.bill.PriceNote("the first price step of each month, since the steps are for whole months (trailq cost --tiered)")}
	for _, doubts := range [][]string{d.bill.AddressNotes(), d.bill.Doubts()} {
		for _, note := range doubts {
			notes = append(notes, "in both windows together, "+note)
		}
	}
	return notes
}
