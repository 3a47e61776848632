package laxity

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/dialect/wordlist"
)

//go:embed trino_functions.txt
var trinoFunctions string

// jsonPath is a path that Trino's json_extract takes:
// https://github.com/trinodb/trino/blob/master/core/trino-main/src/main/java/io/trino/operator/scalar/JsonPathTokenizer.java
var jsonPath = regexp.MustCompile(`^\$(?:\.[\pL\p{Nd}_:]+|\[[\pL\p{Nd}_]+\]|\["(?:[^"\\]|\\["\\])*"\])*$`)

// mostNotes bounds the notes on one statement.
const mostNotes = 5

// Reading is a statement with the meaning of its names.
type Reading struct {
	Source    string // all of the text
	Statement syntax.Statement
	Info      *resolve.Info
	Lake      bool // it is read as CloudTrail Lake's
}

// Notes returns notes on the statement, at most five.
func (r Reading) Notes() []string {
	n := &notebook{Reading: r}
	syntax.Walk(r.Statement, func(node syntax.Node) bool {
		if r.Lake {
			n.noteMapSubscript(node)
			return true
		}
		switch node := node.(type) {
		case *syntax.Query:
			n.noteAliases(node.Body)
			n.noteJoins(node.Body)
			n.noteDistinct(node)
		case *syntax.Call:
			n.noteFunction(node)
			n.noteGroup(node)
		case *syntax.Cast:
			n.noteCast(node)
		}
		if what := r.Info.Mismatch(node); what != "" {
			n.refuse(node, "%s", what)
		}
		return true
	})
	if at := r.Info.ShownTextZone(r.Statement); at != nil {
		n.add(at, "times are in UTC here, and on Athena in the time zone that each text names: AT TIME ZONE 'UTC' gives the same in both")
	}
	return n.notes
}

// FirstMismatch returns a note on the first place that Athena's types do not fit; ""
// if there is none.
func (r Reading) FirstMismatch() string {
	n := &notebook{Reading: r}
	syntax.Walk(r.Statement, func(node syntax.Node) bool {
		if what := r.Info.Mismatch(node); what != "" && len(n.notes) == 0 {
			n.refuse(node, "%s", what)
		}
		return len(n.notes) == 0
	})
	return strings.Join(n.notes, "")
}

// notebook gathers notes.
type notebook struct {
	Reading
	notes []string
}

// add adds a note about a place.
func (n *notebook) add(at syntax.Node, text string) {
	line, column := syntax.Place(n.Source, at.Start())
	text = fmt.Sprintf("line %d, column %d: %s", line, column, text)
	if len(n.notes) < mostNotes && !slices.Contains(n.notes, text) {
		n.notes = append(n.notes, text)
	}
}

// refuse adds a note that Athena refuses something.
func (n *notebook) refuse(at syntax.Node, format string, arguments ...any) {
	n.add(at, "Athena refuses "+fmt.Sprintf(format, arguments...))
}

// noteMapSubscript notes map['key'] of a column of CloudTrail Lake, which is NULL
// here where the map has no such key. On Trino that is an error:
// https://trino.io/docs/current/functions/map.html
func (n *notebook) noteMapSubscript(node syntax.Node) {
	s, ok := node.(*syntax.Subscript)
	if ok && n.Info.Columns[s.Base] != nil && n.Info.Type(s.Base).Kind == resolve.Map {
		base, index := syntax.Print(s.Base), syntax.Print(s.Index)
		n.add(s.Index, fmt.Sprintf("%s[%s] is NULL here where there is no such key, and an error in AWS: element_at(%s, %s) is NULL in both", base, index, base, index))
	}
}

// noteFunction notes a function that Trino does not have, and JSON paths that it
// refuses.
func (n *notebook) noteFunction(c *syntax.Call) {
	name := c.Name[len(c.Name)-1].Key()
	if _, found := wordlist.Find(trinoFunctions, name); !found && !isSpecialForm(name) && !isOwn(name) {
		n.refuse(c, "%s: it has no such function", name)
	}
	if (strings.HasPrefix(name, "json_extract") || name == "json_size") && len(c.Arguments) == 2 {
		path, ok := c.Arguments[1].(*syntax.StringLiteral)
		switch {
		case !ok:
		case !strings.HasPrefix(path.Value, "$"):
			n.refuse(path, "the path '%s': it begins with $", path.Value)
		case !jsonPath.MatchString(path.Value):
			n.refuse(path, "the path '%s': a key with other signs than letters, digits, _ and : is written [\"key\"]", path.Value)
		}
	}
}

