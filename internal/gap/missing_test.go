package gap_test

import (
	"slices"
	"testing"

	"github.com/trailq/trailq/internal/gap"
)

func TestMissing(t *testing.T) {
	hours := func(n float64, from, to int) []float64 {
		counts := slices.Repeat([]float64{n}, 24)
		for i := from; i < to; i++ {
			counts[i] = 0
		}
		return counts
	}
	whole := hours(100, 0, 0)
	bursty := slices.Repeat([]float64{1, 150, 3, 90}, 6)
	bursty[23] = 0
	for name, test := range map[string]struct {
		counts, expected []float64
		want             [][2]int
	}{
		"whole":                    {whole, whole, nil},
		"the end":                  {hours(100, 14, 24), whole, [][2]int{{13, 24}}},
		"the last hour":            {hours(100, 23, 24), whole, [][2]int{{22, 24}}},
		"the beginning":            {hours(100, 0, 3), whole, [][2]int{{0, 4}}},
		"an hour within":           {hours(100, 9, 10), whole, nil},
		"three hours within":       {hours(100, 9, 12), whole, [][2]int{{8, 13}}},
		"nothing at all":           {hours(100, 0, 24), whole, nil},
		"few events":               {hours(3, 14, 24), hours(3, 0, 0), nil},
		"as silent the day before": {hours(100, 14, 24), hours(100, 14, 24), nil},
		"hours are uneven":         {bursty, whole, nil},
	} {
		if got := gap.Missing(test.counts, test.expected); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
