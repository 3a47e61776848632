package rewrite

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// jsonPathCall translates a constant JSON path.
func (t *transformer) jsonPathCall(name string, c *syntax.Call) syntax.Expression {
	if !t.takes(c, 2, 2) {
		return c
	}
	if name == "json_extract_scalar" {
		if scalar := t.scalarColumn(c); scalar != nil {
			return scalar
		}
	}
	value := c.Arguments[0]
	text, ok := syntax.LiteralText(c.Arguments[1])
	macro := "trino_" + name
	switch {
	case name == "json_size":
	case ok && t.logs.Lake && name == "json_extract" && strings.Contains(text, "[*]"):
		macro += "_all"
	case !syntax.IsName(value) && !t.renamed[value]:
		macro += "_any"
	}
	if !ok {
		return syntax.NewCall(c, macro, value, c.Arguments[1])
	}
	paths, err := duckdb.JSONPaths(text, t.logs.Lake)
	if err != nil {
		t.failAt(c.Arguments[1].Start(), "%v", err)
		return c
	}
	calls := make([]syntax.Expression, len(paths))
	for i, path := range paths {
		calls[i] = syntax.NewCall(c, macro, value, syntax.NewText(c.Arguments[1], path))
	}
	if len(calls) == 1 {
		return calls[0]
	}
	return syntax.NewCall(c, "coalesce", calls...)
}

// memberOf returns the use of one of Lake's maps that can be read as JSON, where a
// call of element_at asks for a member of it.
func (t *transformer) memberOf(c *syntax.Call) *resolve.Use {
	if !t.logs.Lake || len(c.Arguments) != 2 {
		return nil
	}
	use := t.info.Columns[c.Arguments[0]]
	if _, ok := syntax.LiteralText(c.Arguments[1]); !ok || !isLogs(use) || len(use.Fields) > 0 {
		return nil
	}
	b := t.owners[use.Relation]
	_, hasText := t.logs.Shape[use.Name+".json"]
	if b == nil || b.star || b.whole[use.Name] || t.logs.Shape[use.Name].Kind != schema.Map || !hasText {
		return nil
	}
	return use
}

// member reads a member of one of Lake's maps straight from the JSON that the
// map would be made of.
func (t *transformer) member(c *syntax.Call, use *resolve.Use) syntax.Expression {
	key, _ := syntax.LiteralText(c.Arguments[1])
	text := verbatimAt(c.Arguments[0], t.prefix(use)+sqltext.Identifier(use.Name+".json"))
	return syntax.NewCall(c, "trino_member", text, syntax.NewText(c.Arguments[1], "$."+duckdb.JSONKey(key)))
}
