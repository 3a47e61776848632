package explain

import (
	"cmp"
	"slices"
)

// concise is the shortest of the groups that explain as much as the best. These
// are compared with the background alone: the bands of their kinds may differ.
func (s *search) concise(groups []group) group {
	best := slices.MaxFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.score, b.score), -s.compare(a, b))
	})
	bare := func(g group) float64 { return band{s.growth, 1}.score(g.counts, s.options.Unit) }
	return slices.MinFunc(slices.DeleteFunc(groups, func(g group) bool {
		return !near(bare(g), bare(best)) || !near(g.counts.sum(), best.counts.sum())
	}), s.compare)
}

// near reports whether two amounts are as good as the same.
func near(a, b float64) bool { return min(a, b) >= alike*max(a, b) }

// compare puts the group first that says more with less: fewer conditions,
// values rather than their absence, earlier dimensions.
func (s *search) compare(a, b group) int {
	return cmp.Or(
		cmp.Compare(len(a.conditions), len(b.conditions)),
		cmp.Compare(s.absences(a), s.absences(b)),
		slices.CompareFunc(a.conditions, b.conditions, func(a, b Condition) int {
			return cmp.Or(cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Value, b.Value))
		}),
	)
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
