// Package gap finds hours in which an account and region has no events though it
// otherwise has some:
//
//	var presence gap.Presence
//	presence.Add(gap.Place{Account: "111122223333", Region: "eu-west-1"}, eventTime)
//	for _, g := range presence.Gaps() {
//		fmt.Println(g.Place, g.From, g.To)
//	}
//
// CloudTrail writes nothing where nothing happens
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html),
// so that silence alone does not prove that logs are missing. It is worth a look
// in a place that is hardly ever silent. What this package means by that:
//
//   - The place has events in at least [LeastActive] hours.
//   - Its longest silence aside, it has some in at least nine of ten hours from
//     its first event on.
//
// Each of its silences of one or more whole hours of the clock in UTC is then a
// gap. A place that falls silent for good is so until the last hour, exclusive,
// in which any place has events. Before its first event a place is not there.
package gap

import (
	"cmp"
	"slices"
	"time"
)

// LeastActive is in how many hours a place must have events.
const LeastActive = 12

// mostPlaces bounds the memory that logs of made-up accounts can take.
const mostPlaces = 10_000

// Place is an account in a region.
type Place struct{ Account, Region string }

// Gap is a silence, from the start of an hour to the start of another, in UTC.
type Gap struct {
	Place
	From, To time.Time
	// Active is how many hours of the place have events, of Hours from its first
	// event to the end.
	Active, Hours int
}

// Presence is in which hours each place has events. The zero value has none. It
// is for one goroutine, and takes memory by hours with events.
type Presence struct {
	places map[Place]map[int64]struct{} // by hours since 1970
	last   int64
	full   bool
}

// Add notes that the place has an event at that time.
func (p *Presence) Add(place Place, at time.Time) {
	hour := hourOf(at)
	hours, known := p.places[place]
	if !known {
		if len(p.places) == mostPlaces {
			p.full = true
			return
		}
		if p.places == nil {
			p.places = make(map[Place]map[int64]struct{})
			p.last = hour
		}
		hours = make(map[int64]struct{})
		p.places[place] = hours
	}
	hours[hour] = struct{}{}
	p.last = max(p.last, hour)
}

// Partial says that there are more places than are kept apart: gaps of the
// others are not found.
func (p *Presence) Partial() bool { return p.full }

func hourOf(at time.Time) int64 { return at.Truncate(time.Hour).Unix() / 3600 }

// startOf is when the hour begins.
func startOf(hour int64) time.Time { return time.Unix(hour*3600, 0).UTC() }

// Gaps lists the gaps by time, then by place.
func (p *Presence) Gaps() []Gap {
	var gaps []Gap
	for place, hours := range p.places {
		gaps = append(gaps, gapsOf(place, hours, p.last)...)
	}
	slices.SortFunc(gaps, func(a, b Gap) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	return gaps
}

// gapsOf finds the gaps of one place before the end.
func gapsOf(place Place, active map[int64]struct{}, end int64) []Gap {
	if len(active) < LeastActive {
		return nil
	}
	hours := make([]int64, 0, len(active)+1)
	for hour := range active {
		hours = append(hours, hour)
	}
	slices.Sort(hours)
	first := hours[0]
	if hours[len(hours)-1] < end {
		hours = append(hours, end)
	}
	var gaps []Gap
	var longest int64
	for i, hour := range hours[1:] {
		silent := hour - hours[i] - 1
		if silent == 0 {
			continue
		}
		longest = max(longest, silent)
		gaps = append(gaps, Gap{Place: place, From: startOf(hours[i] + 1), To: startOf(hour)})
	}
	all := max(end-first, hours[len(active)-1]-first+1)
	if int64(len(active))*10 < (all-longest)*9 {
		return nil
	}
	for i := range gaps {
		gaps[i].Active, gaps[i].Hours = len(active), int(all)
	}
	return gaps
}
