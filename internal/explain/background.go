package explain

import (
	"cmp"
	"math"
	"slices"
)

const (
	// sizable is how many units a group must have to say something about its kind.
	sizable = 30
	// enoughGroups is how many groups a dimension must have to say something about
	// the background.
	enoughGroups = 4
	// usualSpread is what is assumed of groups in so far as there are too few to
	// see it, as if usualGroups had been seen: a standard deviation of 15 %.
	usualSpread = 0.15
	usualGroups = 4
	// spreads is how many standard deviations from the background a group may be
	// without a cause; leastFactor is allowed anyway.
	spreads     = 2.5
	leastFactor = 2
)

// estimateGrowth is the background: the ratio of after to before that is usual
// among the values of a dimension, and among dimensions.
// One large cause may be in most of the events, but not in most of the values.
func (s *search) estimateGrowth() float64 {
	var each []float64
	for d := range s.cube.Dimensions {
		var ratios []float64
		for _, c := range s.groups([]int{d}) {
			if unit := c.counts.unit(s.options.Unit); c.counts.sum() >= sizable*unit {
				ratios = append(ratios, deviation(c.counts, 1, unit))
			}
		}
		if len(ratios) >= enoughGroups {
			each = append(each, s.middle(ratios))
		}
	}
	if len(each) == 0 {
		return s.options.Ratio
	}
	return math.Exp(s.middle(each))
}

// middle is what is usual among logarithms of ratios: of the middle third that
// which is nearest to no change. Where there are few values, the cause may be in
// half of them.
func (s *search) middle(ratios []float64) float64 {
	slices.Sort(ratios)
	low, high := ratios[(len(ratios)-1)/3], ratios[len(ratios)-1-(len(ratios)-1)/3]
	return min(max(low, math.Log(s.options.Ratio)), high)
}

// kindBands are the factors of the bands of a kind of groups: the one at i is
// for groups that are compared with those of sizable<<i units and more.
type kindBands []float64

// comparable is how much smaller a group may be that another one is compared
// with: small ones vary more.
const comparable = 8

// factor is that for a group of so many units.
func (k kindBands) factor(units float64) float64 {
	i := 0
	for i+1 < len(k) && units/comparable >= float64(int(sizable)<<(i+1)) {
		i++
	}
	return k[i]
}

// estimateBands is how far groups of a kind differ from the background.
func (s *search) estimateBands(groups []group) kindBands {
	type seen struct{ units, deviation float64 }
	var all []seen
	for _, g := range groups {
		unit := g.counts.unit(s.options.Unit)
		if n := g.counts.sum() / unit; n >= sizable {
			all = append(all, seen{n, math.Abs(deviation(g.counts, s.growth, unit))})
		}
	}
	slices.SortFunc(all, func(a, b seen) int { return cmp.Compare(a.deviation, b.deviation) })
	bands := kindBands{}
	for least := float64(sizable); len(bands) == 0 || len(all) > 0; least *= 2 {
		all = slices.DeleteFunc(all, func(g seen) bool { return g.units < least })
		deviation, chance := 0.0, 0.0
		if others := len(all) - 1; others > 0 {
			deviation = all[3*(others-1)/4].deviation
			chance = 4 / all[len(all)/2].units // the variance that counting alone brings
		}
		bands = append(bands, bandFactor(len(all)-1, deviation, chance))
	}
	return bands
}

// bandFactor is the factor where three quarters of the others deviate less. The
// group that has changed most is not among them: it says nothing about what is
// usual, and where there are but few it would be most of what is seen.
func bandFactor(others int, deviation, chance float64) float64 {
	variance := usualSpread * usualSpread
	if others > 0 {
		deviation /= normalQuartile
		seen := max(deviation*deviation-chance, 0)
		variance = (float64(others)*seen + usualGroups*variance) / float64(others+usualGroups)
	}
	return max(math.Exp(spreads*math.Sqrt(variance)), leastFactor)
}

// turned is the ratio to the background below which a value is as good as gone,
// and its inverse that above which it is as good as new.
const turned = 0.1

// estimateTurnover finds the largest value that is gone, and the largest that is
// new.
func (s *search) estimateTurnover(groups []group) counts {
	var largest counts
	for _, g := range groups {
		before := s.growth * g.counts.before
		switch {
		case g.counts.after < turned*before:
			largest.before = max(largest.before, g.counts.before)
		case before < turned*g.counts.after:
			largest.after = max(largest.after, g.counts.after)
		}
	}
	return largest
}

// normalQuartile is below which three quarters of the absolute values of a
// normal distribution lie, in standard deviations.
const normalQuartile = 1.1503
