package explain

import "math"

// band is by which factor groups of a kind differ from the background without
// a cause.
type band struct{ growth, factor float64 }

// score is how much better the counts are explained by a ratio of their own than
// by the nearest one of the band: the logarithm of the likelihoods' ratio. Given
// how many events there are in both windows, each falls into the second one with
// a fixed chance. It is zero within the band.
func (b band) score(c counts, unit float64) float64 {
	n := c.sum()
	if n <= 0 {
		return 0
	}
	low, high := chance(b.growth/b.factor), chance(b.growth*b.factor)
	expected := c.after / n
	switch {
	case expected > high:
		expected = high
	case expected < low:
		expected = low
	default:
		return 0
	}
	return (gain(c.after, n*expected) + gain(c.before, n*(1-expected))) / unit
}

// excess is by how much there is more or less after than the band allows.
func (b band) excess(c counts) float64 {
	most, least := b.growth*b.factor*c.before, b.growth/b.factor*c.before
	return max(c.after-most, least-c.after, 0)
}

// chance is that of an event to be in the second window.
func chance(ratio float64) float64 { return ratio / (1 + ratio) }

func gain(amount, expected float64) float64 {
	if amount <= 0 {
		return 0
	}
	return amount * math.Log(amount/expected)
}

// deviation is how far the counts are from the background, as a logarithm. Half
// a unit is added so that there is always one.
func deviation(c counts, growth, unit float64) float64 {
	return math.Log((c.after + unit/2) / (growth * (c.before + unit/2)))
}
