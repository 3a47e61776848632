package diff

import (
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/report"
)

// Paths select files by their "$path". One of the fields is set.
type Paths struct {
	Is    string // this file
	Under string // those whose path begins so
	Glob  string // those that a pattern of package path/filepath matches
}

// pathCondition returns the condition that an event is in one of the files.
func (p Paths) pathCondition() report.Expression {
	switch {
	case p.Is != "":
		return report.Expressionf(`"$path" = %v`, report.Text(p.Is))
	case p.Glob != "":
		return report.Expressionf(`regexp_like("$path", %v)`, report.Text(globPattern(p.Glob)))
	}
	return report.Expressionf(`"$path" LIKE %v ESCAPE '\'`, report.Text(strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(p.Under)+"%"))
}

// globPattern returns a glob as a regular expression, in which * and ? match no
// slash.
func globPattern(glob string) string {
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
