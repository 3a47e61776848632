//go:build cgo

package duck

import (
	"regexp"

	"github.com/trailq/trailq/internal/dialect"
)

// macroSet makes the dialect's macros when a statement needs them: all of them
// take DuckDB 50 ms of CPU, which is more than all else of its start, and a
// statement uses few.
type macroSet struct {
	macros []*macro // in the order in which they are to be made
	byName map[string]*macro
}

type macro struct {
	statement string
	uses      []string
	needed    bool
	made      bool
}

// macroName finds the names of macros, and of functions of ours, in SQL. What
// else looks like one does no harm.
var macroName = regexp.MustCompile(`(?i)\btrino_\w+`)

func newMacroSet() *macroSet {
	s := &macroSet{byName: make(map[string]*macro)}
	for _, statement := range dialect.Macros() {
		m := &macro{statement: statement, uses: macroName.FindAllString(statement, -1)}
		s.macros = append(s.macros, m)
		s.byName[definedName(statement)] = m
	}
	return s
}

var definition = regexp.MustCompile(`(?m)^CREATE OR REPLACE MACRO (\w+)`)

// definedName is the name of the macro that a statement makes.
func definedName(statement string) string {
	if found := definition.FindStringSubmatch(statement); found != nil {
		return found[1]
	}
	return ""
}

// missing returns the statements that make what sql needs and is not there yet,
// and takes them for made.
func (s *macroSet) missing(sql string) []string {
	s.need(macroName.FindAllString(sql, -1))
	var statements []string
	for _, m := range s.macros {
		if m.needed && !m.made {
			m.made = true
			statements = append(statements, m.statement)
		}
	}
	return statements
}

// need marks the macros of these names, and what they need in turn.
func (s *macroSet) need(names []string) {
	for _, name := range names {
		if m := s.byName[name]; m != nil && !m.needed {
			m.needed = true
			s.need(m.uses)
		}
	}
}
