package explain

import (
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
			if c.counts.sum() >= sizable*s.options.Unit {
				ratios = append(ratios, deviation(c.counts, 1, s.options.Unit))
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

// estimateBand is how far groups of a kind differ from the background. It goes
// by three quarters of the others: the group that has changed most says nothing
// about what is usual, and where there are but few it would be most of what is
// seen.
func (s *search) estimateBand(groups []group) band {
	var deviations, chances []float64
	for _, g := range groups {
		if n := g.counts.sum() / s.options.Unit; n >= sizable {
			deviations = append(deviations, math.Abs(deviation(g.counts, s.growth, s.options.Unit)))
			chances = append(chances, 4/n) // the variance that counting alone brings
		}
	}
	variance := usualSpread * usualSpread
	if others := len(deviations) - 1; others > 0 {
		slices.Sort(deviations)
		seen := deviations[3*(others-1)/4] / normalQuartile
		seen = max(seen*seen-quantile(chances, 0.5), 0)
		variance = (float64(others)*seen + usualGroups*variance) / float64(others+usualGroups)
	}
	return band{s.growth, max(math.Exp(spreads*math.Sqrt(variance)), leastFactor)}
}

// turned is the ratio to the background below which a value is as good as gone,
// and its inverse that above which it is as good as new.
const turned = 0.1

// estimateTurnover adds up values that are gone, and those that are new.
func (s *search) estimateTurnover(groups []group) counts {
	var sum counts
	for _, g := range groups {
		before := s.growth * g.counts.before
		switch {
		case g.counts.after < turned*before:
			sum.before += g.counts.before
		case before < turned*g.counts.after:
			sum.after += g.counts.after
		}
	}
	return sum
}

// normalQuartile is below which three quarters of the absolute values of a
// normal distribution lie, in standard deviations.
const normalQuartile = 1.1503

// quantile sorts values and returns the one below which the part p lies.
func quantile(values []float64, p float64) float64 {
	slices.Sort(values)
	at := p * float64(len(values)-1)
	low := int(at)
	if low+1 >= len(values) {
		return values[low]
	}
	return values[low] + (at-float64(low))*(values[low+1]-values[low])
}
