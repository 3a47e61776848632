// Package delivery finds which hours of two windows were not delivered, so that only
// hours that both have are compared:
//
//	counts := delivery.New(hoursBefore, hoursAfter, time.Hour)
//	counts.AddEvents(place, side, hour, events) // for each hour of each account and region
//	counts.FindLeft()
//	for _, part := range counts.Left { … }
package delivery
