package ask

import (
	"context"
	"errors"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/timeline"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
)

// Timeline counts events in time, and finds gaps in their delivery.
type Timeline struct {
	By     string // dimensions; empty is one series
	Every  string // the length of a bar; empty is as fits
	Sum    string // the name of a measure; empty counts events
	Series int    // zero is all
}

// NewTimeline returns the report with what its words mean where they are not given.
func NewTimeline() *Timeline { return &Timeline{Series: 5} }

// TimelineLengths lists the choices of the word every.
func TimelineLengths() []string {
	var lengths []string
	for _, every := range timeline.Lengths() {
		lengths = append(lengths, string(every))
	}
	return lengths
}

// Words returns the words of the report.
func (t *Timeline) Words() words.Words {
	return words.Words{
		words.New("by", words.Text(&t.By)),
		words.New("every", words.NewChoice(&t.Every, TimelineLengths()...)),
		words.New("sum", words.NewChoice(&t.Sum, SumNames()...)),
		words.New("series", words.RowLimit(&t.Series)),
	}
}

func (t *Timeline) prepare(request Request) (*Query, error) {
	read, err := request.Options.Selection.options()
	if err != nil {
		return nil, err
	}
	options := timeline.Options{
		Sum: measureNamed(report.Measures(), t.Sum), Every: timeline.Every(t.Every), Series: t.Series, Filter: read.Filter,
	}
	if t.By != "" {
		if options.By, err = parseDimensions("by", t.By, "top"); err != nil {
			return nil, err
		}
	}
	request.Options.Engine.marksDuplicates = t.Sum != ""
	build := func(scope report.Scope) (*timeline.Timeline, error) {
		options.Scope = scope
		return timeline.New(options)
	}
	if _, err := build(report.Scope{}); err != nil {
		return nil, err
	}
	query := &Query{
		Options: request.Options,
		build: func(scope report.Scope, _ bool) ([]*report.Report, error) {
			asked, err := build(scope)
			if err != nil {
				return nil, err
			}
			return []*report.Report{asked.Report}, nil
		},
		run: func(ctx context.Context, run *Run, shown *display) (*Outcome, error) {
			asked, err := build(run.Scope())
			if err != nil {
				return nil, err
			}
			err = run.askReport(ctx, asked.Report, func(answer *engine.Answer) error {
				return showTimeline(asked, answer.Table, shown)
			})
			return &Outcome{Empty: run.isEmpty()}, err
		},
	}
	return query.countOverlap(), nil
}

// showTimeline shows the timeline and, if there are any, the gaps.
func showTimeline(asked *timeline.Timeline, answer *table.Table, shown *display) error {
	chart, gaps, err := asked.Tables(answer)
	var large *timeline.SizeError
	switch {
	case errors.As(err, &large):
		return usagef("%w", err).withHint("narrow the window with %v and %v, or choose a longer %v or fewer %v",
			words.Name("from"), words.Name("to"), words.Name("every"), words.Name("series"))
	case err != nil:
		return err
	case gaps == nil || shown.form.ForPeople && !gaps.HasRows():
		return shown.show(chart)
	}
	return shown.show(chart, gaps)
}
