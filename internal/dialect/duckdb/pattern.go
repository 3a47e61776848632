package duckdb

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// namedGroup matches a reference to a group in a Java replacement.
var namedGroup = regexp.MustCompile(`\$\{[A-Za-z][A-Za-z0-9]*\}`)

// groupStart is where a named group of Java begins.
var groupStart = regexp.MustCompile(`\\.|\(\?<[A-Za-z]`)

// PatternText writes the named groups of a Java expression, (?<name>…), as (?P<name>…):
// the engine's version of RE2 knows no other form.
func PatternText(pattern string) string {
	if expression, err := regexp.Compile(pattern); err != nil || strings.Join(expression.SubexpNames(), "") == "" {
		return pattern
	}
	return groupStart.ReplaceAllStringFunc(pattern, func(start string) string {
		if name, isGroup := strings.CutPrefix(start, "(?<"); isGroup {
			return "(?P<" + name
		}
		return start
	})
}

// ReplacementText writes the $1 and ${name} of a Java replacement as RE2's \1. The names
// are those of the pattern.
func ReplacementText(text, pattern string) string {
	text = namedGroup.ReplaceAllStringFunc(text, func(reference string) string {
		expression, err := regexp.Compile(pattern)
		if err != nil || expression.SubexpIndex(reference[2:len(reference)-1]) < 0 {
			return reference
		}
		return "$" + strconv.Itoa(expression.SubexpIndex(reference[2:len(reference)-1]))
	})
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			if text[i] == '\\' {
				b.WriteString(`\\`)
			} else {
				b.WriteByte(text[i])
			}
		case text[i] == '$' && i+1 < len(text) && syntax.IsDigit(text[i+1]):
			i++
			b.WriteString(`\` + text[i:i+1])
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}
