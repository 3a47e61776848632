package gap

import "slices"

const (
	// leastBusy is how many events an hour must have usually for an hour without any to
	// mean that something is missing.
	leastBusy = 10
	// leastRun is how many hours must be without events within a window. At its
	// beginning and end one is enough.
	leastRun = 3
)

// Missing returns the runs of hours in which there is nothing although there should
// be. The hours beside a run can have been delivered in part: they belong to it. There
// is none where hours usually have few events, or where hours without any are usual.
func Missing(counts, expected []float64) [][2]int {
	if !isSteady(counts) {
		return nil
	}
	active := CountActive(counts)
	var gaps [][2]int
	for from := 0; from < len(counts); from++ {
		to := from
		wanted := 0.0
		for to < len(counts) && counts[to] == 0 {
			wanted += expected[to]
			to++
		}
		length, atEdge := to-from, from == 0 || to == len(counts)
		if length > 0 && (length >= leastRun || atEdge) && wanted >= leastBusy*float64(length) {
			gaps = append(gaps, [2]int{max(from-1, 0), min(to+1, len(counts))})
			active += length
		}
		from = to
	}
	if 10*active < 9*len(counts) {
		return nil // hours without events are usual
	}
	return gaps
}

// isSteady reports whether hours usually have many events, the quiet ones too.
func isSteady(counts []float64) bool {
	var all []float64
	for _, n := range counts {
		if n > 0 {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return false
	}
	slices.Sort(all)
	return all[len(all)/2] >= leastBusy && all[len(all)/10] >= leastBusy/2
}

// CountActive returns how many hours have events.
func CountActive(counts []float64) int {
	active := 0
	for _, n := range counts {
		if n > 0 {
			active++
		}
	}
	return active
}
