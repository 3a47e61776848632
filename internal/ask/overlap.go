package ask

import (
	"context"

	"github.com/trailq/trailq/internal/overlap"
	"github.com/trailq/trailq/internal/words"
)

// countOverlap makes a query that counts events say how many of them are no calls of
// their own. Where windows lie apart, some of these events can lie between.
func (q *Query) countOverlap() *Query {
	counter := overlap.NewCounter()
	q.Options.Engine.overlap = counter
	answer := q.run
	q.run = func(ctx context.Context, run *Run, shown *display) (*Outcome, error) {
		outcome, err := answer(ctx, run, shown)
		if outcome != nil {
			shared, network := counter.Count().Notes(run.Reading().Summary.Records.Yielded, outcome.Apart)
			if shared != "" {
				outcome.Notes = append(outcome.Notes, words.Phrasef("%s", shared))
			}
			if network != "" {
				outcome.Notes = append(outcome.Notes, words.Phrasef("%s; %v eventCategory!=NetworkActivity leaves them out", network, words.Name("where")))
			}
		}
		return outcome, err
	}
	return q
}
