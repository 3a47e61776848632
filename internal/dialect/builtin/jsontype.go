package builtin

import "github.com/trailq/trailq/internal/dialect/syntax"

// TypeOutsideJSON returns the part of a type that Trino casts no JSON to.
func TypeOutsideJSON(t *syntax.Type) *syntax.Type {
	switch t.Name {
	case "varchar", "string", "boolean", "tinyint", "smallint", "int", "integer", "bigint", "real", "float", "double", "decimal", "json",
		"row", "array", "map":
	default:
		return t
	}
	for _, parameter := range t.Parameters {
		if wrong := TypeOutsideJSON(parameter); wrong != nil {
			return wrong
		}
	}
	for _, f := range t.Fields {
		if wrong := TypeOutsideJSON(f.Type); wrong != nil {
			return wrong
		}
	}
	return nil
}
