package tables

import (
	"math"
	"time"
)

// hourCount is how many events an hour has.
type hourCount struct{ hour, events int64 }

// Focus is the part of the time with most of the events, for logs that lie years apart.
type Focus struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Inside int64     `json:"inside"`
	Before int64     `json:"before"`
	After  int64     `json:"after"`
}

const (
	wholeSpan  = 62 * 24 // hours that are shown as a whole
	focusShare = 0.8     // of the events, that the densest part has
)

// findFocus returns the shortest part of the time, in days, that has most of the events;
// nil where all of the time can be shown.
func findFocus(hours []hourCount) *Focus {
	if len(hours) == 0 || hours[len(hours)-1].hour-hours[0].hour < wholeSpan {
		return nil
	}
	days, total := addDays(hours)
	need := int64(math.Ceil(focusShare * float64(total)))
	best, bestInside := [2]int{0, len(days) - 1}, total
	for first, last, inside := 0, 0, int64(0); last < len(days); last++ {
		inside += days[last].events
		for inside-days[first].events >= need && first < last {
			inside -= days[first].events
			first++
		}
		if inside >= need && days[last].hour-days[first].hour < days[best[1]].hour-days[best[0]].hour {
			best, bestInside = [2]int{first, last}, inside
		}
	}
	f := &Focus{From: dayStart(days[best[0]].hour), To: dayStart(days[best[1]].hour + 1), Inside: bestInside}
	for _, day := range days[:best[0]] {
		f.Before += day.events
	}
	f.After = total - f.Before - f.Inside
	if f.Before+f.After == 0 {
		return nil
	}
	return f
}

// addDays adds up the hours of each day. The hour of a day is its number.
func addDays(hours []hourCount) (days []hourCount, total int64) {
	for _, hour := range hours {
		day := hour.hour / 24
		if n := len(days); n > 0 && days[n-1].hour == day {
			days[n-1].events += hour.events
		} else {
			days = append(days, hourCount{day, hour.events})
		}
		total += hour.events
	}
	return days, total
}

func dayStart(day int64) time.Time { return time.Unix(day*24*3600, 0).UTC() }
