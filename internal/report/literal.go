package report

import (
	"regexp"
	"strings"
)

// GlobPattern returns a glob as a regular expression, in which * and ? match no
// slash.
func GlobPattern(glob string) string {
	var pattern strings.Builder
	for len(glob) > 0 {
		n := 1
		switch end := strings.IndexByte(glob, ']'); {
		case glob[0] == '*':
			pattern.WriteString("[^/]*")
		case glob[0] == '?':
			pattern.WriteString("[^/]")
		case glob[0] == '[' && end > 0:
			n = end + 1
			pattern.WriteString(glob[:n])
		case glob[0] == '\\' && len(glob) > 1:
			n = 2
			pattern.WriteString(regexp.QuoteMeta(glob[1:n]))
		default:
			pattern.WriteString(regexp.QuoteMeta(glob[:1]))
		}
		glob = glob[n:]
	}
	return "^" + pattern.String() + "$"
}

// QuoteText returns a literal of a text. The text can hold U+0000, which no literal
// can.
func QuoteText(value string) Expression {
	var parts []string
	for part := range strings.SplitSeq(value, "\x00") {
		parts = append(parts, Text(part).String())
	}
	return Expressionf("%s", strings.Join(parts, " || chr(0) || "))
}
