package explain

import (
	"cmp"
	"math"
	"slices"
)

const (
	// leastUnits is how many units a group must have to tell something about its
	// kind.
	leastUnits = 30
	// leastGroups is how many groups a dimension must have to tell something about
	// the background.
	leastGroups = 4
	// assumedSpread is the standard deviation assumed for groups, 15 %, with the
	// weight of assumedGroups observed groups. It matters where there are too few
	// groups to measure it.
	assumedSpread = 0.15
	assumedGroups = 4
	// mostDeviations is how many standard deviations a group can be away from the
	// background without a cause; leastFactor is always allowed.
	mostDeviations = 2.5
	leastFactor    = 2
)

// estimateGrowth returns the background: the usual ratio of after to before among
// the values of a dimension, and among dimensions. One large cause can be in most
// of the events, but not in most of the values.
func (s *search) estimateGrowth() float64 {
	var each []float64
	for d := range s.cube.Dimensions {
		var ratios []float64
		for _, c := range s.countGroups([]int{d}) {
			if unit := c.counts.eventUnit(s.options.Unit); c.counts.sum() >= leastUnits*unit {
				ratios = append(ratios, logDeviation(c.counts, 1, unit))
			}
		}
		if len(ratios) >= leastGroups {
			each = append(each, s.usualRatio(ratios))
		}
	}
	if len(each) == 0 {
		return s.options.Ratio
	}
	return math.Exp(s.usualRatio(each))
}

// usualRatio returns the usual one among logarithms of ratios: in their middle
// third, the one nearest to no change. Where there are few values, the cause can be
// in half of them.
func (s *search) usualRatio(ratios []float64) float64 {
	slices.Sort(ratios)
	low, high := ratios[(len(ratios)-1)/3], ratios[len(ratios)-1-(len(ratios)-1)/3]
	return min(max(low, math.Log(s.options.Ratio)), high)
}

// kindBands are the factors of the bands of one kind of groups: the factor at i was
// measured on groups of at least leastUnits<<i units.
type kindBands []float64

// sizeRatio is how much smaller than a group the groups compared with it can be:
// small groups vary more.
const sizeRatio = 8

// sizeFactor returns the factor for a group of the given number of units.
func (k kindBands) sizeFactor(units float64) float64 {
	i := 0
	for i+1 < len(k) && units/sizeRatio >= float64(int(leastUnits)<<(i+1)) {
		i++
	}
	return k[i]
}

// estimateBands measures how far groups of one kind differ from the background.
func (s *search) estimateBands(groups []group) kindBands {
	type seen struct{ units, deviation float64 }
	var all []seen
	for _, g := range groups {
		unit := g.counts.eventUnit(s.options.Unit)
		if n := g.counts.sum() / unit; n >= leastUnits {
			all = append(all, seen{n, math.Abs(logDeviation(g.counts, s.growth, unit))})
		}
	}
	slices.SortFunc(all, func(a, b seen) int { return cmp.Compare(a.deviation, b.deviation) })
	bands := kindBands{}
	for least := float64(leastUnits); len(bands) == 0 || len(all) > 0; least *= 2 {
		all = slices.DeleteFunc(all, func(g seen) bool { return g.units < least })
		deviation, chance := 0.0, 0.0
		if others := len(all) - 1; others > 0 {
			deviation = all[3*(others-1)/4].deviation
			chance = 4 / all[len(all)/2].units // the variance caused by counting alone
		}
		bands = append(bands, bandFactor(len(all)-1, deviation, chance))
	}
	return bands
}

// bandFactor returns the factor within which a group needs no cause; three quarters
// of the other groups have less than the given deviation. The group that changed
// most is excluded: it says nothing about what is usual, and among few groups it
// would dominate.
func bandFactor(others int, deviation, chance float64) float64 {
	variance := assumedSpread * assumedSpread
	if others > 0 {
		deviation /= normalQuartile
		seen := max(deviation*deviation-chance, 0)
		variance = (float64(others)*seen + assumedGroups*variance) / float64(others+assumedGroups)
	}
	return max(math.Exp(mostDeviations*math.Sqrt(variance)), leastFactor)
}

// turnedRatio is the ratio to the background below which a value counts as gone;
// above its inverse it counts as new.
const turnedRatio = 0.1

// estimateTurnover returns the amounts of the largest value that is gone and of the
// largest that is new.
func (s *search) estimateTurnover(groups []group) counts {
	var largest counts
	for _, g := range groups {
		before := s.growth * g.counts.before
		switch {
		case g.counts.after < turnedRatio*before:
			largest.before = max(largest.before, g.counts.before)
		case before < turnedRatio*g.counts.after:
			largest.after = max(largest.after, g.counts.after)
		}
	}
	return largest
}

// normalQuartile is the upper quartile of the absolute values of a normal
// distribution, in standard deviations.
const normalQuartile = 1.1503
