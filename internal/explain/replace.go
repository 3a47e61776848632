package explain

import "slices"

// joinReplaced joins each pair of causes of which one is a value that is gone, and
// the other one a value that took its place: a role with a new name is one change.
func (s *search) joinReplaced(causes []Cause) []Cause {
	for i := 0; i < len(causes); i++ {
		for j := i + 1; j < len(causes); j++ {
			if d, isPair := s.findReplaced(causes[i], causes[j]); isPair {
				causes[i] = s.joinPair(causes[i], causes[j], d)
				causes = dropCause(causes, j, i)
				break
			}
		}
	}
	return causes
}

// leastReplaced is the part of the amount that is gone, or of the new one if that is
// less, that the other must have.
const leastReplaced = 0.5

// findReplaced returns the dimension in which two causes differ, if one is gone and
// the other one is new. Their events must belong to no other cause: only then is
// what they have together simple to say.
func (s *search) findReplaced(a, b Cause) (dimension int, isPair bool) {
	if len(a.Conditions) != len(b.Conditions) || len(a.Overlaps)+len(b.Overlaps) > 0 || a.Replaced != nil || b.Replaced != nil {
		return 0, false
	}
	if a.After > a.Before {
		a, b = b, a
	}
	amount := s.growth * a.Before
	if a.After > turnedRatio*amount || s.growth*b.Before > turnedRatio*b.After || !isNear(amount, b.After, leastReplaced) {
		return 0, false
	}
	differing := 0
	for i, condition := range a.Conditions {
		other := b.Conditions[i]
		if condition.Dimension != other.Dimension {
			return 0, false
		}
		if condition.Value != other.Value {
			dimension = condition.Dimension
			differing++
		}
		if s.cube.Dimensions[condition.Dimension].Values[condition.Value] == "" && condition.Value != other.Value {
			return 0, false // having no value is no value
		}
	}
	return dimension, differing == 1
}

// joinPair returns two causes as one: the conditions are those of the new value, and
// Replaced is the one that is gone.
func (s *search) joinPair(a, b Cause, dimension int) Cause {
	if a.After > a.Before {
		a, b = b, a
	}
	gone := a.Conditions[slices.IndexFunc(a.Conditions, func(c Condition) bool { return c.Dimension == dimension })]
	var cells []int32
	for i := range s.cube.Cells {
		if s.cube.Cells[i].matches(a.Conditions) || s.cube.Cells[i].matches(b.Conditions) {
			cells = append(cells, int32(i))
		}
	}
	joined := s.describeCause(group{conditions: b.Conditions, counts: s.sumCells(cells)}, cells)
	joined.Replaced = &gone
	return joined
}

// dropCause removes a cause that has become part of an earlier one.
func dropCause(causes []Cause, dropped, kept int) []Cause {
	for i := range causes {
		var overlaps []int
		for _, at := range causes[i].Overlaps {
			switch {
			case at == dropped:
				at = kept
			case at > dropped:
				at--
			}
			if !slices.Contains(overlaps, at) {
				overlaps = append(overlaps, at)
			}
		}
		slices.Sort(overlaps)
		causes[i].Overlaps = overlaps
	}
	return slices.Delete(causes, dropped, dropped+1)
}
