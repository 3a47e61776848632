package pricing

import (
	"strings"

	"github.com/trailq/trailq/internal/report"
)

// deliveryTerms are the parameters of deliveries.sql, which tells duplicate deliveries
// apart after calls that are priced alike have been grouped.
type deliveryTerms struct {
	// Gathers asks for it. An engine elsewhere otherwise keeps all events in a window.
	Gathers bool
	// KeysOnce are the keys, of which cost_copy says whether a call was delivered before.
	KeysOnce string
	Amounts  []deliveryAmount
}

// deliveryAmount is a sum of calls, and what the first deliveries of events have of it.
type deliveryAmount struct {
	Name, First report.Name
	Field       int // in the rows that are kept for events
}

// deliveryTerms returns the parameters for keys. Where the first and the last time of
// calls are wanted, the events are not many: they are told apart one by one.
func (c *Calls) deliveryTerms(keys []string) deliveryTerms {
	list := strings.Join(keys, ", ")
	return deliveryTerms{
		Gathers:  c.Elsewhere && c.ClockFrom == 0,
		KeysOnce: strings.Replace(list, "cost_copy", "CASE WHEN cost_again THEN "+report.Text(Redelivered).String()+" ELSE cost_copy END AS cost_copy", 1),
		Amounts: []deliveryAmount{
			{"cost_sent", "cost_first_sent", 1}, {"cost_received", "cost_first_received", 2}, {"cost_retrieved", "cost_first_retrieved", 3},
		},
	}
}
