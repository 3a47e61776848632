package price

// Step is a price per GB that applies from an amount of GB in a calendar month.
type Step struct {
	From float64 // GB
	USD  float64 // a GB
}

// Steps are the steps of a price in order. The first is from 0.
type Steps []Step

// First returns the price of the first GB of a month. An account's free allowance
// is no step: all services and regions share it.
func (s Steps) First() float64 {
	if len(s) == 0 {
		return 0
	}
	return s[0].USD
}

// Cost returns the cost of a month's GB, each at the price of its step.
func (s Steps) Cost(gb float64) float64 {
	sum := 0.0
	for i, step := range s {
		end := gb
		if i+1 < len(s) {
			end = min(gb, s[i+1].From)
		}
		if end <= step.From {
			break
		}
		sum += (end - step.From) * step.USD
	}
	return sum
}