// noteCast notes types that only a table's DDL has, and casts of texts to addresses:
// those of AWS's services are names.
// https://docs.aws.amazon.com/athena/latest/ug/data-types.html
func (n *notebook) noteCast(c *syntax.Cast) {
	if name, found := map[string]string{"string": "varchar", "float": "real"}[c.Type.Name]; found {
		n.refuse(c.Type, "the type %s in a query: write %s", c.Type.Name, name)
	}
	if size := strings.Join(c.Type.Sizes, ""); c.Type.Name == "char" && size != "" && size != "1" {
		n.add(c.Type, fmt.Sprintf("char(%s) is not filled up with spaces here: write varchar", size))
	}
	if call, isCall := c.Operand.(*syntax.Call); isCall && c.Type.Name == "varchar" && !c.Try && call.Name[0].Key() == "json_array_get" {
		n.add(c, "the cast of json_array_get fails on Athena where the element is a text: json_extract_scalar gives it in both")
	}
	if text := syntax.LastName(c.Operand); c.Type.Name == "ipaddress" && !c.Try && text != nil {
		n.add(c, fmt.Sprintf("the cast of %s is NULL here where it is no address, and an error on Athena: TRY_CAST is NULL in both", text.Text))
	}
}

// isOwn reports whether a function is one of package tuple, by which reports ask our own
// engine.
func isOwn(name string) bool { return name == "trino_tuple" || name == "trino_tuple_text" }

// isSpecialForm reports whether a name is written as a function's and is none.
func isSpecialForm(name string) bool {
	switch name {
	case "if", "coalesce", "nullif", "try", "format", "grouping", "row", "json_object", "json_array", "current_timestamp", "localtimestamp":
		return true
	}
	return false
}

// relationsOf returns the relations that a SELECT reads.
func (n *notebook) relationsOf(s *syntax.Select) []*resolve.Relation {
	for _, known := range n.Info.Selects {
		if known.Node == s {
			return known.Relations
		}
	}
	return nil
}

// noteAliases notes names of the SELECT list that stand in clauses which do not know
// them, and rows that .* takes apart.
func (n *notebook) noteAliases(body syntax.Body) {
	s, ok := body.(*syntax.Select)
	if !ok {
		return
	}
	aliases := map[string]bool{}
	for _, item := range s.Items {
		if item.Alias != nil {
			aliases[item.Alias.Key()] = true
		}
		if item.Star && item.Expression != nil && n.Info.Columns[item.Expression] != nil {
			n.refuse(item.Expression, "%s.*: name the fields that you want", syntax.Print(item.Expression))
		}
	}
	// A table of which not all columns are known can have one of that name.
	isOpen := slices.ContainsFunc(n.relationsOf(s), func(r *resolve.Relation) bool { return r.Open })
	look := func(e syntax.Expression, clause string) {
		if e == nil {
			return
		}
		syntax.Walk(e, func(node syntax.Node) bool {
			reference, isName := node.(*syntax.Reference)
			if isName && aliases[reference.Key()] && n.Info.Columns[reference] == nil && !isOpen {
				n.refuse(node, "%s in %s: write the expression that the SELECT list has under this name", reference.Text, clause)
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
			if element.Kind != "" {
				n.noteOrdinal(item, element.Kind)
			}
		}
	}
}

// noteOrdinal notes the place of a column, and a field, within GROUPING SETS and its
// like.
func (n *notebook) noteOrdinal(item syntax.Expression, kind string) {
	syntax.Walk(item, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.NumberLiteral:
			n.refuse(node, "%s in %s: write the column's name", node.Text, strings.ToUpper(kind))
		case *syntax.Field:
			if use := n.Info.Columns[node]; use != nil && len(use.Fields) > 0 {
				n.refuse(node, "%s in %s: it takes columns, of a subquery that names the field", syntax.Print(node), strings.ToUpper(kind))
			}
		case *syntax.Row, *syntax.Paren:
			return true
		}
		return false
	})
}

// noteJoins notes names of columns that USING has joined, with a table in front:
// https://trino.io/docs/current/sql/select.html#joins
func (n *notebook) noteJoins(body syntax.Body) {
	s, ok := body.(*syntax.Select)
	if !ok {
		return
	}
	joined := map[string]bool{}
	for _, relation := range s.From {
		syntax.Walk(relation, func(node syntax.Node) bool {
			if j, ok := node.(*syntax.Join); ok {
				for _, column := range j.Using {
					joined[column.Key()] = true
				}
			}
			_, isInner := node.(*syntax.Query)
			return !isInner
		})
	}
	if len(joined) == 0 {
		return
	}
	for _, item := range s.Items {
		f, ok := item.Expression.(*syntax.Field)
		if !ok || item.Star || !joined[f.Name.Key()] {
			continue
		}
		if base, ok := f.Base.(*syntax.Reference); ok && n.Info.Columns[base] == nil {
			n.refuse(f, "%s: a column of USING has no table in front of its name", syntax.Print(f))
		}
	}
}
