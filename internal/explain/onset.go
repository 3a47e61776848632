package explain

// Span is a part of a series: from Start up to, but excluding, End.
type Span struct{ Start, End int }

// Onset finds when a change began and, if it did not last, when it ended. The
// series has a value for each step of time: the amount above the expected one or,
// for a decrease, below it. Onset returns false if no part of the series stands out
// from the rest, for example because the change lasted all the time.
//
// It returns the part whose mean is furthest from that of the rest, given its
// length, in squares: the usual statistic for a change of the mean at two places
// (Sen and Srivastava, "On tests for detecting change in mean", 1975). A part that
// lasts to the end of the series is preferred if it is nearly as good, the mean of
// the rest must be less than a quarter of the part's, and the part must hold at least
// half of the whole.
func Onset(series []float64) (Span, bool) {
	sums := make([]float64, len(series)+1)
	for i, value := range series {
		sums[i+1] = sums[i] + value
	}
	part, apart := furthestSpan(sums, 0)
	if last, contrast := furthestSpan(sums, len(series)); contrast >= lastingPart*apart {
		part = last
	}
	n, total := part.End-part.Start, sums[len(series)]
	if n == 0 || n == len(series) {
		return Span{}, false
	}
	inside := sums[part.End] - sums[part.Start]
	mean := inside / float64(n)
	outside := (total - inside) / float64(len(series)-n)
	return part, outside < mean/4 && inside >= leastHeld*total
}

// leastHeld is the part of the change that a part of the series must hold: a burst
// within a change that lasts is not when the change was.
const leastHeld = 0.5

// lastingPart is the part of the best contrast that is enough for a change that
// lasts to the end.
const lastingPart = 0.9

// furthestSpan returns the part with the largest contrast among those that end at
// or after least.
func furthestSpan(sums []float64, least int) (best Span, contrast float64) {
	length := len(sums) - 1
	total := sums[length]
	for start := range length {
		for end := max(start+1, least); end <= length; end++ {
			n := float64(end - start)
			above := sums[end] - sums[start] - total*n/float64(length)
			if rest := float64(length) - n; rest > 0 && above > 0 {
				if value := above * above * float64(length) / (n * rest); value > contrast {
					best, contrast = Span{start, end}, value
				}
			}
		}
	}
	return best, contrast
}
