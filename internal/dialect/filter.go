package dialect

import "strings"

// ServiceNames are values of eventsource: of a service's name without a dot, as
// s3, that of AWS.
func ServiceNames(names []string) []string {
	var full []string
	for _, name := range names {
		if !strings.Contains(name, ".") {
			name += ".amazonaws.com"
		}
		full = append(full, name)
	}
	return full
}

// LikePattern writes a value, in which * is any characters and ? is one, as LIKE
// has it with ESCAPE '\', and reports whether it has either.
func LikePattern(value string) (pattern string, wild bool) {
	pattern = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`, `*`, `%`, `?`, `_`).Replace(value)
	return pattern, strings.ContainsAny(value, "*?")
}
