package explain

import "slices"

// Explanation is what was found.
type Explanation struct {
	// Before and After are the totals.
	Before, After float64
	// Growth is the ratio of After to Before that is usual apart from the causes.
	Growth float64
	// Causes are what changed beyond that, the one that explains most first. There
	// are none where nothing stands out.
	Causes []Cause
}

// Cause is a conjunction whose events have become more or fewer.
type Cause struct {
	// Conditions are the fewest that tell the events, in the order of the
	// dimensions.
	Conditions []Condition
	// Traits are what else holds for the events of the window with more of them.
	Traits []Trait
	// Before and After are the amounts of all events that meet the conditions and
	// belong to no earlier cause.
	Before, After float64
}

// Trait is a value that the events of a cause have, or nearly all of them.
type Trait struct {
	Condition
	// Share is the part of the amount that has it, from 0.9 to 1.
	Share float64
}

// leastTrait is the part of a cause's events that must have a trait.
const leastTrait = 0.9

// Explain finds the causes of the difference. It panics where a cell does not
// fit the cube's dimensions.
func Explain(cube *Cube, options Options) Explanation {
	cube.check()
	s := newSearch(cube, options.withDefaults())
	total := s.total(s.cells)
	e := Explanation{Before: total.before, After: total.after, Growth: s.options.Ratio}
	if total.before <= 0 || total.after <= 0 {
		return e // with nothing to compare, all is new or gone
	}
	for range s.options.Limit {
		found, ok := s.best()
		e.Growth = s.growth
		if !ok {
			break
		}
		cells := s.within(found.conditions)
		e.Causes = append(e.Causes, s.cause(found, cells))
		s.cells = slices.DeleteFunc(s.cells, func(i int32) bool { return cube.Cells[i].meets(found.conditions) })
	}
	return e
}

// cause describes a group.
func (s *search) cause(found group, cells []int32) Cause {
	c := Cause{Conditions: found.conditions, Before: found.counts.before, After: found.counts.after}
	part := search{cube: s.cube, cells: cells}
	for d := range s.cube.Dimensions {
		if slices.ContainsFunc(found.conditions, func(c Condition) bool { return c.Dimension == d }) {
			continue
		}
		for _, g := range part.groups([]int{d}) {
			share := g.counts.after / c.After
			if c.Before > c.After {
				share = g.counts.before / c.Before
			}
			if share >= leastTrait {
				c.Traits = append(c.Traits, Trait{g.conditions[0], share})
			}
		}
	}
	return c
}
