package dialect

import (
	"slices"
	"strings"
)

// emitUnnest writes UNNEST(…) [WITH ORDINALITY] AS t(x, …). Trino zips
// several arrays, gives a map two columns, and an array of rows a column for
// each field; Athena's documentation also uses the older way, where an array
// of rows gives one column, so one name means that.
// https://trino.io/docs/current/sql/select.html#unnest
func (r *rewriter) emitUnnest(part fromPart, b *block, env environment) []node {
	arguments := split(part.nodes[1].kids)
	e := &expression{r: r, env: env.inside(b), operand: -1}
	values := make([][]node, len(arguments))
	for i, argument := range arguments {
		values[i] = e.argument(argument)
	}
	names := part.columns
	if part.ordinality && len(names) > 0 {
		names = names[:len(names)-1]
	}
	n := part.nodes[0]
	if len(values) == 1 && len(names) == 1 && !part.ordinality {
		return slices.Concat([]node{n, group(n, "(", values[0], ")")}, r.aliasNodes(part.alias))
	}
	var items [][]node
	for i, value := range values {
		items = append(items, r.unnestItem(n, arguments[i], value, names, len(values)))
	}
	if part.ordinality {
		items = append(items, r.ordinals(n, values))
	}
	select1 := append([]node{raw("SELECT", n)}, spaced(join(items, ","))...)
	return slices.Concat([]node{raw("LATERAL", n)}, spaced([]node{group(n, "(", select1, ")")}), r.unnestAlias(part))
}

// ordinals numbers the rows that arrays become.
func (r *rewriter) ordinals(n node, values [][]node) []node {
	return slices.Concat([]node{raw("unnest(range(1, 1 +", n)}, spaced(longest(n, values)), []node{raw("))", n)})
}

// longest is the length of the longest array.
func longest(n node, values [][]node) []node {
	lengths := make([][]node, len(values))
	for i, value := range values {
		lengths[i] = call("len", n, value)
	}
	return call("greatest", n, lengths...)
}

// unnestItem writes one array as columns of the subquery.
func (r *rewriter) unnestItem(n node, argument, value []node, names []string, arrays int) []node {
	switch {
	case r.isMap(argument):
		entries := call("map_entries", n, value)
		return slices.Concat(call("unnest", n, entries, []node{raw("max_depth := 2", n)}))
	case arrays == 1 && len(names) != 1 && (len(names) > 1 || r.isRows(argument)):
		return call("unnest", n, value, []node{raw("max_depth := 2", n)})
	}
	return call("unnest", n, value)
}

// unnestAlias writes the alias; without one the subquery needs none.
func (r *rewriter) unnestAlias(part fromPart) []node {
	return r.aliasNodes(part.alias)
}

// isMap says whether an expression is certainly a map.
func (r *rewriter) isMap(nodes []node) bool {
	if len(nodes) == 0 {
		return false
	}
	if r.maps[nodes[0].offset] {
		return true
	}
	last := nodes[len(nodes)-1]
	if len(nodes) == 2 && last.parens() {
		if nodes[0].is("cast", "try_cast") {
			for i, k := range last.kids {
				if k.is("as") && i+1 < len(last.kids) && last.kids[i+1].is("map") {
					return true
				}
			}
			return false
		}
		return nodes[0].is("map", "map_agg", "histogram", "split_to_map", "map_filter", "transform_values",
			"transform_keys", "map_concat", "map_from_entries", "multimap_agg", "map_union")
	}
	return r.columnKind(nodes) == Map
}

// isRows says whether an expression is certainly an array of rows.
func (r *rewriter) isRows(nodes []node) bool {
	return r.columnKind(nodes) == List
}

// columnKind returns the kind of a plain column of the logs; Text for all else.
func (r *rewriter) columnKind(nodes []node) Kind { return r.columnType(nodes).Kind }

// columnType returns its type.
func (r *rewriter) columnType(nodes []node) Type {
	if len(nodes) == 0 || chainLength(nodes) != len(nodes) {
		return Type{}
	}
	names := chainNames(nodes)
	if t, ok := r.shape[strings.Join(names, ".")]; ok && len(names) == 1 {
		return t
	}
	if t, ok := r.shape[names[len(names)-1]]; ok && len(names) == 2 {
		return t
	}
	return Type{}
}
