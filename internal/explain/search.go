package explain

import (
	"cmp"
	"slices"
)

// search looks for the conjunction that best explains the cells not explained yet.
type search struct {
	cube    *Cube
	options Options
	cells   []int32 // cells not explained yet
	growth  float64
	// bands holds the bands of each pair of dimensions, and those of each single
	// dimension, paired with itself.
	bands map[[2]int]kindBands
	// turnover holds, for each volatile dimension, the amounts of the largest value
	// that is gone and of the largest that is new.
	turnover []counts
	dense    []counts // for countGroups; zero between uses
}

// group is the cells that meet some conditions.
type group struct {
	conditions []Condition
	counts     counts
	score      float64 // against the band of its kind
	bare       float64 // against the background alone
	excess     float64 // amount beyond the band
}

const (
	// mostConditions is the maximum number of conditions of a cause.
	mostConditions = 4
	// keptGroups is how many groups are extended by further conditions, for each of
	// the two scores.
	keptGroups = 24
	// leastScore is beyond chance even though a hundred thousand groups are
	// examined.
	leastScore = 20
	// conditionFactor widens the band for each condition after the first.
	conditionFactor = 1.1
	// LeastShare is the part of all events that a cause must have changed.
	LeastShare = 0.015
)

func newSearch(cube *Cube, options Options) *search {
	s := &search{cube: cube, options: options, cells: make([]int32, len(cube.Cells))}
	for i := range s.cells {
		s.cells[i] = int32(i)
	}
	return s
}

// bestGroup returns the cause that explains most, if there is any.
func (s *search) bestGroup() (group, bool) {
	s.growth = s.estimateGrowth()
	s.bands = make(map[[2]int]kindBands)
	s.turnover = make([]counts, len(s.cube.Dimensions))
	for d := range s.cube.Dimensions {
		if s.cube.Dimensions[d].Volatile {
			s.turnover[d] = s.estimateTurnover(s.countGroups([]int{d}))
		}
	}
	total := s.sumCells(s.cells)
	var found []group
	for a := range s.cube.Dimensions {
		found = s.keepPromising(append(found, s.scoreDimensions(a, a)...))
	}
	for a := range s.cube.Dimensions {
		for b := a + 1; b < len(s.cube.Dimensions); b++ {
			found = s.keepPromising(append(found, s.scoreDimensions(a, b)...))
		}
	}
	front := found
	for range mostConditions - 2 {
		front = s.keepPromising(s.extendGroups(front))
		found = s.keepPromising(append(found, front...))
	}
	found = slices.DeleteFunc(found, func(g group) bool { return !s.isSignificant(g, total) })
	if len(found) == 0 {
		return group{}, false
	}
	return s.chooseName(found), true
}

// scoreDimensions scores all groups of one or two dimensions.
func (s *search) scoreDimensions(a, b int) []group {
	dimensions := []int{a, b}
	if a == b {
		dimensions = dimensions[:1]
	}
	groups := s.countGroups(dimensions)
	s.bands[[2]int{a, b}] = s.estimateBands(groups)
	for i := range groups {
		s.rateGroup(&groups[i])
	}
	return groups
}

// rateGroup scores a group. Its band is the widest among those of its dimensions:
// what is usual for addresses is usual for the addresses of a caller. The band
// widens with each condition, because there are many more long conjunctions, and by
// chance one of them stands out.
func (s *search) rateGroup(g *group) {
	widest, units := band{s.growth, leastFactor}, g.counts.sum()/g.counts.eventUnit(s.options.Unit)
	for i, a := range g.conditions {
		for _, b := range g.conditions[i:] {
			widest.factor = max(widest.factor, s.bands[[2]int{a.Dimension, b.Dimension}].sizeFactor(units))
		}
	}
	for range len(g.conditions) - 1 {
		widest.factor *= conditionFactor
	}
	settled := s.settleCounts(g)
	g.score = widest.score(settled, s.options.Unit)
	g.bare = band{s.growth, 1}.score(settled, s.options.Unit)
	g.excess = widest.measureExcess(settled)
}

// settleCounts adds to the counts of a group with a volatile value the amounts of
// the value that it can have replaced, or that can have replaced it.
func (s *search) settleCounts(g *group) counts {
	var other counts
	for _, condition := range g.conditions {
		turnover := s.turnover[condition.Dimension]
		other = counts{before: max(other.before, turnover.before), after: max(other.after, turnover.after)}
	}
	c := g.counts
	if expected := s.growth * c.before; c.after > expected {
		c.before = min(c.after/s.growth, c.before+other.before)
	} else {
		c.after = min(expected, c.after+other.after)
	}
	return c
}

