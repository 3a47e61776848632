package ask

import (
	"context"
	"fmt"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/bill/export"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/billed"
	"github.com/trailq/trailq/internal/words"
)

// prepareBill makes the query that shares the lines of a bill among the calls.
func (c *Cost) prepareBill(request Request) (*Query, error) {
	if c.Tiered || len(c.Prices.Files)+len(c.Prices.Storage) > 0 {
		return nil, usagef("%v and %v do not go with %v, which has AWS's own dollars", words.Name("tiered"), words.Name("prices"), words.Name("bill"))
	}
	options := billed.Options{Limit: c.Limit}
	var err error
	if options.By, err = parseDimensions("by", c.By, "cost"); err != nil {
		return nil, err
	}
	if options.Ranges, err = c.Prices.ReadRanges(request.Getenv); err != nil {
		return nil, tariffFailure(err)
	}
	request.Options.Engine.marksDuplicates = true
	query, err := tableQuery(request.Options, func(scope report.Scope) (*report.Report, error) { return billed.New(options, scope) })
	if err != nil {
		return nil, err
	}
	query.run = func(ctx context.Context, run *Run, shown *display) (*Outcome, error) {
		read, err := c.readBill(ctx, run)
		if err != nil {
			return nil, fmt.Errorf("reading the bill: %w", err)
		}
		asked, err := billed.New(options, run.scope())
		if err != nil {
			return nil, err
		}
		tally := billed.NewTally(options, read)
		if err := run.presentReport(ctx, asked, tally.Read); err != nil {
			return nil, err
		}
		return &Outcome{Empty: run.isEmpty()}, shown.show(tally.Tables()...)
	}
	return query, nil
}

// readBill reads the lines of the bill that are for the time of the query.
func (c *Cost) readBill(ctx context.Context, run *Run) (*export.Bill, error) {
	sources := make([]trailq.Source, len(c.Bill))
	for i, name := range c.Bill {
		var err error
		if sources[i], err = run.sources.openSource(ctx, name); err != nil {
			return nil, err
		}
	}
	return export.Read(ctx, trailq.Join(sources...), export.Window{From: run.read.Filter.From, To: run.read.Filter.To}, run.options.Engine.Spill)
}
