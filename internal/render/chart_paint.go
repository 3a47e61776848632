package render

import "github.com/trailq/trailq/internal/ansi"

// barBlock returns the part of a bar in one line, of the given height.
func (c *chartRows) barBlock(level int) string {
	level = min(max(level, 0), levels)
	if c.options.ASCII {
		return string(" .:-=+*#@"[level])
	}
	return string([]rune(" ▁▂▃▄▅▆▇█")[level])
}

// markColor is the colour of marks.
const markColor = ansi.Red

// seriesColor returns the colour of a series, readable on light and dark.
func seriesColor(place int) ansi.Style {
	colors := [...]ansi.Style{ansi.Cyan, ansi.Yellow, ansi.Purple, ansi.Green, ansi.Blue}
	if place >= len(colors) {
		return ansi.Plain
	}
	return colors[place]
}

// paintText colours text if colours are allowed.
func (c *chartRows) paintText(color ansi.Style, text string) string {
	if !c.options.Color {
		return text
	}
	return ansi.Paint(color, text)
}
