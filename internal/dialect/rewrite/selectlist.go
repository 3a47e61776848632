package rewrite

import (
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// selectList rewrites the items of a SELECT list and names them as Trino
// does: a column and a field by their last name, an expression _col0, _col1
// … by its place. After a star the place is unknown.
func (t *transformer) selectList(s *syntax.Select) {
	named := true
	for i, item := range s.Items {
		if item.Star {
			named = false
			t.star(item)
			continue
		}
		t.selectItem(item, s)
		if item.Alias == nil && named && !syntax.IsName(syntax.Unwrap(item.Expression)) {
			item.Alias = &syntax.Name{Pos: item.Pos, Text: "_col" + strconv.Itoa(i)}
		}
	}
}

// selectItem rewrites one item. Where a column becomes another one, it keeps its
// name by an alias.
func (t *transformer) selectItem(item *syntax.SelectItem, s *syntax.Select) {
	zone := ""
	if s == t.shown {
		zone = t.zoneOf(item.Expression)
	}
	last := syntax.LastName(item.Expression)
	original := item.Expression
	t.rewrite(&item.Expression)
	if item.Alias != nil {
		quoteName(item.Alias)
	} else if last != nil && t.renamed[item.Expression] {
		item.Alias = &syntax.Name{Pos: syntax.Pos(original.Start()), Text: last.Text, Quoted: true}
	}
	if zone != "" {
		if item.Alias == nil && last != nil {
			item.Alias = &syntax.Name{Pos: last.Pos, Text: last.Text, Quoted: last.Quoted}
		}
		item.Expression = syntax.NewCall(original, "trino_zoned_text", item.Expression, syntax.NewText(original, zone))
	}
}

// star writes *. Over the wide view it becomes the columns that SELECT * is
// to give. Of db.table.* only the table is left.
func (t *transformer) star(item *syntax.SelectItem) {
	if item.Expression == nil {
		if t.block.wide {
			item.Star = false
			item.Expression = verbatimAt(item, strings.Join(t.fromColumns(t.block.node.From), ", "))
		}
		return
	}
	name := syntax.LastName(item.Expression)
	if name == nil {
		t.rewrite(&item.Expression)
		return
	}
	for _, relation := range t.block.logs() {
		if t.block.wide && relation.Name == name.Key() {
			item.Star, item.Columns = false, nil
			item.Expression = verbatimAt(item, strings.Join(t.starColumns(relation.Name), ", "))
			return
		}
	}
	quoteName(name)
	item.Expression = &syntax.Reference{Name: *name}
}

// fromColumns are the columns that the tables of a FROM clause add to *.
func (t *transformer) fromColumns(from []syntax.Relation) []string {
	var columns []string
	for _, relation := range from {
		columns = append(columns, t.relationColumns(relation)...)
	}
	return columns
}

func (t *transformer) relationColumns(relation syntax.Relation) []string {
	switch n := relation.(type) {
	case *syntax.Join:
		return append(t.relationColumns(n.Left), t.relationColumns(n.Right)...)
	case *syntax.ParenRelation:
		return t.relationColumns(n.Relation)
	case *syntax.Sampled:
		return t.relationColumns(n.Relation)
	}
	for _, known := range t.block.relations {
		switch {
		case known.Node != relation || known.Name == "":
		case known.Logs:
			return t.starColumns(known.Name)
		default:
			return []string{sqltext.Identifier(known.Name) + ".*"}
		}
	}
	return nil
}

// starColumns are the columns that SELECT * gives of the logs.
func (t *transformer) starColumns(table string) []string {
	columns := make([]string, len(t.logs.Table.Columns))
	for i, c := range t.logs.Table.Columns {
		columns[i] = sqltext.Identifier(table) + "." + sqltext.Identifier(c.Name)
	}
	return columns
}

// groupBy rewrites GROUP BY. A name that the SELECT list gives, and that is
// a column only of the wide view, means the SELECT list: it becomes its place.
func (t *transformer) groupBy(g *syntax.GroupBy) {
	if g == nil {
		return
	}
	for _, element := range g.Elements {
		for i, item := range element.Items {
			name, isReference := item.(*syntax.Reference)
			if isReference && element.Kind == "" && t.block.wide && t.block.aliases[name.Key()] > 0 && t.logs.IsHidden(name.Key()) {
				element.Items[i] = syntax.NewInteger(name, t.block.aliases[name.Key()])
				continue
			}
			t.rewrite(&element.Items[i])
		}
	}
}

// isLogs reports whether a relation's columns are those of the logs.
func isLogs(use *resolve.Use) bool { return use != nil && use.Relation.Logs }
