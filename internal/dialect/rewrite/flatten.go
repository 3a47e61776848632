package rewrite

import (
	"slices"
	"strconv"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// flatFrom is a FROM clause of one table and UNNESTs of what its rows hold:
//
//	FROM logs AS l CROSS JOIN UNNEST(l.resources) AS t(item)
//
// DuckDB joins the table with the elements of each row, by a number that it gives
// the row. Where the elements are in the SELECT list of a subquery, it need not,
// which takes a third of the time:
//
//	FROM (SELECT *, unnest(l.resources) AS "unnest.t.item" FROM … AS l) AS l
//
// The columns get names that no table has; t.item and item mean them.
type flatFrom struct {
	name    string // of the table and of the subquery
	table   syntax.Relation
	unnests []*flatUnnest
}

// flatUnnest is one of the UNNESTs.
type flatUnnest struct {
	node      *syntax.Unnest
	relation  *resolve.Relation
	arguments []flatArgument
	ordinal   string // the column of WITH ORDINALITY, if any
	isLeft    bool   // a row without elements stays
	from      *flatFrom
}

// flatArgument is an array or map, and the columns that it becomes: itself, or
// these fields of its elements.
type flatArgument struct {
	columns []string
	fields  []string
}

// flatten returns the FROM clause of a block as a flatFrom, nil where it has
// another form or where a name could mean something else then.
func (t *transformer) flatten(b *block) *flatFrom {
	steps := unnestSteps(b.node.From)
	if b.star || len(steps) < 2 {
		return nil
	}
	f := &flatFrom{table: steps[0].relation, name: b.relations[0].Name}
	if f.name == "" {
		f.name = "unnested"
	}
	for i, step := range steps[1:] {
		if !t.addUnnest(f, step, b.relations[i+1]) {
			return nil
		}
	}
	if t.isNamedBelow(f, b) {
		return nil
	}
	for _, u := range f.unnests {
		t.unnests[u.relation] = u
	}
	return f
}

// unnestStep is a table, or an UNNEST that is joined with every row before it.
type unnestStep struct {
	relation syntax.Relation
	isLeft   bool // by LEFT JOIN … ON true
}

// unnestSteps returns a FROM clause as a table and the UNNESTs that are joined with
// it; nil where it is something else.
func unnestSteps(from []syntax.Relation) []unnestStep {
	var steps []unnestStep
	for _, relation := range from {
		if steps = appendSteps(steps, relation); steps == nil {
			return nil
		}
	}
	return steps
}

func appendSteps(steps []unnestStep, relation syntax.Relation) []unnestStep {
	switch n := relation.(type) {
	case *syntax.Join:
		on, isTrue := n.On.(*syntax.BooleanLiteral)
		isLeft := n.Kind == "left" && isTrue && on.Value
		if _, isUnnest := n.Right.(*syntax.Unnest); !isUnnest || n.Natural || n.Kind != "cross" && !isLeft {
			return nil
		}
		if steps = appendSteps(steps, n.Left); steps == nil {
			return nil
		}
		return append(steps, unnestStep{n.Right, isLeft})
	case *syntax.Unnest:
		if len(steps) == 0 {
			return nil
		}
	case *syntax.Table:
		if len(steps) > 0 {
			return nil
		}
	case *syntax.Derived:
		if len(steps) > 0 || n.Lateral {
			return nil
		}
	default:
		return nil
	}
	return append(steps, unnestStep{relation: relation})
}

// addUnnest adds an UNNEST whose columns all have a name.
func (t *transformer) addUnnest(f *flatFrom, step unnestStep, relation *resolve.Relation) bool {
	n := step.relation.(*syntax.Unnest)
	if n.Alias == nil || len(n.Alias.Columns) == 0 || step.isLeft && (len(n.Arguments) != 1 || n.Ordinality) {
		return false
	}
	u := &flatUnnest{node: n, relation: relation, isLeft: step.isLeft, from: f}
	names := n.Alias.Columns
	next := func() (column string) {
		if len(names) > 0 {
			column, names = u.column(names[0].Key()), names[1:]
		}
		return column
	}
	isOnlyName := len(names) == 1 || n.Ordinality && len(names) == 2
	for _, e := range n.Arguments {
		if t.isAbove(e, relation) {
			return false
		}
		argument := flatArgument{fields: t.elementFields(e, len(n.Arguments) == 1 && !isOnlyName)}
		for range max(len(argument.fields), 1) {
			argument.columns = append(argument.columns, next())
		}
		u.arguments = append(u.arguments, argument)
	}
	if n.Ordinality {
		u.ordinal = next()
	}
	if len(names) > 0 || slices.Contains(u.arguments[len(u.arguments)-1].columns, "") || n.Ordinality && u.ordinal == "" {
		return false
	}
	if f.isTaken(relation.Name) || slices.ContainsFunc(n.Alias.Columns, func(c syntax.Name) bool { return f.isTaken(c.Key()) }) {
		return false
	}
	f.unnests = append(f.unnests, u)
	return !repeats(n.Alias.Columns)
}

// column returns the subquery's column for one that the UNNEST names.
func (u *flatUnnest) column(name string) string {
	return "unnest." + u.node.Alias.Name.Key() + "." + name
}

func repeats(names []syntax.Name) bool {
	seen := map[string]bool{}
	for _, n := range names {
		seen[n.Key()] = true
	}
	return len(seen) < len(names)
}

// isTaken reports whether the table or an UNNEST has a name already.
func (f *flatFrom) isTaken(name string) bool {
	return name == f.name || slices.ContainsFunc(f.unnests, func(u *flatUnnest) bool {
		return u.relation.Name == name || u.names(name)
	})
}

// names reports whether a column of the UNNEST has a name.
func (u *flatUnnest) names(name string) bool {
	return slices.ContainsFunc(u.node.Alias.Columns, func(c syntax.Name) bool { return c.Key() == name })
}

// elementFields returns the fields that become columns; none where an element
// itself does. Of an array of rows they do where rows says so, and then their
// names must be known.
func (t *transformer) elementFields(e syntax.Expression, rows bool) []string {
	switch {
	case t.kind(e) == resolve.Map:
		return []string{"key", "value"}
	case rows && isLogs(t.info.Columns[e]) && t.hasRows(e):
		var fields []string
		for _, field := range t.info.Type(e).Element.Fields {
			fields = append(fields, field.Name)
		}
		return fields
	}
	return nil
}

// isAbove reports whether an expression has a query in it or is about a query
// around this one: in a subquery of the FROM clause neither could be.
func (t *transformer) isAbove(e syntax.Expression, relation *resolve.Relation) bool {
	above := false
	syntax.Walk(e, func(n syntax.Node) bool {
		if _, isQuery := n.(*syntax.Query); isQuery {
			above = true
		}
		if part, ok := n.(syntax.Expression); ok {
			use := t.info.Columns[part]
			above = above || use != nil && use.Relation.Node != nil && t.owners[use.Relation] != t.owners[relation]
		}
		return !above
	})
	return above
}

// isNamedBelow reports whether a query within the block names what the UNNESTs give,
// or a name of the block could be theirs or another's.
func (t *transformer) isNamedBelow(f *flatFrom, b *block) bool {
	found := false
	var look func(n syntax.Node, within bool)
	look = func(n syntax.Node, within bool) {
		syntax.Walk(n, func(part syntax.Node) bool {
			if q, ok := part.(*syntax.Query); ok && part != n {
				look(q, true)
				return false
			}
			if e, ok := part.(syntax.Expression); ok {
				if use := t.info.Columns[e]; use != nil {
					found = found || f.couldName(use, within)
				}
			}
			return !found
		})
	}
	for _, e := range b.expressions() {
		look(e, false)
	}
	return found
}

func (f *flatFrom) couldName(use *resolve.Use, within bool) bool {
	return slices.ContainsFunc(f.unnests, func(u *flatUnnest) bool {
		return within && use.Relation == u.relation || use.Maybe != nil && u.names(use.Name)
	})
}

// expressions returns the expressions of a block's clauses but FROM.
func (b *block) expressions() []syntax.Expression {
	var list []syntax.Expression
	v := &syntax.Visitor{Expression: func(e *syntax.Expression) { list = append(list, *e) }, Relation: func(*syntax.Relation) {}}
	v.VisitParts(b.node)
	for _, item := range b.orderBy {
		list = append(list, item.Expression)
	}
	return list
}

// writeFlat writes the FROM clause: each UNNEST is a subquery around the last. Its
// parts are rewritten.
func (t *transformer) writeFlat(f *flatFrom) syntax.Relation {
	from := f.table
	for _, u := range f.unnests {
		elements, fields := t.flatColumns(u)
		from = f.around(u.node, elements, from)
		if len(fields) > 0 {
			from = f.around(u.node, fields, from)
		}
	}
	return from
}

// flatColumns writes the columns that an UNNEST adds, and then those that are made
// of fields.
func (t *transformer) flatColumns(u *flatUnnest) (elements, fields []*syntax.SelectItem) {
	n := u.node
	values := make([]syntax.Expression, len(u.arguments))
	for i, argument := range u.arguments {
		value := n.Arguments[i]
		if values[i] = value; t.kind(value) == resolve.Map {
			values[i] = syntax.NewCall(n, "map_entries", value)
		}
		if u.isLeft {
			values[i] = syntax.NewCall(n, "trino_elements_or_null", values[i])
		}
		column := argument.columns[0]
		if len(argument.fields) > 0 {
			column = u.column(strconv.Itoa(i))
		}
		elements = append(elements, itemAs(syntax.NewCall(n, "unnest", values[i]), column))
		for k, field := range argument.fields {
			part := verbatimAt(n, sqltext.Identifier(column)+"."+sqltext.Identifier(field))
			fields = append(fields, itemAs(part, argument.columns[k]))
		}
	}
	if u.ordinal != "" {
		elements = append(elements, itemAs(t.numberRows(n, values), u.ordinal))
	}
	return elements, fields
}

// itemAs gives a value its column's name.
func itemAs(value syntax.Expression, column string) *syntax.SelectItem {
	pos := syntax.Pos(value.Start())
	return &syntax.SelectItem{Pos: pos, Expression: value, Alias: &syntax.Name{Pos: pos, Text: column, Quoted: true}}
}

// around puts a subquery with more columns around a FROM clause.
func (f *flatFrom) around(n *syntax.Unnest, items []*syntax.SelectItem, from syntax.Relation) syntax.Relation {
	list := append([]*syntax.SelectItem{{Pos: n.Pos, Star: true}}, items...)
	query := &syntax.Query{Pos: n.Pos, Body: &syntax.Select{Pos: n.Pos, Items: list, From: []syntax.Relation{from}}}
	return &syntax.Derived{Pos: n.Pos, Query: query, Alias: &syntax.Alias{Name: syntax.Name{Pos: n.Pos, Text: f.name, Quoted: true}}}
}

// flatColumn returns the subquery's column that a name means; nil where it means
// another.
func (t *transformer) flatColumn(e syntax.Expression, use *resolve.Use) syntax.Expression {
	u := t.unnests[use.Relation]
	if u == nil || !u.names(use.Name) {
		return nil
	}
	pos := syntax.Pos(e.Start())
	table := &syntax.Reference{Name: syntax.Name{Pos: pos, Text: u.from.name, Quoted: true}}
	return &syntax.Field{Base: table, Name: syntax.Name{Pos: pos, Text: u.column(use.Name), Quoted: true}}
}
