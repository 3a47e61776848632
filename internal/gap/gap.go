// Package gap finds hours without events in an account and region that normally has
// some:
//
//	var presence gap.Presence
//	presence.Add(gap.Place{Account: "111122223333", Region: "eu-west-1"}, eventTime)
//	for _, g := range presence.Gaps() {
//		fmt.Println(g.Place, g.From, g.To)
//	}
//
// Events alone cannot distinguish an hour in which nothing happened from one whose
// log files are missing or late: CloudTrail does not guarantee a delivery time, and
// retries for 30 days
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html).
// But silence deserves a look in a place that is hardly ever silent:
//
//   - A place counts from its first three consecutive hours with events. Events
//     before these can be late events of a time that the logs do not cover.
//   - From then on, it has events in at least [LeastActive] hours and, apart from
//     its longest silence, in at least nine of ten.
//
// Each silence of one or more whole clock hours, in UTC, is then a gap. If a place
// falls silent for good, its last gap ends before the last hour in which any place
// has events.
package gap

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// LeastActive is the number of hours in which a place must have events.
const LeastActive = 12

// mostPlaces bounds the memory that logs of invented accounts can take.
const mostPlaces = 10_000

// Place is an account in a region.
type Place struct{ Account, Region string }

// Gap is a silence, from the start of an hour to the start of another, in UTC.
type Gap struct {
	Place
	From, To time.Time
	// Active is the number of hours with events, out of the Hours that count.
	Active, Hours int
}

// Presence records the hours in which each place has events. The zero value is
// empty. It is not safe for concurrent use, and its memory grows with the hours
// that have events.
type Presence struct {
	places map[Place]map[int64]struct{} // by hours since 1970
	last   int64
	full   bool
}

// Add records an event of the place at the given time.
func (p *Presence) Add(place Place, at time.Time) {
	hour := unixHour(at)
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

// Partial reports whether there are too many places: gaps of the surplus ones are
// not found.
func (p *Presence) Partial() bool { return p.full }

func unixHour(at time.Time) int64 { return at.Truncate(time.Hour).Unix() / 3600 }

// hourTime returns the start of an hour.
func hourTime(hour int64) time.Time { return time.Unix(hour*3600, 0).UTC() }

// Gaps returns the gaps by time, then by place.
func (p *Presence) Gaps() []Gap {
	var gaps []Gap
	for place, hours := range p.places {
		gaps = append(gaps, findGaps(place, hours, p.last)...)
	}
	slices.SortFunc(gaps, func(a, b Gap) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	return gaps
}

// findGaps returns the gaps of one place before the hour end.
func findGaps(place Place, active map[int64]struct{}, end int64) []Gap {
	hours := steadyHours(slices.Sorted(maps.Keys(active)))
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
		gaps = append(gaps, Gap{Place: place, From: hourTime(hours[i] + 1), To: hourTime(hour)})
	}
	if present*10 < (all-longest)*9 {
		return nil
	}
	for i := range gaps {
		gaps[i].Active, gaps[i].Hours = int(present), int(all)
	}
	return gaps
}

// steadyHours returns the hours from the first three consecutive ones on.
func steadyHours(hours []int64) []int64 {
	for i := 2; i < len(hours); i++ {
		if hours[i]-hours[i-2] == 2 {
			return hours[i-2:]
		}
	}
	return nil
}
