package coverage

import (
	"time"
)

// Place is an account in a region, as the folders of log files have it. Both are empty
// for files whose paths do not tell.
type Place struct{ Account, Region string }

// key is an hour of a place.
type key struct {
	Place
	hour int64 // since 1970; noHour where the time is unknown
}

// noHour stands for a time that neither the name of a file nor a record tells.
const noHour = -1 << 62

// hourOf returns the number of the hour of a time.
func hourOf(at time.Time) int64 {
	if at.IsZero() {
		return noHour
	}
	return at.Unix() / 3600
}

// Cell is what there is of one place in one hour. Files are in the hour of the time in
// their names, events in that of their eventTime.
type Cell struct {
	Place
	// Hour is its start, in UTC; zero for files and events without a time.
	Hour time.Time
	// Listed are all log files, Read and Failed those that were opened.
	Listed, Read, Failed int
	Events               int64
	// Repeated are events whose eventID was read before.
	Repeated int64
	// Incomplete are records that say themselves that something is left out.
	Incomplete int64
	// Missing are files that are known not to be there.
	Missing int
	// Digest is the state of the digests of the hour; empty where there are none.
	Digest string

	delays delays
}

// MedianDelay returns the median time from an event to the time in its file's name, in
// whole minutes, and whether there is one.
func (c *Cell) MedianDelay() (time.Duration, bool) { return c.delays.median() }

// LongestDelay returns the longest of these times; delays of two days and more are two
// days.
func (c *Cell) LongestDelay() (time.Duration, bool) { return c.delays.longest() }

// addCell adds the counts of another.
func (c *Cell) addCell(other *Cell) {
	c.Listed += other.Listed
	c.Read += other.Read
	c.Failed += other.Failed
	c.Events += other.Events
	c.Repeated += other.Repeated
	c.Incomplete += other.Incomplete
	c.delays.addDelays(other.delays)
}

// delays counts delays by minutes.
type delays []uint32

// longestDelay is where delays are cut, in minutes.
const longestDelay = 2 * 24 * 60

func (d *delays) addDelay(delay time.Duration) {
	minutes := min(max(int(delay/time.Minute), 0), longestDelay)
	for len(*d) <= minutes {
		*d = append(*d, 0)
	}
	(*d)[minutes]++
}

func (d *delays) addDelays(other delays) {
	for len(*d) < len(other) {
		*d = append(*d, 0)
	}
	for minutes, n := range other {
		(*d)[minutes] += n
	}
}

func (d delays) median() (time.Duration, bool) {
	total := 0
	for _, n := range d {
		total += int(n)
	}
	passed := 0
	for minutes, n := range d {
		if passed += int(n); total > 0 && passed*2 >= total {
			return time.Duration(minutes) * time.Minute, true
		}
	}
	return 0, false
}

func (d delays) longest() (time.Duration, bool) {
	for minutes := len(d) - 1; minutes >= 0; minutes-- {
		if d[minutes] > 0 {
			return time.Duration(minutes) * time.Minute, true
		}
	}
	return 0, false
}
