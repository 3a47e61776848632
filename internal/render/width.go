package render

import (
	"unicode"

	"golang.org/x/text/width"
)

// textWidth returns the number of terminal columns of a text whose characters are all
// visible.
func textWidth(text string) int {
	sum := 0
	for _, r := range text {
		sum += runeWidth(r)
	}
	return sum
}

// runeWidth returns 2 for wide characters (Unicode Standard Annex 11) and 0 for
// marks that combine with the character before.
func runeWidth(r rune) int {
	if ' ' <= r && r <= '~' {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
