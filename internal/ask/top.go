package ask

import (
	"context"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/top"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
)

// Top counts the most common calls.
type Top struct {
	By    string // dimensions
	Sum   string // the name of a measure; empty counts events
	Limit int    // zero is all groups
}

// NewTop returns the report with what its words mean where they are not given.
func NewTop() *Top { return &Top{By: "eventSource,eventName", Limit: 10} }

// Words returns the words of the report.
func (t *Top) Words() words.Words {
	return words.Words{
		words.New("by", words.Text(&t.By)),
		words.New("sum", words.NewChoice(&t.Sum, SumNames()...)),
		words.New("limit", words.RowLimit(&t.Limit)),
	}
}

func (t *Top) prepare(request Request) (*Query, error) {
	by, err := parseDimensions("by", t.By, "top")
	if err != nil {
		return nil, err
	}
	options := top.Options{By: by, Sum: measureNamed(report.Measures(), t.Sum), Limit: t.Limit}
	request.Options.Engine.marksDuplicates = t.Sum != ""
	query, err := tableQuery(request.Options, func(scope report.Scope) (*report.Report, error) {
		options.Scope = scope
		return top.New(options)
	})
	if err != nil {
		return nil, err
	}
	return query.countOverlap(), nil
}

// tableQuery is a query of one statement whose answer is one table.
func tableQuery(options Options, build func(report.Scope) (*report.Report, error)) (*Query, error) {
	if _, err := build(report.Scope{}); err != nil {
		return nil, err
	}
	return &Query{
		Options: options,
		build: func(scope report.Scope, _ bool) ([]*report.Report, error) {
			r, err := build(scope)
			return []*report.Report{r}, err
		},
		run: func(ctx context.Context, run *Run, shown *display) (*Outcome, error) {
			asked, err := build(run.Scope())
			if err != nil {
				return nil, err
			}
			err = run.presentReport(ctx, asked, func(answer *table.Table) error { return shown.show(answer) })
			return &Outcome{Empty: run.isEmpty()}, err
		},
	}, nil
}
