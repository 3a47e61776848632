package dialect

import (
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// cast casts from and to JSON as Trino does, and what has a zone.
func (t *transformer) cast(c *syntax.Cast) syntax.Expression {
	if zone := t.zoneOf(c.Operand); zone != "" {
		return t.castZoned(c, zone)
	}
	if c.Type.Name == "json" {
		return t.castToJSON(c)
	}
	if t.kind(c.Operand) == resolve.Boolean && c.Type.Name == "decimal" {
		copied := *c
		copied.Operand = castTo(c.Operand, "bigint")
		return &copied
	}
	if t.kind(c.Operand) != resolve.JSON {
		return c
	}
	name := "trino_json_scalar"
	switch c.Type.Name {
	case "row", "array", "map":
		name = "trino_json_as"
	case "boolean", "tinyint", "smallint", "int", "integer", "bigint", "real", "float", "double", "decimal":
	default:
		return c
	}
	if wrong := typeOutsideJSON(c.Type); wrong != nil {
		t.r.failAt(wrong.Start(), "JSON cannot be cast to %s: cast to varchar first", wrong.Name)
		return c
	}
	if c.Try {
		name = "trino_try_" + name[len("trino_"):]
	}
	copied := *c
	copied.Operand = engineCall(c, name, c.Operand, textAt(c, c.Type.String()))
	return &copied
}

// castToJSON makes JSON of the text that Trino has of a value.
func (t *transformer) castToJSON(c *syntax.Cast) syntax.Expression {
	switch t.kind(c.Operand) {
	case resolve.Timestamp, resolve.TimestampZone, resolve.Date:
		copied := *c
		copied.Operand = castTo(c.Operand, "varchar")
		return &copied
	case resolve.Double:
		return engineCall(c, "trino_double_json", c.Operand)
	case resolve.Map:
		return engineCall(c, "trino_map_json", c.Operand)
	}
	return c
}

// typeOutsideJSON returns the part of a type that Trino casts no JSON to.
func typeOutsideJSON(t *syntax.Type) *syntax.Type {
	switch t.Name {
	case "varchar", "string", "boolean", "tinyint", "smallint", "int", "integer", "bigint", "real", "float", "double", "decimal", "json",
		"row", "array", "map":
	default:
		return t
	}
	for _, parameter := range t.Parameters {
		if wrong := typeOutsideJSON(parameter); wrong != nil {
			return wrong
		}
	}
	for _, f := range t.Fields {
		if wrong := typeOutsideJSON(f.Type); wrong != nil {
			return wrong
		}
	}
	return nil
}
