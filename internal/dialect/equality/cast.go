package equality

import (
	"slices"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// castByPlace makes a cast of a row to one with other names a cast of its fields in
// their order: the engine looks for the names.
func (w *writer) castByPlace(c *syntax.Cast) {
	from := w.info.Type(c.Operand)
	if from.Kind != resolve.Row || c.Type.Name != "row" || len(from.Fields) != len(c.Type.Fields) {
		return
	}
	hasNames := func(k int) bool {
		return from.Fields[k].Name == "" || from.Fields[k].Name == c.Type.Fields[k].Name.Key()
	}
	if _, isRow := syntax.Unwrap(c.Operand).(*syntax.Row); isRow || !slices.ContainsFunc(placesOf(from), func(k int) bool { return !hasNames(k) }) {
		return
	}
	row := &syntax.Row{Pos: c.Pos}
	for _, k := range placesOf(from) {
		base, ok := w.cloneExpression(c.Operand)
		if !ok {
			return
		}
		field := &syntax.Subscript{Pos: c.Pos, Base: base, Index: syntax.NewInteger(c, k+1)}
		w.info.Types[field] = from.Fields[k].Type
		row.Items = append(row.Items, field)
	}
	w.info.Types[row] = from
	c.Operand = row
}

// placesOf returns the places of a row's fields, from 0.
func placesOf(row resolve.Type) []int {
	places := make([]int, len(row.Fields))
	for k := range places {
		places[k] = k
	}
	return places
}
