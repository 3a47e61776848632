package overlap

import (
	"fmt"

	"github.com/trailq/trailq/internal/humanize"
)

// Notes says how many of some events are no calls of their own: those with two records,
// and those of network activity; "" for none. With apart, some of them can lie between
// the windows that were asked about.
func (c Count) Notes(events int64, apart bool) (shared, network string) {
	upTo := ""
	if apart {
		upTo = "up to "
	}
	switch {
	case c.Shared == 1:
		shared = upTo + "1 call has two records, one in each account's logs, and counts as two events"
	case c.Shared > 1:
		shared = fmt.Sprintf("%s%s calls have two records, one in each account's logs, and count as two events each", upTo, humanize.Thousands(c.Shared))
	}
	if c.Network > 0 && c.Network < events {
		network = fmt.Sprintf("the events include %s%s of network activity: a call through a VPC endpoint has such an event beside its own", upTo, humanize.Thousands(c.Network))
	}
	return shared, network
}
