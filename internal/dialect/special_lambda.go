package dialect

import "slices"

// lambdaCall rewrites functions of lambdas that DuckDB has not.
func (e *expression) lambdaCall(name string, n node, parts [][]node) []node {
	switch name {
	case "reduce":
		return e.reduce(n, parts)
	case "zip_with":
		if !e.want(n, parts, 3, 3) {
			return nil
		}
		zipped := call("list_zip", n, e.argument(parts[0]), e.argument(parts[1]))
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
