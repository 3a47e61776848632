package report

import (
	"strings"
)

// Paths select files by their "$path". One of the fields is set.
type Paths struct {
	Is    string // this file
	Under string // those whose path begins so
	Glob  string // those that a pattern of package path/filepath matches
}

// Condition returns the condition that an event is in one of the files.
func (p Paths) Condition() Expression {
	switch {
	case p.Is != "":
		return Expressionf(`"$path" = %v`, Text(p.Is))
	case p.Glob != "":
		return Expressionf(`regexp_like("$path", %v)`, Text(GlobPattern(p.Glob)))
	}
	return Expressionf(`"$path" LIKE %v ESCAPE '\'`, Text(strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(p.Under)+"%"))
}
