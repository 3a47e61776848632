package explain

import (
	"cmp"
	"slices"
)

// search looks for the conjunction that explains most of what has not been
// explained yet.
type search struct {
	cube    *Cube
	options Options
	cells   []int32 // those that are left
	growth  float64
	// pairs are the bands of dimensions taken two at a time, or one where both are
	// the same.
	bands map[[2]int]kindBands
	// turnover is, for volatile dimensions, what the largest value had that is gone,
	// and what the largest has that is new.
	turnover []counts
	dense    []counts // for groups; zero between uses
}

// group is the cells that have some values.
type group struct {
	conditions []Condition
	counts     counts
	score      float64 // against the band of its kind
	bare       float64 // against the background alone
	excess     float64 // beyond the band
}

const (
	// longest is how many conditions a cause has at most.
	longest = 4
	// kept is how many groups are looked into for longer ones, by each score.
	kept = 24
	// leastScore is beyond chance, though a hundred thousand groups are looked at.
	leastScore = 20
	// perCondition is by how much each condition after the first widens the band.
	perCondition = 1.1
	// leastShare is the part of all events that a cause must have changed.
	leastShare = 0.015
)

func newSearch(cube *Cube, options Options) *search {
	s := &search{cube: cube, options: options, cells: make([]int32, len(cube.Cells))}
	for i := range s.cells {
		s.cells[i] = int32(i)
	}
	return s
}

// best is the cause that explains most, if there is any.
func (s *search) best() (group, bool) {
	s.growth = s.estimateGrowth()
	s.bands = make(map[[2]int]kindBands)
	s.turnover = make([]counts, len(s.cube.Dimensions))
	for d := range s.cube.Dimensions {
		if s.cube.Dimensions[d].Volatile {
			s.turnover[d] = s.estimateTurnover(s.groups([]int{d}))
		}
	}
	total := s.total(s.cells)
	var found []group
	for a := range s.cube.Dimensions {
		found = s.promising(append(found, s.kind(a, a)...))
	}
	for a := range s.cube.Dimensions {
		for b := a + 1; b < len(s.cube.Dimensions); b++ {
			found = s.promising(append(found, s.kind(a, b)...))
		}
	}
	front := found
	for range longest - 2 {
		front = s.promising(s.longer(front))
		found = s.promising(append(found, front...))
	}
	found = slices.DeleteFunc(found, func(g group) bool { return !s.matters(g, total) })
	if len(found) == 0 {
		return group{}, false
	}
	return s.name(found), true
}

// kind scores all groups of one or two dimensions.
func (s *search) kind(a, b int) []group {
	dimensions := []int{a, b}
	if a == b {
		dimensions = dimensions[:1]
	}
	groups := s.groups(dimensions)
	s.bands[[2]int{a, b}] = s.estimateBands(groups)
	for i := range groups {
		s.rate(&groups[i])
	}
	return groups
}

// rate scores a group. Its band is the widest of those of its dimensions: what
// is usual for addresses is usual for the addresses of a caller. It widens with
// each condition, since there are many more of longer conjunctions, among which
// the odd one stands out by chance.
func (s *search) rate(g *group) {
	widest, units := band{s.growth, leastFactor}, g.counts.sum()/g.counts.unit(s.options.Unit)
	for i, a := range g.conditions {
		for _, b := range g.conditions[i:] {
			widest.factor = max(widest.factor, s.bands[[2]int{a.Dimension, b.Dimension}].factor(units))
		}
	}
	for range len(g.conditions) - 1 {
		widest.factor *= perCondition
	}
	settled := s.settle(g)
	g.score = widest.score(settled, s.options.Unit)
	g.bare = band{s.growth, 1}.score(settled, s.options.Unit)
	g.excess = widest.excess(settled)
}

// settle adds to the counts of a group with a volatile value what that may have
// replaced, or been replaced by.
func (s *search) settle(g *group) counts {
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

// matters reports whether a group is beyond chance and more than a trifle.
func (s *search) matters(g group, total counts) bool {
	all := max(total.after, s.growth*total.before)
	score := g.score * s.options.Unit / g.counts.unit(s.options.Unit) // in events of its own
	return score >= leastScore && g.excess >= leastShare*all
}

// groups counts the cells by the values of one or two dimensions.
func (s *search) groups(dimensions []int) []group {
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
		s.dense[at].add(cell)
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

// promising keeps the groups that score highest, against the band or bare: the
// part of a group may be beyond the band where the whole is not.
func (s *search) promising(groups []group) []group {
	if len(groups) <= 2*kept {
		return groups
	}
	by := func(value func(group) float64) func(a, b group) int {
		return func(a, b group) int {
			return cmp.Or(cmp.Compare(value(b), value(a)), s.compare(a, b))
		}
	}
	slices.SortFunc(groups, by(func(g group) float64 { return g.score }))
	slices.SortFunc(groups[kept:], by(func(g group) float64 { return g.bare }))
	return groups[:2*kept]
}

// longer are the groups with one condition more.
func (s *search) longer(groups []group) []group {
	var all []group
	seen := make(map[[longest]Condition]bool)
	for _, g := range groups {
		cells := s.within(g.conditions)
		for d := range s.cube.Dimensions {
			if slices.ContainsFunc(g.conditions, func(c Condition) bool { return c.Dimension == d }) {
				continue
			}
			part := search{cube: s.cube, cells: cells, dense: s.dense}
			for _, one := range part.groups([]int{d}) {
				if one.counts == g.counts {
					continue // a trait, not a condition
				}
				one.conditions = insert(g.conditions, one.conditions[0])
				if key := keyOf(one.conditions); !seen[key] {
					seen[key] = true
					s.rate(&one)
					all = append(all, one)
				}
			}
			s.dense = part.dense
		}
		all = s.promising(all)
	}
	return all
}

// insert puts a condition where its dimension belongs.
func insert(conditions []Condition, added Condition) []Condition {
	at, _ := slices.BinarySearchFunc(conditions, added, func(a, b Condition) int { return cmp.Compare(a.Dimension, b.Dimension) })
	return slices.Insert(slices.Clone(conditions), at, added)
}

func keyOf(conditions []Condition) (key [longest]Condition) {
	for i := range key {
		key[i].Dimension = -1
	}
	copy(key[:], conditions)
	return key
}

// within are the cells that meet the conditions.
func (s *search) within(conditions []Condition) []int32 {
	var cells []int32
	for _, i := range s.cells {
		if s.cube.Cells[i].meets(conditions) {
			cells = append(cells, i)
		}
	}
	return cells
}

func (c *Cell) meets(conditions []Condition) bool {
	for _, condition := range conditions {
		if int(c.Values[condition.Dimension]) != condition.Value {
			return false
		}
	}
	return true
}

func (s *search) total(cells []int32) counts {
	var sum counts
	for _, i := range cells {
		sum.add(&s.cube.Cells[i])
	}
	return sum
}
