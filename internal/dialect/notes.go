package dialect

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

//go:embed trino_functions.txt
var trinoFunctions string

// mostNotes bounds the notes on one statement.
const mostNotes = 5

// laxities are notes on what runs here and what Athena refuses.
func (r *rewriter) laxities(statement syntax.Statement, info *resolve.Info) []string {
	var notes []string
	note := func(n syntax.Node, format string, arguments ...any) {
		place := errorAt(r.source, n.Start(), "")
		text := fmt.Sprintf("line %d, column %d: Athena refuses %s", place.Line, place.Column, fmt.Sprintf(format, arguments...))
		if len(notes) < mostNotes && !slices.Contains(notes, text) {
			notes = append(notes, text)
		}
	}
	syntax.Walk(statement, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Query:
			r.noteAliases(n.Body, info, note)
		case *syntax.Call:
			r.noteFunction(n, note)
		}
		if what := info.Mismatch(n); what != "" {
			note(n, "%s", what)
		}
		return true
	})
	return notes
}

// noteFunction notes a function that Trino has not, and JSON paths that it refuses.
func (r *rewriter) noteFunction(c *syntax.Call, note func(syntax.Node, string, ...any)) {
	name := c.Name[len(c.Name)-1].Key()
	if !strings.Contains(trinoFunctions, "\n"+name+"\n") && !isSpecialForm(name) {
		note(c, "%s: it has no such function", name)
	}
	if strings.HasPrefix(name, "json_extract") && len(c.Arguments) == 2 {
		if path, ok := literalOf(c.Arguments[1]); ok && !strings.HasPrefix(path, "$") {
			note(c.Arguments[1], "the path '%s': it begins with $", path)
		}
	}
}

// isSpecialForm reports whether a name is written as a function's and is none.
func isSpecialForm(name string) bool {
	switch name {
	case "if", "coalesce", "nullif", "try", "format", "grouping", "row", "json_object", "json_array", "current_timestamp", "localtimestamp":
		return true
	}
	return false
}

// noteAliases notes names of the SELECT list that stand in clauses which do not know
// them.
func (r *rewriter) noteAliases(body syntax.Body, info *resolve.Info, note func(syntax.Node, string, ...any)) {
	s, ok := body.(*syntax.Select)
	if !ok {
		return
	}
	aliases := map[string]bool{}
	for _, item := range s.Items {
		if item.Alias != nil {
			aliases[item.Alias.Key()] = true
		}
	}
	look := func(e syntax.Expression, clause string) {
		if e == nil {
			return
		}
		syntax.Walk(e, func(n syntax.Node) bool {
			reference, isName := n.(*syntax.Reference)
			if isName && aliases[reference.Key()] && info.Columns[reference] == nil {
				note(n, "%s in %s: write the expression that the SELECT list has under this name", reference.Text, clause)
			}
			return true
		})
	}
	look(s.Where, "WHERE")
	look(s.Having, "HAVING")
	if s.GroupBy == nil {
		return
	}
	for _, element := range s.GroupBy.Elements {
		for _, item := range element.Items {
			look(item, "GROUP BY")
		}
	}
}
