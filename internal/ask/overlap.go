package ask

import (
	"context"

	"github.com/trailq/trailq/internal/humanize"
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
			outcome.Notes = append(outcome.Notes, overlapNotes(counter.Count(), run.Reading().Summary.Records.Yielded, outcome.Apart)...)
		}
		return outcome, err
	}
	return q
}

// overlapNotes returns the notes about those of the events that are no calls of their
// own.
func overlapNotes(count overlap.Count, events int64, apart bool) []words.Phrase {
	upTo := ""
	if apart {
		upTo = "up to "
	}
	var notes []words.Phrase
	switch {
	case count.Shared == 1:
		notes = append(notes, words.Phrasef("%s1 call has two records, one in each account's logs, and counts as two events", upTo))
	case count.Shared > 1:
		notes = append(notes, words.Phrasef("%s%s calls have two records, one in each account's logs, and count as two events each", upTo, humanize.Thousands(count.Shared)))
	}
	if count.Network > 0 && count.Network < events {
		notes = append(notes, words.Phrasef("the events include %s%s of network activity: a call through a VPC endpoint has such an event beside its own; %v eventCategory!=NetworkActivity leaves them out",
			upTo, humanize.Thousands(count.Network), words.Name("where")))
	}
	return notes
}
