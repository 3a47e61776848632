package dialect

import "slices"

// lambdaCall rewrites functions of lambdas that DuckDB has not.
func (e *expression) lambdaCall(name string, n node, parts [][]node) []node {
	switch name {
	case "reduce":
		return e.reduce(n, parts)
	case "map_zip_with":
		if !e.want(n, parts, 3, 3) {
			return nil
		}
		zipped := call("trino_zip_maps", n, e.argument(parts[0]), e.argument(parts[1]))
		keys := call("list_transform", n, zipped, []node{raw("lambda entry: entry.k", n)})
		return call("map", n, keys, call("list_transform", n, zipped, e.boundLambda(parts[2], "entry", ".k", ".v", ".w")))
	case "array_sort":
		return e.sortBy(n, parts)
	case "reduce_agg":
		return e.reduceRows(n, parts)
	case "zip_with":
		if !e.want(n, parts, 3, 3) {
			return nil
		}
		zipped := call("trino_zip_lists", n, e.argument(parts[0]), e.argument(parts[1]))
		return call("list_transform", n, zipped, e.boundLambda(parts[2], "pair", "[1]", "[2]"))
	}
	if !e.want(n, parts, 2, 2) {
		return nil
	}
	value := e.argument(parts[0])
	entries := call("map_entries", n, value)
	switch name {
	case "map_filter":
		return call("map_from_entries", n, call("list_filter", n, entries, e.boundLambda(parts[1], "entry", ".key", ".value")))
	case "transform_values":
		keys := call("map_keys", n, value)
		return call("map", n, keys, call("list_transform", n, entries, e.boundLambda(parts[1], "entry", ".key", ".value")))
	case "transform_keys":
		values := call("map_values", n, value)
		return call("map", n, call("list_transform", n, entries, e.boundLambda(parts[1], "entry", ".key", ".value")), values)
	}
	return call("trino_"+name, n, call("list_transform", n, value, e.argument(parts[1])))
}

// reduce writes reduce(array, start, step, end).
func (e *expression) reduce(n node, parts [][]node) []node {
	if !e.want(n, parts, 4, 4) {
		return nil
	}
	folded := call("list_reduce", n, e.argument(parts[0]), e.argument(parts[2]), e.argument(parts[1]))
	list := []node{group(n, "[", folded, "]")}
	return []node{group(n, "(", slices.Concat(
		call("list_transform", n, list, e.argument(parts[3])), []node{raw("[1]", n)}), ")")}
}

// sortBy writes array_sort(array, comparator): each element goes behind those that
// are not greater.
func (e *expression) sortBy(n node, parts [][]node) []node {
	parameters, body, ok := lambda(at0(parts[1:]))
	if !ok || len(parameters) != 2 {
		e.r.fail(n, "array_sort expects an array and a lambda of two parameters")
		return nil
	}
	first, second := e.env.binding(map[string]string{parameters[0].name(): "placed", parameters[1].name(): "added[1]"}), "lambda placed: coalesce("
	order := slices.Concat([]node{raw(second, n)}, e.r.expression(body, first), []node{raw(", 0) <= 0", n)})
	place := call("len", n, call("list_filter", n, []node{raw("sorted", n)}, order))
	insert := slices.Concat([]node{raw("lambda sorted, added: sorted[1 :", n)}, spaced(place), []node{raw("] || added || sorted[1 +", n)}, spaced(place), []node{raw(":]", n)})
	lists := call("list_transform", n, e.argument(parts[0]), []node{raw("lambda element: [element]", n)})
	array := e.argument(parts[0])
	return []node{group(n, "(", slices.Concat([]node{raw("CASE WHEN len(", n)}, array, []node{raw(") < 2 THEN", n)}, spaced(array),
		[]node{spacedRaw("ELSE", n)}, spaced(call("list_reduce", n, lists, insert)), []node{spacedRaw("END", n)}), ")")}
}

// reduceRows writes reduce_agg(value, start, step, combination): one step after
// another, over all rows that have a value.
func (e *expression) reduceRows(n node, parts [][]node) []node {
	if !e.want(n, parts, 4, 4) {
		return nil
	}
	values := call("list_filter", n, call("list", n, e.argument(parts[0])), []node{raw("lambda value: value IS NOT NULL", n)})
	return call("list_reduce", n, values, e.argument(parts[2]), e.argument(parts[1]))
}
