package rewrite

import (
	"slices"

	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// elementUse returns the use of the array where a call of element_at asks for one of the
// elements that the reader gives alone, and the column's name; nil for any other call.
func (t *transformer) elementUse(c *syntax.Call) (use *resolve.Use, column string) {
	if !t.scalarsGiven || t.logs.Lake || t.out.View || len(c.Arguments) != 2 {
		return nil, ""
	}
	place, ok := syntax.LiteralInteger(c.Arguments[1])
	use = t.info.Columns[c.Arguments[0]]
	if !ok || place < 1 || place > schema.MostElements || !isLogs(use) || use.Name != schema.ArrayName || len(use.Fields) > 0 || !t.logs.IsItself(schema.ArrayName) {
		return nil, ""
	}
	if b := t.owners[use.Relation]; b == nil || !b.scalars || b.aliases[schema.ArrayName] > 0 || b.whole[schema.ArrayName] || b.groupsBy(schema.ArrayName) {
		return nil, ""
	}
	return use, schema.ElementName(place - 1)
}

// elementColumn writes an element of an array, or a field of one, as the column that
// the reader fills; nil where it fills none.
func (t *transformer) elementColumn(e syntax.Expression) syntax.Expression {
	field, _ := e.(*syntax.Field)
	if field != nil {
		e = field.Base
	}
	c, ok := e.(*syntax.Call)
	if !ok || c.Name[len(c.Name)-1].Key() != "element_at" {
		return nil
	}
	use, column := t.elementUse(c)
	if use == nil || field != nil && !schema.IsElementField(field.Name.Key()) {
		return nil
	}
	if field != nil {
		column += "." + field.Name.Key()
	}
	return verbatimAt(c, t.prefix(use)+sqltext.Identifier(column))
}

// canGiveScalars reports whether the reader may find a block's scalars: all that
// the block says must mean the same then, and rows must come from the logs.
func (t *transformer) canGiveScalars(b *block, combined bool) bool {
	return t.scalarsGiven && !t.logs.Lake && !t.out.View && !combined && !b.star && len(b.logs()) == 1 && b.node.Quantifier != "distinct"
}

// scalarOf returns the scalar of the logs that a call of json_extract_scalar asks
// for, and the column's use; nil where it asks for something else.
func (t *transformer) scalarOf(c *syntax.Call) (*resolve.Use, schema.Scalar) {
	if len(c.Arguments) != 2 {
		return nil, schema.Scalar{}
	}
	use := t.info.Columns[c.Arguments[0]]
	if !isLogs(use) || len(use.Fields) > 0 || !slices.Contains(schema.JSONColumns(), use.Name) || t.logs.Shape[use.Name].Kind != schema.Text || !t.logs.IsItself(use.Name) {
		return nil, schema.Scalar{}
	}
	b := t.owners[use.Relation]
	// Where it is grouped by as a whole, DuckDB takes no part of it.
	if b == nil || !b.scalars || b.aliases[use.Name] > 0 || b.whole[use.Name] || b.groupsBy(use.Name) {
		return nil, schema.Scalar{}
	}
	text, _ := syntax.LiteralText(c.Arguments[1])
	path, ok := duckdb.PlainKeys(text)
	if !ok {
		return nil, schema.Scalar{}
	}
	return use, schema.Scalar{Column: use.Name, Path: path}
}

// groupsBy reports whether GROUP BY names a column other than to find a scalar in
// it.
func (b *block) groupsBy(column string) bool {
	if b.node.GroupBy == nil {
		return false
	}
	found := false
	for _, element := range b.node.GroupBy.Elements {
		for _, item := range element.Items {
			syntax.Walk(item, func(n syntax.Node) bool {
				if c, ok := n.(*syntax.Call); ok && (c.Name[0].Key() == "json_extract_scalar" || c.Name[0].Key() == "coalesce") {
					return false
				}
				name, _ := n.(syntax.Expression)
				last := syntax.LastName(name)
				found = found || last != nil && last.Key() == column
				return true
			})
		}
	}
	return found
}

// scalarColumn writes json_extract_scalar as the column that the reader fills, and,
// where it leaves that open, as DuckDB's function over the JSON; nil where the
// reader does not find the scalar.
func (t *transformer) scalarColumn(c *syntax.Call) syntax.Expression {
	use, s := t.scalarOf(c)
	if use == nil {
		return nil
	}
	place := t.scalarPlace(s)
	if place < 0 {
		return nil
	}
	column, prefix := c.Arguments[0], t.prefix(use)
	rest := verbatimAt(column, prefix+sqltext.Identifier(schema.RestName(s.Column)))
	return syntax.NewCall(c, "trino_read_scalar", verbatimAt(column, prefix+sqltext.Identifier(schema.ScalarName(place))), rest, syntax.NewText(c.Arguments[1], duckdb.KeysPath(s.Path)))
}

// scalarPlace returns a scalar's place among those of the statement, negative
// where there is room for no more.
func (t *transformer) scalarPlace(s schema.Scalar) int {
	place := slices.IndexFunc(t.out.Scalars, func(known schema.Scalar) bool { return known.Column == s.Column && slices.Equal(known.Path, s.Path) })
	if place < 0 && len(t.out.Scalars) < schema.MostScalars {
		place = len(t.out.Scalars)
		t.out.Scalars = append(t.out.Scalars, s)
	}
	return place
}
