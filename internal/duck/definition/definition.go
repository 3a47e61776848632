// Package definition says which macros and views of the dialect a statement needs. They
// are made when a statement first needs them: all of them take DuckDB 50 ms of CPU, which
// is more than the rest of its start, and a statement uses few.
//
//	defined := definition.NewSet("scan()", schema.DefaultTable())
//	defined.Need(sql, names)
//	for _, statement := range defined.TakeMissing() {
//		exec(statement)
//	}
//
// A view has the columns alone that statements can use: DuckDB binds each column whenever
// it meets the view, which takes it 15 ms where there are all of them.
package definition

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/schema"
)

// Set holds the dialect's macros and the views of the logs.
type Set struct {
	all    []*definition // in the order in which they are to be made
	byName map[string]*definition
}

type definition struct {
	statement string // with the columns that are needed
	needed    bool
	made      string // the statement that was taken
	view      *schema.View
	columns   schema.Names // of the view
}

// NewSet returns the macros and, after them, the views of a table over the
// rows of scan, which has the further columns, too.
func NewSet(scan string, table schema.Table, further ...schema.Column) *Set {
	s := &Set{byName: make(map[string]*definition)}
	for _, statement := range builtin.Macros() {
		s.addDefinition(definedName(statement), &definition{statement: statement})
	}
	for _, view := range schema.Views(scan, table, further...) {
		s.addDefinition(view.Name, &definition{view: &view, columns: schema.Names{}})
	}
	return s
}

func (s *Set) addDefinition(name string, d *definition) {
	s.all = append(s.all, d)
	s.byName[name] = d
}

// definedNames matches the names of macros and views, and of our functions, in SQL.
// Other text that looks like one does no harm.
var definedNames = regexp.MustCompile(`(?i)\b(trino_\w+|cloudtrail_(logs|lake)(_all)?\b)`)

var definitionStart = regexp.MustCompile(`(?m)^CREATE OR REPLACE MACRO (\w+)`)

// definedName returns the name of the macro that a statement makes.
func definedName(statement string) string {
	if found := definitionStart.FindStringSubmatch(statement); found != nil {
		return found[1]
	}
	return ""
}

// Need notes the macros and views that sql needs. Of columns, it can use those with the
// names.
func (s *Set) Need(sql string, names schema.Names) {
	s.markNeeded(definedNames.FindAllString(sql, -1), names)
}

// TakeMissing returns the statements that make the macros and views that are needed and
// not there yet. It counts them as made.
func (s *Set) TakeMissing() []string {
	return append(s.TakeMacros(), s.takeWanted(func(d *definition) bool { return d.view != nil })...)
}

// TakeMacros does the same for macros alone.
func (s *Set) TakeMacros() []string {
	return s.takeWanted(func(d *definition) bool { return d.view == nil })
}

func (s *Set) takeWanted(wanted func(*definition) bool) []string {
	var statements []string
	for _, d := range s.all {
		if d.needed && d.made != d.statement && wanted(d) {
			d.made = d.statement
			statements = append(statements, d.statement)
		}
	}
	return statements
}

// ViewText returns the statements that make the views that are needed, in lower case.
func (s *Set) ViewText() string {
	var text strings.Builder
	for _, d := range s.all {
		if d.view != nil && d.needed {
			text.WriteString(strings.ToLower(d.statement))
		}
	}
	return text.String()
}

// markNeeded marks the definitions with these names, and those that they use.
func (s *Set) markNeeded(names []string, columns schema.Names) {
	for _, name := range names {
		d := s.byName[name]
		if d == nil || d.needed && !d.lacksColumn(columns) {
			continue
		}
		d.needed = true
		d.addColumns(columns)
		s.markNeeded(definedNames.FindAllString(d.statement, -1), columns)
	}
}

// lacksColumn reports whether a view was made without one of the columns.
func (d *definition) lacksColumn(columns schema.Names) bool {
	if d.view == nil || d.columns == nil {
		return false
	}
	return columns == nil || slices.ContainsFunc(slices.Collect(maps.Keys(columns)), func(name string) bool { return !d.columns[name] })
}

// addColumns makes columns a part of a view.
func (d *definition) addColumns(columns schema.Names) {
	switch {
	case d.view == nil:
		return
	case columns == nil || d.columns == nil:
		d.columns = nil
	default:
		maps.Copy(d.columns, columns)
	}
	d.statement = d.view.Statement(d.columns)
}

// Has reports whether there is a macro or a view of that name.
func (s *Set) Has(name string) bool { return s.byName[name] != nil }

// Names returns the names of all macros and views.
func (s *Set) Names() iter.Seq[string] { return maps.Keys(s.byName) }
