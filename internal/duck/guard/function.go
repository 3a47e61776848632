package guard

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
)

// functionText lists the functions that a query can call: Trino's that DuckDB has as
// well, and what package dialect prints. None tells about the engine or the machine,
// acts on them, or runs SQL of its own; a new version of DuckDB adds none by itself.
//
//go:embed functions.txt
var functionText string

func functionNames() map[string]bool {
	names := make(map[string]bool)
	for line := range strings.Lines(functionText) {
		if !strings.HasPrefix(line, "#") {
			for name := range strings.FieldsSeq(line) {
				names[name] = true
			}
		}
	}
	return names
}

// isAllowed reports whether a query can call a function. Package dialect's own begin
// with trino_.
func (q *query) isAllowed(name string) bool {
	return q.functions[name] || strings.HasPrefix(name, "trino_")
}

// isTableFunction reports whether a query can call a table function.
func isTableFunction(name string) bool {
	switch strings.ToLower(name) {
	case "unnest", "generate_series", "range":
		return true
	}
	return false
}

// Functions returns the functions that a query can call, sorted.
func Functions() []string { return slices.Sorted(maps.Keys(functionNames())) }
