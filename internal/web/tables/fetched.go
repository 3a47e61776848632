package tables

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/web/reply"
)

// noteFetched says what it took to fetch the events of a table elsewhere, and what asks
// there again.
func (s *Session) noteFetched(run *ask.Run, took time.Duration) {
	reading := run.Reading()
	s.log.Note(fmt.Sprintf("one statement fetched the events of %s, which are counted and listed here: %s. "+
		"Reports, records, SQL, exports and conditions on other fields ask there again, each by statements of its own",
		strings.Join(s.options.Sources, " "), account.DescribeReading(&reading, new(ask.Outcome), took)))
}

// checkDollars refuses what each event of a table elsewhere cost: it would take two scans
// more.
func checkDollars(run *ask.Run) error {
	if !run.IsElsewhere() {
		return nil
	}
	return &reply.Failure{Status: 409, Message: "the events of a table elsewhere have no dollars here", Hint: "the screen of costs asks there for those of groups"}
}
