package explain

import (
	"math"
	"slices"
)

// orderByChange returns the causes with those first that changed most, for the windows'
// lengths. A cause comes after those whose events it leaves out.
func (s *search) orderByChange(causes []Cause) []Cause {
	change := func(c Cause) float64 { return math.Abs(c.After - s.options.Ratio*c.Before) }
	var ordered []Cause
	places := make(map[int]int) // the new indexes by the old ones
	for len(ordered) < len(causes) {
		next := -1
		for i, c := range causes {
			_, isPlaced := places[i]
			waits := slices.ContainsFunc(c.Overlaps, func(at int) bool { _, isPlaced := places[at]; return !isPlaced })
			if !isPlaced && !waits && (next < 0 || change(c) > change(causes[next])) {
				next = i
			}
		}
		places[next] = len(ordered)
		ordered = append(ordered, causes[next])
	}
	for i := range ordered {
		var overlaps []int
		for _, at := range ordered[i].Overlaps {
			overlaps = append(overlaps, places[at])
		}
		slices.Sort(overlaps)
		ordered[i].Overlaps = overlaps
	}
	return ordered
}
