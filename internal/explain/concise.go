package explain

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	// equalPart is the ratio from which two scores, or two amounts, count as equal.
	equalPart = 0.97
	// similarPart is the same for a group that is named instead because it has fewer
	// circumstances.
	similarPart = 0.9
)

// chooseName returns the group that names the cause behind the given groups: among
// those that explain nearly as much as the best, the shortest of those with the
// fewest circumstances.
func (s *search) chooseName(groups []group) group {
	best := s.shortestGroup(groups)
	all := append(s.listAlternatives(best), best)
	best = s.shortestGroup(all)
	close := slices.DeleteFunc(all, func(g group) bool { return !s.isSimilar(g, best, similarPart) })
	fewest := s.countCircumstances(slices.MinFunc(close, func(a, b group) int {
		return cmp.Compare(s.countCircumstances(a), s.countCircumstances(b))
	}))
	if s.countCircumstances(best) == fewest {
		return best
	}
	return s.shortestGroup(slices.DeleteFunc(close, func(g group) bool { return s.countCircumstances(g) > fewest }))
}

// listAlternatives returns the conjunctions of conditions that hold for nearly all
// events of a group; the search keeps too few groups to have met all of them.
func (s *search) listAlternatives(g group) []group {
	pool := slices.Clone(g.conditions)
	for _, trait := range s.describeCause(g, s.matchingCells(g.conditions)).Traits {
		pool = append(pool, trait.Condition)
	}
	slices.SortFunc(pool, compareConditions)
	// The counts of the cells, by the set of the pool's conditions that they meet:
	// one bit for each condition.
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
		sum.addCell(cell)
		met[mask] = sum
	}
	var all []group
	for subset := range uint64(1) << len(pool) {
		if n := bits.OnesCount64(subset); n == 0 || n > mostConditions {
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
				one.counts.addCounts(met[mask])
			}
		}
		s.rateGroup(&one)
		all = append(all, one)
	}
	return all
}

// shortestGroup returns the shortest of the groups that explain as much as the
// best. These are compared with the background alone, because the bands of their
// kinds can differ.
func (s *search) shortestGroup(groups []group) group {
	best := slices.MaxFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.score, b.score), -s.compareGroups(a, b))
	})
	best = s.purestGroup(groups, best)
	var shortest *group
	for i := range groups {
		if s.isSimilar(groups[i], best, equalPart) && (shortest == nil || s.compareGroups(groups[i], *shortest) < 0) {
			shortest = &groups[i]
		}
	}
	return *shortest
}

// isSimilar reports whether two groups have nearly the same amount and explain
// nearly as much.
func (s *search) isSimilar(a, b group, part float64) bool {
	return isNear(s.bareScore(a), s.bareScore(b), part) && isNear(a.counts.sum(), b.counts.sum(), part)
}

// compareGroups orders groups by their names' simplicity: fewer conditions first,
// then values before their absence, then earlier dimensions.
func (s *search) compareGroups(a, b group) int {
	return cmp.Or(
		cmp.Compare(len(a.conditions), len(b.conditions)),
		cmp.Compare(s.countAbsences(a), s.countAbsences(b)),
		slices.CompareFunc(a.conditions, b.conditions, compareConditions),
	)
}

func compareConditions(a, b Condition) int {
	return cmp.Or(cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Value, b.Value))
}

// countAbsences returns the number of conditions that require the absence of a
// value.
func (s *search) countAbsences(g group) int {
	n := 0
	for _, c := range g.conditions {
		if s.cube.Dimensions[c.Dimension].Values[c.Value] == "" {
			n++
		}
	}
	return n
}

// countCircumstances returns the number of conditions that are circumstances.
func (s *search) countCircumstances(g group) int {
	n := 0
	for _, c := range g.conditions {
		if s.cube.Dimensions[c.Dimension].Circumstance {
			n++
		}
	}
	return n
}

// purestGroup returns, among the groups with nearly the amount of other, the one
// that differs most from the background: it has fewer events that did not change,
// though its kind can have the wider band.
func (s *search) purestGroup(groups []group, other group) group {
	best, most := other, s.bareScore(other)
	for _, g := range groups {
		if bare := s.bareScore(g); g.score >= leastScore && isNear(g.counts.sum(), other.counts.sum(), similarPart) &&
			cmp.Or(cmp.Compare(bare, most), -s.compareGroups(g, best)) > 0 {
			best, most = g, bare
		}
	}
	return best
}

// bareScore returns the score against the background alone.
func (s *search) bareScore(g group) float64 { return band{s.growth, 1}.score(g.counts, s.options.Unit) }

// isNear reports whether the smaller of two numbers is at least the given part of
// the larger.
func isNear(a, b, part float64) bool { return min(a, b) >= part*max(a, b) }
