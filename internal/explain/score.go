package explain

import "math"

// band is the range around the background, growth, in which groups need no cause:
// from growth divided by factor to growth times factor.
type band struct{ growth, factor float64 }

// score returns how much better a ratio of their own explains the counts than the
// nearest ratio of the band: the logarithm of the likelihoods' ratio, if each event
// of both windows falls into the second one with a fixed chance. It is zero within
// the band.
func (b band) score(c counts, unit float64) float64 {
	n := c.sum()
	if n <= 0 {
		return 0
	}
	low, high := afterChance(b.growth/b.factor), afterChance(b.growth*b.factor)
	expected := c.after / n
	switch {
	case expected > high:
		expected = high
	case expected < low:
		expected = low
	default:
		return 0
	}
	return (logGain(c.after, n*expected) + logGain(c.before, n*(1-expected))) / unit
}

// measureExcess returns how much more or less there is after than the band allows.
func (b band) measureExcess(c counts) float64 {
	most, least := b.growth*b.factor*c.before, b.growth/b.factor*c.before
	return max(c.after-most, least-c.after, 0)
}

// afterChance returns the chance of an event to be in the second window.
func afterChance(ratio float64) float64 { return ratio / (1 + ratio) }

func logGain(amount, expected float64) float64 {
	if amount <= 0 {
		return 0
	}
	return amount * math.Log(amount/expected)
}

// logDeviation returns the logarithm of the counts' distance from the background.
// Adding half a unit makes it finite.
func logDeviation(c counts, growth, unit float64) float64 {
	return math.Log((c.after + unit/2) / (growth * (c.before + unit/2)))
}
