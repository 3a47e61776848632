// Package definition says which macros and views of the dialect a statement needs. They
// are made when a statement first needs them: all of them take DuckDB 50 ms of CPU, which
// is more than the rest of its start, and a statement uses few.
//
//	defined := definition.NewSet("scan()", schema.DefaultTable())
//	for _, statement := range defined.TakeMissing(sql) {
//		exec(statement)
//	}
package definition

import (
	"iter"
	"maps"
	"regexp"

	"github.com/trailq/trailq/internal/dialect/schema"

	"github.com/trailq/trailq/internal/dialect/builtin"
)

// Set holds the dialect's macros and the views of the logs.
type Set struct {
	all    []*definition // in the order in which they are to be made
	byName map[string]*definition
}

type definition struct {
	statement string
	needed    bool
	made      bool
}

// NewSet returns the macros and, after them, the views of a table over the
// rows of scan, which has the further columns, too.
func NewSet(scan string, table schema.Table, further ...schema.Column) *Set {
	s := &Set{byName: make(map[string]*definition)}
	for _, statement := range append(builtin.Macros(), schema.Views(scan, table, further...)...) {
		d := &definition{statement: statement}
		s.all = append(s.all, d)
		s.byName[definedName(statement)] = d
	}
	return s
}

// definedNames matches the names of macros and views, and of our functions, in SQL.
// Other text that looks like one does no harm.
var definedNames = regexp.MustCompile(`(?i)\b(trino_\w+|cloudtrail_(logs|lake)(_all)?\b)`)

var definitionStart = regexp.MustCompile(`(?m)^CREATE OR REPLACE (?:MACRO|VIEW) (\w+)`)

// definedName returns the name of the macro or view that a statement makes.
func definedName(statement string) string {
	if found := definitionStart.FindStringSubmatch(statement); found != nil {
		return found[1]
	}
	return ""
}

// TakeMissing returns the statements that make the macros and views that sql needs
// and that are not there yet. It counts them as made.
func (s *Set) TakeMissing(sql string) []string {
	s.markNeeded(definedNames.FindAllString(sql, -1))
	var statements []string
	for _, d := range s.all {
		if d.needed && !d.made {
			d.made = true
			statements = append(statements, d.statement)
		}
	}
	return statements
}

// markNeeded marks the definitions with these names, and those that they use.
func (s *Set) markNeeded(names []string) {
	for _, name := range names {
		if d := s.byName[name]; d != nil && !d.needed {
			d.needed = true
			s.markNeeded(definedNames.FindAllString(d.statement, -1))
		}
	}
}

// Has reports whether there is a macro or a view of that name.
func (s *Set) Has(name string) bool { return s.byName[name] != nil }

// Names returns the names of all macros and views.
func (s *Set) Names() iter.Seq[string] { return maps.Keys(s.byName) }