// isSignificant reports whether a group is beyond chance and more than a trifle.
func (s *search) isSignificant(g group, total counts) bool {
	all := max(total.after, s.growth*total.before)
	score := g.score * s.options.Unit / g.counts.eventUnit(s.options.Unit) // in units of the group's own events
	return score >= leastScore && g.excess >= LeastShare*all
}

// countGroups counts the cells by the values of one or two dimensions.
func (s *search) countGroups(dimensions []int) []group {
	first, last := dimensions[0], dimensions[len(dimensions)-1]
	width := 1
	if last != first {
		width = len(s.cube.Dimensions[last].Values)
	}
	size := len(s.cube.Dimensions[first].Values) * width
	if len(s.dense) < size {
		s.dense = make([]counts, size)
	}
	var used []int
	for _, i := range s.cells {
		cell := &s.cube.Cells[i]
		u, v := int(cell.Values[first]), int(cell.Values[last])
		if u == Folded || v == Folded || cell.Before+cell.After == 0 {
			continue
		}
		at := u * width
		if last != first {
			at += v
		}
		if s.dense[at] == (counts{}) {
			used = append(used, at)
		}
		s.dense[at].addCell(cell)
	}
	groups := make([]group, 0, len(used))
	for _, at := range used {
		g := group{counts: s.dense[at], conditions: []Condition{{first, at / width}}}
		if last != first {
			g.conditions = append(g.conditions, Condition{last, at % width})
		}
		groups = append(groups, g)
		s.dense[at] = counts{}
	}
	return groups
}

// keepPromising keeps the groups with the highest scores, against the band and
// bare: a part of a group can be beyond the band when the whole is not.
func (s *search) keepPromising(groups []group) []group {
	if len(groups) <= 2*keptGroups {
		return groups
	}
	by := func(value func(group) float64) func(a, b group) int {
		return func(a, b group) int {
			return cmp.Or(cmp.Compare(value(b), value(a)), s.compareGroups(a, b))
		}
	}
	slices.SortFunc(groups, by(func(g group) float64 { return g.score }))
	slices.SortFunc(groups[keptGroups:], by(func(g group) float64 { return g.bare }))
	return groups[:2*keptGroups]
}

// extendGroups returns the groups with one more condition.
func (s *search) extendGroups(groups []group) []group {
	var all []group
	seen := make(map[[mostConditions]Condition]bool)
	for _, g := range groups {
		cells := s.matchingCells(g.conditions)
		for d := range s.cube.Dimensions {
			if slices.ContainsFunc(g.conditions, func(c Condition) bool { return c.Dimension == d }) {
				continue
			}
			part := search{cube: s.cube, cells: cells, dense: s.dense}
			for _, one := range part.countGroups([]int{d}) {
				if one.counts == g.counts {
					continue // a trait, not a condition
				}
				one.conditions = insertCondition(g.conditions, one.conditions[0])
				if key := conditionsKey(one.conditions); !seen[key] {
					seen[key] = true
					s.rateGroup(&one)
					all = append(all, one)
				}
			}
			s.dense = part.dense
		}
		all = s.keepPromising(all)
	}
	return all
}

// insertCondition inserts a condition in the order of the dimensions.
func insertCondition(conditions []Condition, added Condition) []Condition {
	at, _ := slices.BinarySearchFunc(conditions, added, func(a, b Condition) int { return cmp.Compare(a.Dimension, b.Dimension) })
	return slices.Insert(slices.Clone(conditions), at, added)
}

func conditionsKey(conditions []Condition) (key [mostConditions]Condition) {
	for i := range key {
		key[i].Dimension = -1
	}
	copy(key[:], conditions)
	return key
}

// matchingCells returns the cells that meet the conditions.
func (s *search) matchingCells(conditions []Condition) []int32 {
	var cells []int32
	for _, i := range s.cells {
		if s.cube.Cells[i].matches(conditions) {
			cells = append(cells, i)
		}
	}
	return cells
}

func (c *Cell) matches(conditions []Condition) bool {
	for _, condition := range conditions {
		if int(c.Values[condition.Dimension]) != condition.Value {
			return false
		}
	}
	return true
}

func (s *search) sumCells(cells []int32) counts {
	var sum counts
	for _, i := range cells {
		sum.addCell(&s.cube.Cells[i])
	}
	return sum
}
