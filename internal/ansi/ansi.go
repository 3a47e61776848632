// Package ansi colours text for terminals, and says when it is to be coloured.
package ansi

// Style is how a text looks: the parameter of ECMA-48's Select Graphic Rendition.
type Style string

// The styles. Those of headings and remarks keep the terminal's own colour, and no
// colour is near to white or black, so that all can be read on light and dark.
const (
	Bold   Style = "1"
	Dim    Style = "2"
	Red    Style = "31"
	Green  Style = "32"
	Yellow Style = "33"
	Blue   Style = "34"
	Purple Style = "35"
	Cyan   Style = "36"
	Plain  Style = "0" // for what has no colour left
)

// Paint returns text in a style.
func Paint(style Style, text string) string {
	if text == "" || style == Plain {
		return text
	}
	return "\x1b[" + string(style) + "m" + text + "\x1b[0m"
}

// The values of --color.
const (
	Auto   = "auto"
	Always = "always"
	Never  = "never"
)

// Choice says what is coloured.
type Choice struct {
	// When is Auto, Always or Never; empty is Auto.
	When   string
	Getenv func(name string) string
	// Terminal reports whether the text is for a terminal.
	Terminal bool
}

// HasColors reports whether the text gets colours: without a word, on terminals
// that can show them and whose users have not set NO_COLOR. See https://no-color.org.
func (c Choice) HasColors() bool {
	switch c.When {
	case Always:
		return true
	case Never:
		return false
	}
	term := c.Getenv("TERM")
	return c.Terminal && c.Getenv("NO_COLOR") == "" && term != "" && term != "dumb"
}
