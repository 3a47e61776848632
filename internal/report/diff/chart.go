package diff

import (
	"math"
	"strings"
	"time"
)

// chartWidth is the maximum number of characters of a chart.
const chartWidth = 48

// sumBars returns the amounts of the window, added up over so many steps for each
// bar.
func (w *windowSeries) sumBars(wide int) []float64 {
	bars := make([]float64, (len(w.steps)+wide-1)/wide)
	for i, at := range w.steps {
		bars[i/wide] += w.amounts[at]
	}
	return bars
}

// drawBars returns one character for each bar, whose height is in proportion to
// most. Nothing is a space, or a point in ASCII; the smallest amount gets the
// lowest bar.
func drawBars(bars []float64, most float64, ascii bool) string {
	heights := []rune(" ▁▂▃▄▅▆▇█")
	if ascii {
		heights = []rune(".:-=+*#%@")
	}
	var drawn strings.Builder
	for _, bar := range bars {
		height := 0
		if bar > 0 {
			height = max(int(math.Round(bar/most*float64(len(heights)-1))), 1)
		}
		drawn.WriteRune(heights[height])
	}
	return drawn.String()
}

// spanText returns a duration in whole minutes, hours or days: 40m, 3h, 2d.
func spanText(d time.Duration) string {
	text := d.String()
	text = strings.TrimSuffix(text, "0s")
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
