// Package gap finds hours in which an account and region has no events though it
// otherwise has some:
//
//	var presence gap.Presence
//	presence.Add(gap.Place{Account: "111122223333", Region: "eu-west-1"}, eventTime)
//	for _, g := range presence.Gaps() {
//		fmt.Println(g.Place, g.From, g.To)
//	}
//
// Events alone do not tell an hour in which nothing happened from one whose log
// files are missing or have not come yet: CloudTrail does not guarantee when they
// come, and tries to deliver them for 30 days
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html).
// But silence is worth a look in a place that is hardly ever silent. What this
// package means by that:
//
//   - It counts from its first three hours in a row with events on. What comes
//     before may be late events of a time that the logs do not cover.
//   - From then on it has events in at least [LeastActive] hours and, its longest
//     silence aside, in at least nine of ten.
//
// Each of its silences of one or more whole hours of the clock in UTC is then a
// gap. A place that falls silent for good is so until the last hour, exclusive,
// in which any place has events.
package gap

import (
	"cmp"
	"maps"
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
	// Active is how many hours of the place have events, of Hours that count.
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
	hours := steady(slices.Sorted(maps.Keys(active)))
	present := int64(len(hours))
	if present < LeastActive {
		return nil
	}
	all := hours[present-1] - hours[0] + 1
	if hours[present-1] < end {
		all = end - hours[0]
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
	if present*10 < (all-longest)*9 {
		return nil
	}
	for i := range gaps {
		gaps[i].Active, gaps[i].Hours = int(present), int(all)
	}
	return gaps
}

// steady are the hours from the first three in a row on.
func steady(hours []int64) []int64 {
	for i := 2; i < len(hours); i++ {
		if hours[i]-hours[i-2] == 2 {
			return hours[i-2:]
		}
	}
	return nil
}
