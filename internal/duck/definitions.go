//go:build cgo

package duck

import (
	"regexp"

	"github.com/trailq/trailq/internal/dialect"
)

// definitions makes the dialect's macros, and the views of the logs, when a
// statement needs them: all of them take DuckDB 50 ms of CPU, which is more than
// all else of its start, and a statement uses few.
type definitions struct {
	all    []*definition // in the order in which they are to be made
	byName map[string]*definition
}

type definition struct {
	statement string
	uses      []string
	needed    bool
	made      bool
}

// newDefinitions takes the macros and, behind them, the views of a table over
// what scan names.
func newDefinitions(scan string, table dialect.Table) *definitions {
	s := &definitions{byName: make(map[string]*definition)}
	for _, statement := range append(dialect.Macros(), dialect.Views(scan, table)...) {
		d := &definition{statement: statement, uses: definedNames.FindAllString(statement, -1)}
		s.all = append(s.all, d)
		s.byName[definedName(statement)] = d
	}
	return s
}

// definedNames finds the names of macros and views, and of functions of ours, in
// SQL. What else looks like one does no harm.
var definedNames = regexp.MustCompile(`(?i)\b(trino_\w+|cloudtrail_(logs|lake)(_all)?\b)`)

var definitionStart = regexp.MustCompile(`(?m)^CREATE OR REPLACE (?:MACRO|VIEW) (\w+)`)

// definedName is the name of what a statement makes.
func definedName(statement string) string {
	if found := definitionStart.FindStringSubmatch(statement); found != nil {
		return found[1]
	}
	return ""
}

// missing returns the statements that make what sql needs and is not there yet,
// and takes them for made.
func (s *definitions) missing(sql string) []string {
	s.need(definedNames.FindAllString(sql, -1))
	var statements []string
	for _, d := range s.all {
		if d.needed && !d.made {
			d.made = true
			statements = append(statements, d.statement)
		}
	}
	return statements
}

// need marks what has these names, and what that needs in turn.
func (s *definitions) need(names []string) {
	for _, name := range names {
		if d := s.byName[name]; d != nil && !d.needed {
			d.needed = true
			s.need(d.uses)
		}
	}
}
