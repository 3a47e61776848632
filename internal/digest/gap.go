package digest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq"
)

// trailCalls returns the calls after which a trail delivers no digests: it is stopped,
// gone, or its validation is off.
func trailCalls() []string { return []string{"StopLogging", "DeleteTrail", "UpdateTrail"} }

// reactionTime is how long before a gap the call can lie that caused it: a stopped
// trail delivers one more digest, at the end of the hour.
const reactionTime = 2 * time.Hour

// explainGaps looks in the log files for who stopped a trail where hours have no
// digest. Only the log files around the gaps are read.
func (v *verification) explainGaps(ctx context.Context, source trailq.Source) error {
	var around span
	for i := range v.result.Problems {
		if p := &v.result.Problems[i]; p.State == NoDigest {
			around = around.include(span{p.From.Add(-reactionTime), p.To})
		}
	}
	if around.from.IsZero() {
		return nil
	}
	options := trailq.Options{
		Filter:  trailq.Filter{From: around.from, To: around.to, EventSources: []string{"cloudtrail"}, EventNames: trailCalls(), Accounts: v.options.Filter.Accounts},
		Workers: v.options.Workers,
	}
	found := map[string][]trailCall{} // by account
	for event, err := range trailq.Events(ctx, source, options) {
		var part *trailq.FileError
		if errors.As(err, &part) {
			continue // it was told where the file was hashed, or is not a log
		}
		if err != nil {
			return err
		}
		found[event.RecipientAccountID] = append(found[event.RecipientAccountID], newTrailCall(event))
	}
	for i := range v.result.Problems {
		if p := &v.result.Problems[i]; p.State == NoDigest {
			p.Cause += "; " + describeCalls(found[p.Account], p)
		}
	}
	return nil
}

// trailCall is a call by which a trail can have ended.
type trailCall struct {
	at          time.Time
	name, trail string
	caller      string
}

func newTrailCall(event *trailq.Event) trailCall {
	var parameters struct{ Name string }
	_ = json.Unmarshal(event.RequestParameters, &parameters) // without a name it is any trail's
	return trailCall{at: event.EventTime, name: event.EventName, trail: parameters.Name, caller: event.UserIdentity.ARN}
}

// describeCalls says who ended a trail before or in the hours of a problem.
func describeCalls(calls []trailCall, p *Problem) string {
	var texts []string
	for _, call := range calls {
		if call.at.Before(p.From.Add(-reactionTime)) || !call.at.Before(p.To) {
			continue
		}
		texts = append(texts, fmt.Sprintf("%s of %s by %s at %s", call.name, call.trail, call.caller, call.at.UTC().Format(time.RFC3339)))
	}
	if len(texts) == 0 {
		return "the logs record nobody who called " + strings.Join(trailCalls(), ", ")
	}
	return strings.Join(texts, "; ")
}
