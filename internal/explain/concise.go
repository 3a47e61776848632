package explain

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	// alike is the part of another score, or of its events, that is as good as it.
	alike = 0.97
	// nearly is the part of them that a group must have to be named instead, for
	// being told by fewer circumstances.
	nearly = 0.9
)

// name chooses how a cause is told that some groups are about: of those that
// explain nearly as much as the best, the shortest of those with the fewest
// circumstances.
func (s *search) name(groups []group) group {
	best := s.concise(groups)
	all := append(s.alternatives(best), best)
	best = s.concise(all)
	close := slices.DeleteFunc(all, func(g group) bool { return !s.similar(g, best, nearly) })
	fewest := s.circumstances(slices.MinFunc(close, func(a, b group) int {
		return cmp.Compare(s.circumstances(a), s.circumstances(b))
	}))
	if s.circumstances(best) == fewest {
		return best
	}
	return s.concise(slices.DeleteFunc(close, func(g group) bool { return s.circumstances(g) > fewest }))
}

// alternatives are the conjunctions of what holds for nearly all events of a
// group: the search keeps too few groups to have met them all.
func (s *search) alternatives(g group) []group {
	pool := slices.Clone(g.conditions)
	for _, trait := range s.cause(g, s.within(g.conditions)).Traits {
		pool = append(pool, trait.Condition)
	}
	slices.SortFunc(pool, compareConditions)
	// How much there is that meets which conditions of the pool, one bit each.
	met := make(map[uint64]counts)
	var masks []uint64 // in the order of the cells, so that sums are always the same
	for _, i := range s.cells {
		cell := &s.cube.Cells[i]
		var mask uint64
		for bit, condition := range pool {
			if int(cell.Values[condition.Dimension]) == condition.Value {
				mask |= 1 << bit
			}
		}
		sum, known := met[mask]
		if !known {
			masks = append(masks, mask)
		}
		sum.add(cell)
		met[mask] = sum
	}
	var all []group
	for subset := range uint64(1) << len(pool) {
		if n := bits.OnesCount64(subset); n == 0 || n > longest {
			continue
		}
		var one group
		for bit, condition := range pool {
			if subset&(1<<bit) != 0 {
				one.conditions = append(one.conditions, condition)
			}
		}
		for _, mask := range masks {
			if mask&subset == subset {
				one.counts.merge(met[mask])
			}
		}
		s.rate(&one)
		all = append(all, one)
	}
	return all
}

// concise is the shortest of the groups that explain as much as the best. These
// are compared with the background alone: the bands of their kinds may differ.
func (s *search) concise(groups []group) group {
	best := slices.MaxFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.score, b.score), -s.compare(a, b))
	})
	best = s.purest(groups, best)
	var shortest *group
	for i := range groups {
		if s.similar(groups[i], best, alike) && (shortest == nil || s.compare(groups[i], *shortest) < 0) {
			shortest = &groups[i]
		}
	}
	return *shortest
}

// similar reports whether two groups have so nearly the same amount, and explain
// so nearly as much.
func (s *search) similar(a, b group, part float64) bool {
	return near(s.bare(a), s.bare(b), part) && near(a.counts.sum(), b.counts.sum(), part)
}

// compare puts the group first that says more with less: fewer conditions,
// values rather than their absence, earlier dimensions.
func (s *search) compare(a, b group) int {
	return cmp.Or(
		cmp.Compare(len(a.conditions), len(b.conditions)),
		cmp.Compare(s.absences(a), s.absences(b)),
		slices.CompareFunc(a.conditions, b.conditions, compareConditions),
	)
}

func compareConditions(a, b Condition) int {
	return cmp.Or(cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Value, b.Value))
}

// absences is how many of the conditions are of having no value.
func (s *search) absences(g group) int {
	n := 0
	for _, c := range g.conditions {
		if s.cube.Dimensions[c.Dimension].Values[c.Value] == "" {
			n++
		}
	}
	return n
}

// circumstances is how many of the conditions are circumstances.
func (s *search) circumstances(g group) int {
	n := 0
	for _, c := range g.conditions {
		if s.cube.Dimensions[c.Dimension].Circumstance {
			n++
		}
	}
	return n
}

// purest is, of the groups with nearly the amount of another, the one that differs
// most from the background: with fewer events that did not change. Its kind may
// have the wider band.
func (s *search) purest(groups []group, other group) group {
	best, most := other, s.bare(other)
	for _, g := range groups {
		if bare := s.bare(g); g.score >= leastScore && near(g.counts.sum(), other.counts.sum(), nearly) &&
			cmp.Or(cmp.Compare(bare, most), -s.compare(g, best)) > 0 {
			best, most = g, bare
		}
	}
	return best
}

// bare is the score against the background alone.
func (s *search) bare(g group) float64 { return band{s.growth, 1}.score(g.counts, s.options.Unit) }

// near reports whether the smaller of two numbers is such a part of the larger.
func near(a, b, part float64) bool { return min(a, b) >= part*max(a, b) }
