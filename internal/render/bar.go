package render

import (
	"fmt"
	"math"
	"strings"
)

// barWidth is the width of a bar in columns.
const barWidth = 12

// sharePercent is the format of a share without its bar.
const sharePercent = "%5.1f %%"

// shareBar formats a share in percent, with a bar that is full for the largest
// share: " 35.0 % ██████ ". All results have the same width.
func shareBar(part, largest float64, ascii bool) string {
	parts := 0.0 // columns of the bar
	if largest > 0 {
		parts = min(max(part/largest, 0), 1) * barWidth
	}
	bar := strings.Repeat("#", int(math.Round(parts)))
	if !ascii {
		bar = eighthsBar(int(math.Round(parts * 8)))
	}
	return fmt.Sprintf(sharePercent+" %-*s", 100*part, barWidth, bar)
}

// eighthsBar returns a bar of the given length, in eighths of a column.
func eighthsBar(eighths int) string {
	bar := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		bar += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return bar
}
