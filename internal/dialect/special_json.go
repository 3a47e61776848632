package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// jsonPathCall translates a constant JSON path.
func (e *expression) jsonPathCall(name string, n node, parts [][]node) []node {
	if !e.want(n, parts, 2, 2) {
		return nil
	}
	if name == "json_extract_scalar" {
		if out := e.scalar(n, parts); out != nil {
			return out
		}
	}
	path := e.argument(parts[1])
	if text, ok := literalText(parts[1]); ok {
		translated, err := jsonPath(text, e.r.lake)
		if err != nil {
			e.r.fail(parts[1][0], "%v", err)
			return nil
		}
		path = []node{raw(sqltext.Literal(translated), parts[1][0])}
	}
	macro := "trino_" + name
	if text, ok := literalText(parts[1]); ok && e.r.lake && name == "json_extract" && strings.Contains(text, "[*]") {
		return call("trino_json_extract_all", n, e.argument(parts[0]), path)
	}
	if name != "json_size" && chainLength(parts[0]) != len(parts[0]) {
		macro += "_any"
	}
	return call(macro, n, e.argument(parts[0]), path)
}

// member reads a member of one of Lake's maps straight from the JSON that the
// map would be made of.
func (e *expression) member(n node, parts [][]node) ([]node, bool) {
	if len(e.env.blocks) == 0 || len(parts) != 2 {
		return nil, false
	}
	b := e.env.blocks[len(e.env.blocks)-1]
	key, ok := literalText(parts[1])
	column, prefix := e.r.mapColumn(parts[0], b)
	if column == "" || !ok || e.env.lambda[column] != "" {
		return nil, false
	}
	text := raw(prefix+sqltext.Identifier(column+".json"), parts[0][0])
	return call("trino_member", n, []node{text}, []node{raw(sqltext.Literal("$."+jsonKey(key)), parts[1][0])}), true
}

// mapAgg makes a map of the keys and values of all rows.
func (e *expression) mapAgg(macro string, n node, parts [][]node) []node {
	if !e.want(n, parts, 2, 2) {
		return nil
	}
	p := e.each(parts)
	return call(macro, n, call("list", n, p[0]), call("list", n, p[1]))
}
