// Package costing decides which report says what something costs: calls at list prices,
// the lines of a bill, what CloudTrail charges for itself, or what was started.
package costing

import (
	"slices"

	"github.com/trailq/trailq/internal/bill/export"
	"github.com/trailq/trailq/internal/fieldpath"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/billed"
	"github.com/trailq/trailq/internal/report/cost"
	"github.com/trailq/trailq/internal/report/started"
	"github.com/trailq/trailq/internal/report/trailbill"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/tariff"
	"github.com/trailq/trailq/internal/words"
)

// The choices of what is priced.
const (
	OfCalls      = "calls"
	OfCloudTrail = "cloudtrail" // what it charges for itself
	OfStarted    = "started"    // what calls have started, by the hour
)

// Costs are the words about costs.
type Costs struct {
	By     string // dimensions
	Limit  int    // zero is all groups
	Tiered bool
	Prices tariff.Prices
	Bill   []string // exports of a bill, whose lines are shared among the groups
	Of     string
	// Starts are the filters of what was started, where that is asked for.
	Starts []report.Expression
}

// New returns what the words mean where they are not given.
func New() Costs { return Costs{By: "eventName", Limit: 10, Of: OfCalls} }

// Words returns the words.
func (c *Costs) Words() words.Words {
	return slices.Concat(words.Words{
		words.New("by", words.Text(&c.By)),
		words.New("limit", words.RowLimit(&c.Limit)),
		words.New("tiered", words.Toggle(&c.Tiered)),
		words.New("bill", words.Texts(&c.Bill)),
		words.New("of", words.NewChoice(&c.Of, OfCalls, OfCloudTrail, OfStarted)),
	}, c.Prices.Words())
}

// Names lists the short names of the word by that only costs have.
func Names() []report.ShortName { return cost.Names() }

// Tally makes the tables of an answer, where the report does not present them itself.
type Tally interface {
	Read(answer *table.Table) error
	Tables() []*table.Table
}

// Plan says how costs are found out.
type Plan struct {
	// Build returns the report.
	Build func(report.Scope) (*report.Report, error)
	// Tally makes the tables of the report's answer, with the bill if there is one. It is
	// nil if the report presents its answer itself.
	Tally func(*export.Bill) (Tally, error)
}

// Plan returns how the costs are found out. The errors are [report.FieldError] and
// [tariff.Error].
func (c *Costs) Plan(getenv func(name string) string) (*Plan, error) {
	switch {
	case len(c.Bill) > 0:
		return c.planBill(getenv)
	case c.Of == OfCloudTrail:
		return c.planTrail()
	case c.Of == OfStarted:
		return c.planStarted()
	}
	return c.planCalls(getenv)
}

// planCalls plans the costs of calls at list prices.
func (c *Costs) planCalls(getenv func(name string) string) (*Plan, error) {
	options := cost.Options{Limit: c.Limit, Tiered: c.Tiered}
	var err error
	if options.By, err = cost.ParseDimensions(fieldpath.Split(c.By)); err != nil {
		return nil, err
	}
	rates, err := c.Prices.Read(getenv)
	if err != nil {
		return nil, err
	}
	options.Prices, options.Storage, options.Ranges = rates.List, rates.Storage, rates.Ranges
	return &Plan{Build: func(scope report.Scope) (*report.Report, error) {
		options.Scope = scope
		return cost.New(options)
	}}, nil
}

// planBill plans the sharing of a bill.
func (c *Costs) planBill(getenv func(name string) string) (*Plan, error) {
	options := billed.Options{Limit: c.Limit}
	var err error
	if options.By, err = report.ParseDimensions(fieldpath.Split(c.By)); err != nil {
		return nil, err
	}
	if options.Ranges, err = c.Prices.ReadRanges(getenv); err != nil {
		return nil, err
	}
	return &Plan{
		Build: func(scope report.Scope) (*report.Report, error) { return billed.New(options, scope) },
		Tally: func(read *export.Bill) (Tally, error) { return billed.NewTally(options, read), nil },
	}, nil
}

// planTrail plans what CloudTrail charges for itself.
func (c *Costs) planTrail() (*Plan, error) {
	by, err := report.ParseDimensions(fieldpath.Split(c.By))
	if err != nil {
		return nil, err
	}
	prices, err := c.Prices.ReadList()
	if err != nil {
		return nil, err
	}
	return &Plan{Build: func(scope report.Scope) (*report.Report, error) {
		return trailbill.New(trailbill.Options{By: by, Limit: c.Limit, Prices: prices, Scope: scope})
	}}, nil
}

// planStarted plans what calls have started.
func (c *Costs) planStarted() (*Plan, error) {
	options := started.Options{Limit: c.Limit, Starts: c.Starts}
	var err error
	if options.By, err = report.ParseDimensions(fieldpath.Split(c.By)); err != nil {
		return nil, err
	}
	if options.Prices, err = c.Prices.ReadList(); err != nil {
		return nil, err
	}
	return &Plan{
		Build: func(scope report.Scope) (*report.Report, error) { return started.New(options, scope) },
		Tally: func(*export.Bill) (Tally, error) { return started.NewTally(options) },
	}, nil
}
