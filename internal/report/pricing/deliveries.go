package pricing

import "github.com/trailq/trailq/internal/report"

// deliveryTerms are the parameters of deliveries.sql, which tells duplicate deliveries
// apart after calls that are priced alike have been grouped.
type deliveryTerms struct {
	// Gathers asks for it. An engine elsewhere otherwise keeps all events in a window.
	Gathers bool
	Amounts []deliveryAmount
}

// deliveryAmount is a sum of calls, and what the first deliveries of events have of it.
type deliveryAmount struct {
	Name, First report.Name
	Field       int // in the rows that are kept for events
}

// gathersDeliveries reports whether deliveries are told apart in groups. Where the first and the last
// time of calls are wanted, the events are not many: they are told apart one by one.
func (c *Calls) gathersDeliveries() bool { return c.Elsewhere && c.ClockFrom == 0 }

// deliveryTerms returns the parameters.
func (c *Calls) deliveryTerms() deliveryTerms {
	return deliveryTerms{
		Gathers: c.gathersDeliveries(),
		Amounts: []deliveryAmount{{"cost_sent", "cost_first_sent", 1}, {"cost_received", "cost_first_received", 2}},
	}
}
