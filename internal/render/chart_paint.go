package render

import "strconv"

// barBlock returns the part of a bar in one line, of the given height.
func (c *chartRows) barBlock(level int) string {
	level = min(max(level, 0), levels)
	if c.options.ASCII {
		return string(" .:-=+*#@"[level])
	}
	return string([]rune(" ▁▂▃▄▅▆▇█")[level])
}

// Colours are numbers of ANSI's (ECMA-48, Select Graphic Rendition).
const markColor = 31

// seriesColor returns the colour of a series, readable on light and dark.
func seriesColor(place int) int {
	colors := [...]int{36, 33, 35, 32, 34}
	if place >= len(colors) {
		return 37
	}
	return colors[place]
}

// paintText colours text if colours are allowed.
func (c *chartRows) paintText(color int, text string) string {
	if !c.options.Color || text == "" {
		return text
	}
	return "\x1b[" + strconv.Itoa(color) + "m" + text + "\x1b[0m"
}
