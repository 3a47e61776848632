package diff

import (
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
		return report.Expressionf(`regexp_like("$path", %v)`, report.Text(report.GlobPattern(p.Glob)))
	}
	return report.Expressionf(`"$path" LIKE %v ESCAPE '\'`, report.Text(strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(p.Under)+"%"))
}
