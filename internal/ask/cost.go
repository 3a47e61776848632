package ask

import (
	"context"
	"errors"
	"fmt"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/bill/export"
	"github.com/trailq/trailq/internal/costing"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/words"
)

// Cost estimates what calls cost, or shares a bill among them.
type Cost struct{ costing.Costs }

// NewCost returns the report with what its words mean where they are not given.
func NewCost() *Cost { return &Cost{costing.New()} }

// CostNames lists the short names of the word by that only costs have.
func CostNames() []ShortName { return costing.Names() }

func (c *Cost) prepare(request Request) (*Query, error) {
	if len(c.Bill) > 0 && (c.Tiered || len(c.Prices.Files)+len(c.Prices.Storage) > 0) {
		return nil, usagef("%v and %v do not go with %v, which has AWS's own dollars", words.Name("tiered"), words.Name("prices"), words.Name("bill"))
	}
	if c.Of != costing.OfCalls && (c.Tiered || len(c.Bill)+len(c.Prices.Storage) > 0) {
		return nil, usagef("%v, %v and %v are about calls: they do not go with %v", words.Name("tiered"), words.Name("bill"), words.Name("storage-class"), words.Name("of"))
	}
	if c.Of == costing.OfStarted {
		if err := c.chooseStarts(&request.Options.Selection); err != nil {
			return nil, err
		}
	}
	plan, err := c.Plan(request.Getenv)
	if err != nil {
		return nil, costFailure(err)
	}
	request.Options.Engine.marksDuplicates = true
	query, err := tableQuery(request.Options, plan.Build)
	if err != nil || plan.Tally == nil {
		return query, err
	}
	query.run = func(ctx context.Context, run *Run, shown *display) (*Outcome, error) {
		read, err := c.readBill(ctx, run)
		if err != nil {
			return nil, fmt.Errorf("reading the bill: %w", err)
		}
		tally, err := plan.Tally(read)
		if err != nil {
			return nil, err
		}
		asked, err := plan.Build(run.Scope())
		if err != nil {
			return nil, err
		}
		if err := run.presentReport(ctx, asked, tally.Read); err != nil {
			return nil, err
		}
		return &Outcome{Empty: run.isEmpty()}, shown.show(tally.Tables()...)
	}
	return query, nil
}

// chooseStarts takes the filters of calls out of a selection: they choose what was
// started, and must not leave out the calls that ended it.
func (c *Cost) chooseStarts(selection *Selection) error {
	f := &selection.Filter
	calls := trailq.Filter{EventSources: f.EventSources, EventNames: f.EventNames, Callers: f.Callers, SourceIPAddresses: f.SourceIPAddresses, Where: f.Where}
	if err := checkFilter(&calls); err != nil {
		return err
	}
	var err error
	c.Starts, err = report.Conditions(&calls)
	f.EventSources, f.EventNames, f.Callers, f.SourceIPAddresses, f.Where = nil, nil, nil, nil, nil
	return err
}

// costFailure returns a mistake in the words about costs.
func costFailure(err error) error {
	if mistake := new(report.FieldError); errors.As(err, &mistake) {
		return dimensionFailure("by", "cost", err)
	}
	return tariffFailure(err)
}

// readBill reads the lines of the bill that are for the time of the query, if a bill is
// named.
func (c *Cost) readBill(ctx context.Context, run *Run) (*export.Bill, error) {
	if len(c.Bill) == 0 {
		return nil, nil
	}
	sources := make([]trailq.Source, len(c.Bill))
	for i, name := range c.Bill {
		var err error
		if sources[i], err = run.sources.openSource(ctx, name); err != nil {
			return nil, err
		}
	}
	return export.Read(ctx, trailq.Join(sources...), export.Window{From: run.read.Filter.From, To: run.read.Filter.To}, run.options.Engine.Spill)
}
