package builtin

import (
	"fmt"
	"strings"
)

// soundex returns the American Soundex code of a word.
func soundex(word string) (string, error) {
	const codes = "01230120022455012623010202" // of A to Z
	code, last := "", byte('0')
	for _, c := range []byte(strings.ToUpper(word)) {
		switch {
		case c >= 0x80:
			return "", fmt.Errorf("soundex: %q has other letters than A to Z", word)
		case c < 'A' || c > 'Z':
			continue
		}
		digit := codes[c-'A']
		switch {
		case code == "":
			code = string(c)
		case digit != '0' && digit != last:
			code += string(digit)
		}
		if c != 'H' && c != 'W' {
			last = digit
		}
	}
	if code == "" {
		return "", nil
	}
	return (code + "000")[:4], nil
}

// replaceInvalid returns bytes as text, with U+FFFD in place of what is not UTF-8.
func replaceInvalid(data []byte) (string, error) {
	return string([]rune(string(data))), nil
}
