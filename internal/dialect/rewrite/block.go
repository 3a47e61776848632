package rewrite

import (
	"cmp"
	"slices"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// block is one SELECT with its FROM, WHERE and so on, and the ORDER BY of its query.
type block struct {
	node      *syntax.Select
	relations []*resolve.Relation
	orderBy   []syntax.SortItem
	star      bool            // the SELECT list has a star
	aliases   map[string]int  // names in the SELECT list and their place, from 1
	whole     map[string]bool // structs and maps that are grouped by, whose parts must stay theirs
	scalars   bool            // the reader may find the scalars in the logs' JSON
	wide      bool            // a column is needed that SELECT * leaves out
	flat      *flatFrom       // what the FROM clause becomes, if it has that form
}

// plan learns of all SELECTs what decides how their tables are read, before
// anything changes.
func (t *transformer) plan(statement syntax.Statement) {
	t.blocks = map[*syntax.Select]*block{}
	t.owners = map[*resolve.Relation]*block{}
	for _, s := range t.info.Selects {
		b := newBlock(s)
		t.blocks[s.Node] = b
		for _, relation := range s.Relations {
			t.owners[relation] = b
		}
	}
	syntax.Walk(statement, func(n syntax.Node) bool {
		if q, ok := n.(*syntax.Query); ok {
			t.planBody(q.Body, q.OrderBy, false)
		}
		return true
	})
	aliased := map[syntax.Expression]bool{}
	for _, b := range t.blocks {
		b.whole = t.groupedWhole(b)
		t.findAliased(b, aliased)
	}
	for e, use := range t.info.Columns {
		t.planUse(use, aliased[e])
	}
	syntax.Walk(statement, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Call); ok {
			t.planCall(c)
		}
		return true
	})
	for _, b := range t.blocks {
		b.flat = t.flatten(b)
	}
}

func newBlock(s *resolve.Select) *block {
	b := &block{node: s.Node, relations: s.Relations, aliases: map[string]int{}}
	for i, item := range s.Node.Items {
		b.star = b.star || item.Star
		if item.Alias != nil {
			b.aliases[item.Alias.Key()] = i + 1
		}
	}
	return b
}

// planBody learns what stands around the SELECTs of a query's body.
func (t *transformer) planBody(body syntax.Body, orderBy []syntax.SortItem, combined bool) {
	switch s := body.(type) {
	case *syntax.SetOperation:
		t.planBody(s.Left, nil, true)
		t.planBody(s.Right, nil, true)
	case *syntax.Select:
		if b := t.blocks[s]; b != nil {
			b.orderBy = orderBy
			b.scalars = t.canGiveScalars(b, combined)
		}
	}
}

// groupedWhole finds the structs and maps that a block groups by: GROUP BY
// useridentity allows useridentity.arn in the SELECT list, so that may not
// become a column of its own.
func (t *transformer) groupedWhole(b *block) map[string]bool {
	whole := map[string]bool{}
	if b.node.GroupBy == nil {
		return whole
	}
	note := func(e syntax.Expression) {
		if subscript, ok := e.(*syntax.Subscript); ok {
			e = subscript.Base
		}
		use := t.info.Columns[e]
		if use != nil && use.Relation.Logs && !t.logs.IsLeaf(use.Path()) {
			whole[use.Name] = true
		}
	}
	for _, element := range b.node.GroupBy.Elements {
		for _, item := range element.Items {
			note(item)
		}
	}
	for _, item := range b.node.Items { // GROUP BY 1
		note(item.Expression)
	}
	return whole
}

// findAliased finds the names in late clauses that the SELECT list gives, too.
func (t *transformer) findAliased(b *block, aliased map[syntax.Expression]bool) {
	look := func(e syntax.Expression) {
		if e == nil {
			return
		}
		syntax.Walk(e, func(n syntax.Node) bool {
			if name, ok := n.(*syntax.Reference); ok && b.aliases[name.Key()] > 0 {
				aliased[name] = true
			}
			return true
		})
	}
	if b.node.GroupBy != nil {
		for _, element := range b.node.GroupBy.Elements {
			for _, item := range element.Items {
				look(item)
			}
		}
	}
	look(b.node.Having)
	for _, item := range b.orderBy {
		look(item.Expression)
	}
}

// planUse learns from the use of a column whether the wide view is needed.
func (t *transformer) planUse(use *resolve.Use, aliased bool) {
	if use.Maybe != nil {
		if b := t.owners[use.Maybe]; b != nil && use.Maybe.Logs && t.logs.IsHidden(use.Name) && !t.namesAlias(use.Name) {
			b.wide = true
		}
		return
	}
	b := t.owners[use.Relation]
	if b == nil || !use.Relation.Logs {
		return
	}
	b.wide = b.wide || t.logs.IsHidden(use.Name) && !aliased || t.isLeafOf(use, b)
}

// isLeafOf reports whether a field of a struct is read as a column of its own.
func (t *transformer) isLeafOf(use *resolve.Use, b *block) bool {
	return len(use.Fields) > 0 && !b.star && !b.whole[use.Name] && t.logs.IsLeaf(use.Path())
}

// namesAlias reports whether a SELECT list gives the name to a column.
func (t *transformer) namesAlias(name string) bool {
	for _, b := range t.blocks {
		if b.aliases[name] > 0 {
			return true
		}
	}
	return false
}

// planCall learns from the calls that read a part of a column.
func (t *transformer) planCall(c *syntax.Call) {
	if len(c.Arguments) != 2 || len(c.Name) != 1 {
		return
	}
	switch c.Name[0].Key() {
	case "element_at":
		element, _ := t.elementUse(c)
		if use := cmp.Or(t.memberOf(c), element); use != nil {
			t.owners[use.Relation].wide = true
		}
	case "json_extract_scalar":
		if use, _ := t.scalarOf(c); use != nil {
			t.owners[use.Relation].wide = true
		}
	}
}

// logs returns the block's tables that are the logs.
func (b *block) logs() []*resolve.Relation {
	return slices.DeleteFunc(slices.Clone(b.relations), func(relation *resolve.Relation) bool { return !relation.Scan })
}
