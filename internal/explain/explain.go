package explain

import "slices"

// Explanation is the answer.
type Explanation struct {
	// Before and After are the totals.
	Before, After float64
	// Growth is the usual ratio of After to Before, apart from the causes.
	Growth float64
	// Causes are the changes beyond that, those that changed most first; a cause comes
	// after those that it overlaps. There are none if nothing stands out.
	Causes []Cause
}

// Cause is a conjunction whose events became more or fewer.
type Cause struct {
	// Conditions are the fewest conditions that select the events, in the order of
	// the dimensions.
	Conditions []Condition
	// Replaced is a value that is gone, in whose place the condition of the same
	// dimension came: the cause is what has either. It is nil for none.
	Replaced *Condition
	// Traits are other values of the events, in the window with more of them.
	Traits []Trait
	// Before and After are the amounts of all events that meet the conditions and
	// belong to no earlier cause.
	Before, After float64
	// Overlaps are the earlier causes, by index, that have events which meet the
	// conditions too.
	Overlaps []int
}

// Trait is a value that all or nearly all events of a cause have.
type Trait struct {
	Condition
	// Share is the part of the amount that has the value, from 0.9 to 1.
	Share float64
}

// leastTrait is the part of a cause's events that must have a trait.
const leastTrait = 0.9

// Explain finds the causes of the difference. It panics if a cell does not fit the
// cube's dimensions.
func Explain(cube *Cube, options Options) Explanation {
	cube.checkCells()
	s := newSearch(cube, options.withDefaults())
	total := s.sumCells(s.cells)
	e := Explanation{Before: total.before, After: total.after, Growth: s.options.Ratio}
	if total.before <= 0 || total.after <= 0 {
		return e // without a comparison, everything is new or gone
	}
	for range s.options.Limit {
		found, ok := s.bestGroup()
		e.Growth = s.growth
		if !ok {
			break
		}
		cause := s.describeCause(found, s.matchingCells(found.conditions))
		cause.Overlaps = cube.findOverlaps(e.Causes, found.conditions)
		e.Causes = append(e.Causes, cause)
		s.cells = slices.DeleteFunc(s.cells, func(i int32) bool { return cube.Cells[i].matches(found.conditions) })
	}
	e.Causes = s.orderByChange(s.joinReplaced(e.Causes))
	return e
}

// describeCause returns the group as a cause, with its traits: those of the window in
// which there is more of it, for the windows' lengths.
func (s *search) describeCause(found group, cells []int32) Cause {
	c := Cause{Conditions: found.conditions, Before: found.counts.before, After: found.counts.after}
	part := search{cube: s.cube, cells: cells}
	for d := range s.cube.Dimensions {
		if slices.ContainsFunc(found.conditions, func(c Condition) bool { return c.Dimension == d }) {
			continue
		}
		for _, g := range part.countGroups([]int{d}) {
			share := g.counts.after / c.After
			if s.options.Ratio*c.Before > c.After {
				share = g.counts.before / c.Before
			}
			if share >= leastTrait {
				c.Traits = append(c.Traits, Trait{g.conditions[0], share})
			}
		}
	}
	return c
}

// findOverlaps returns the indexes of the causes that have cells with the
// conditions.
func (c *Cube) findOverlaps(causes []Cause, conditions []Condition) []int {
	var overlaps []int
	for i, cause := range causes {
		if slices.ContainsFunc(c.Cells, func(cell Cell) bool { return cell.matches(conditions) && cell.matches(cause.Conditions) }) {
			overlaps = append(overlaps, i)
		}
	}
	return overlaps
}
