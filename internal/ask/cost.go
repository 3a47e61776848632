package ask

import (
	"slices"

	"github.com/trailq/trailq/internal/fieldpath"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/cost"
	"github.com/trailq/trailq/internal/report/trailbill"
	"github.com/trailq/trailq/internal/words"
)

// Cost estimates what calls cost.
type Cost struct {
	By     string // dimensions
	Limit  int    // zero is all groups
	Tiered bool
	Prices Prices
	Bill   []string // exports of a bill, whose lines are shared among the groups
	Of     string   // calls, or cloudtrail: what it charges itself
}

// NewCost returns the report with what its words mean where they are not given.
func NewCost() *Cost { return &Cost{By: "eventName", Limit: 10, Of: "calls"} }

// Words returns the words of the report.
func (c *Cost) Words() words.Words {
	return slices.Concat(words.Words{
		words.New("by", words.Text(&c.By)),
		words.New("limit", words.RowLimit(&c.Limit)),
		words.New("tiered", words.Toggle(&c.Tiered)),
		words.New("bill", words.Texts(&c.Bill)),
		words.New("of", words.NewChoice(&c.Of, "calls", "cloudtrail")),
	}, c.Prices.Words())
}

// CostNames lists the short names of the word by that only costs have.
func CostNames() []ShortName { return cost.Names() }

func (c *Cost) prepare(request Request) (*Query, error) {
	if len(c.Bill) > 0 {
		return c.prepareBill(request)
	}
	if c.Of != "calls" {
		return c.prepareOther(request)
	}
	options := cost.Options{Limit: c.Limit, Tiered: c.Tiered}
	var err error
	if options.By, err = cost.ParseDimensions(fieldpath.Split(c.By)); err != nil {
		return nil, dimensionFailure("by", "cost", err)
	}
	rates, err := c.Prices.Read(request.Getenv)
	if err != nil {
		return nil, tariffFailure(err)
	}
	options.Prices, options.Storage, options.Ranges = rates.List, rates.Storage, rates.Ranges
	request.Options.Engine.marksDuplicates = true
	return tableQuery(request.Options, func(scope report.Scope) (*report.Report, error) {
		options.Scope = scope
		return cost.New(options)
	})
}

// prepareOther makes the query for what is no price of a call.
func (c *Cost) prepareOther(request Request) (*Query, error) {
	by, err := parseDimensions("by", c.By, "cost")
	if err != nil {
		return nil, err
	}
	prices, err := c.Prices.ReadList()
	if err != nil {
		return nil, tariffFailure(err)
	}
	request.Options.Engine.marksDuplicates = true
	return tableQuery(request.Options, func(scope report.Scope) (*report.Report, error) {
		return trailbill.New(trailbill.Options{By: by, Limit: c.Limit, Prices: prices, Scope: scope})
	})
}
