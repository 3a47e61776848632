package explain

// Span is a part of a series: from Start, before End.
type Span struct{ Start, End int }

// Onset finds when a change set in and, if it did not last, when it ended. The
// series has a value for each step of time: by how much there was more than
// expected or, for a decrease, less. It reports false where no part of the series
// stands out from the rest, as when the change went on all the time.
//
// The part is the one whose mean is furthest from that of the rest for its
// length, in squares: the usual statistic for a change of the mean at two places
// (Sen and Srivastava, "On tests for detecting change in mean", 1975). It goes to
// the end of the series where that is as good, and the rest must have less than a
// quarter of its mean.
func Onset(series []float64) (Span, bool) {
	sums := make([]float64, len(series)+1)
	for i, value := range series {
		sums[i+1] = sums[i] + value
	}
	part, apart := furthest(sums, 0)
	if last, contrast := furthest(sums, len(series)); contrast >= lasting*apart {
		part = last
	}
	n, total := part.End-part.Start, sums[len(series)]
	if n == 0 || n == len(series) {
		return Span{}, false
	}
	inside := sums[part.End] - sums[part.Start]
	mean := inside / float64(n)
	outside := (total - inside) / float64(len(series)-n)
	return part, outside < mean/4
}

// lasting is the part of the best contrast that a change must have which lasts
// to the end.
const lasting = 0.9

// furthest is the part with the largest contrast that ends at or after least.
func furthest(sums []float64, least int) (best Span, contrast float64) {
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
