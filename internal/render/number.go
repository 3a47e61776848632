package render

import (
	"fmt"
	"math"
	"strings"
)

// barWidth is the width of a bar in columns.
const barWidth = 12

// sharePercent is a share without its bar.
const sharePercent = "%5.1f %%"

// share writes a part of all in percent, with a bar that is full for the largest
// part: " 35.0 % ██████      ". All are of one width.
func share(part, largest float64, ascii bool) string {
	parts := 0.0 // of the bar
	if largest > 0 {
		parts = min(max(part/largest, 0), 1) * barWidth
	}
	bar := strings.Repeat("#", int(math.Round(parts)))
	if !ascii {
		bar = blocks(int(math.Round(parts * 8)))
	}
	return fmt.Sprintf(sharePercent+" %-*s", 100*part, barWidth, bar)
}

// blocks is a bar of so many eighths of a column.
func blocks(eighths int) string {
	bar := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		bar += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return bar
}
