package condition

import (
	"slices"
	"unicode/utf8"
)

// MatchAny reports whether a name matches one of the patterns.
func MatchAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return MatchGlob(pattern, name) })
}

// MatchGlob reports whether a name matches a pattern in which * is any characters,
// including /, and ? is one.
func MatchGlob(pattern, name string) bool {
	star, mark := -1, 0
	p, n := 0, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && pattern[p] == '?':
			p++
			n += characterLength(name, n)
		case p < len(pattern) && pattern[p] == name[n]:
			p++
			n++
		case star >= 0: // let the last star match one more
			mark += characterLength(name, mark)
			p, n = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// characterLength returns the number of bytes of the character at an offset.
func characterLength(name string, at int) int {
	if name[at] < utf8.RuneSelf {
		return 1
	}
	_, length := utf8.DecodeRuneInString(name[at:])
	return length
}
