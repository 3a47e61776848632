package rewrite

import (
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// unnest writes UNNEST(…) [WITH ORDINALITY] AS t(x, …). Trino zips
// several arrays, gives a map two columns, and an array of rows a column for
// each field; Athena's documentation also uses the older way, where an array
// of rows gives one column, so one name means that.
// https://trino.io/docs/current/sql/select.html#unnest
func (t *transformer) unnest(n *syntax.Unnest) syntax.Relation {
	names := 0
	if n.Alias != nil {
		names = len(n.Alias.Columns)
	}
	if n.Ordinality && names > 0 {
		names--
	}
	if len(n.Arguments) == 1 && names == 1 && !n.Ordinality {
		return n
	}
	list := &syntax.Select{Pos: n.Pos}
	for _, argument := range n.Arguments {
		list.Items = append(list.Items, &syntax.SelectItem{Pos: n.Pos, Expression: t.unnested(n, argument, names)})
	}
	if n.Ordinality {
		list.Items = append(list.Items, &syntax.SelectItem{Pos: n.Pos, Expression: t.numberRows(n, n.Arguments)})
	}
	return &syntax.Derived{Pos: n.Pos, Lateral: true, Query: &syntax.Query{Pos: n.Pos, Body: list}, Alias: n.Alias}
}

// unnested writes one array as columns of the subquery.
func (t *transformer) unnested(n *syntax.Unnest, argument syntax.Expression, names int) syntax.Expression {
	fields := verbatimAt(n, "max_depth := 2")
	switch {
	case t.kind(argument) == resolve.Map:
		return syntax.NewCall(n, "unnest", syntax.NewCall(n, "map_entries", argument), fields)
	case len(n.Arguments) == 1 && names != 1 && (names > 1 || t.hasRows(argument)):
		return syntax.NewCall(n, "unnest", argument, fields)
	}
	return syntax.NewCall(n, "unnest", argument)
}

// hasRows reports whether an expression is certainly an array of rows.
func (t *transformer) hasRows(e syntax.Expression) bool {
	element := t.info.Type(e).Element
	return t.kind(e) == resolve.Array && element != nil && element.Kind == resolve.Row
}

// numberRows numbers the rows that arrays and maps become.
func (t *transformer) numberRows(n syntax.Node, arrays []syntax.Expression) syntax.Expression {
	lengths := make([]syntax.Expression, len(arrays))
	for i, array := range arrays {
		lengths[i] = syntax.NewCall(n, "len", array)
		if t.kind(array) == resolve.Map {
			lengths[i] = syntax.NewCall(n, "trino_map_cardinality", array)
		}
	}
	end := &syntax.Binary{Pos: syntax.Pos(n.Start()), Operator: "+", Left: syntax.NewInteger(n, 1), Right: syntax.NewCall(n, "greatest", lengths...)}
	return syntax.NewCall(n, "unnest", syntax.NewCall(n, "range", syntax.NewInteger(n, 1), end))
}
