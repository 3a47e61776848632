package dialect

import (
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// castForm writes a cast to a type, by a macro where DuckDB's own means
// something else.
func (t *transformer) castForm(c *syntax.Cast) syntax.Expression {
	macro := "trino_cast_"
	if c.Try {
		macro = "trino_try_cast_"
	}
	switch name := c.Type.Name; name {
	case "varchar", "string", "char":
		text := engineCall(c, macro+"varchar", c.Operand)
		if len(c.Type.Sizes) > 0 {
			return engineCall(c, "left", text, &syntax.NumberLiteral{Pos: c.Pos, Text: c.Type.Sizes[0]})
		}
		return text
	case "tinyint", "smallint", "int", "integer", "bigint":
		return t.plainCast(c, engineCall(c, macro+"bigint", c.Operand))
	case "double", "boolean", "date", "json":
		return engineCall(c, macro+name, c.Operand)
	case "real", "float":
		return t.plainCast(c, engineCall(c, macro+"double", c.Operand))
	case "decimal":
		return t.plainCast(c, engineCall(c, macro+"scalar", c.Operand))
	case "timestamp":
		if c.Type.Zone == "with" {
			return engineCall(c, macro+"timestamptz", c.Operand)
		}
		return engineCall(c, macro+"timestamp", c.Operand)
	case "ipaddress":
		return engineCall(c, "trino_ipaddress", c.Operand)
	case "ipprefix":
		return c.Operand
	}
	return t.plainCast(c, c.Operand)
}

// plainCast casts with the engine's own rules.
func (t *transformer) plainCast(c *syntax.Cast, operand syntax.Expression) syntax.Expression {
	keyword := "CAST("
	if c.Try {
		keyword = "TRY_CAST("
	}
	return verbatim(c, []string{keyword, " AS " + t.typeText(c.Type) + ")"}, operand)
}

// typeText writes one of Trino's types as DuckDB's.
// https://trino.io/docs/current/language/types.html
func (t *transformer) typeText(typ *syntax.Type) string {
	switch name := typ.Name; name {
	case "array":
		return t.elementText(typ, 0) + "[]"
	case "map":
		return "MAP(" + t.elementText(typ, 0) + ", " + t.elementText(typ, 1) + ")"
	case "row":
		return t.rowText(typ)
	case "varchar", "char", "string", "ipprefix":
		return "VARCHAR"
	case "varbinary", "ipaddress":
		return "BLOB"
	case "real", "float":
		return "FLOAT"
	case "timestamp":
		if typ.Zone == "with" {
			return "TIMESTAMPTZ"
		}
		return "TIMESTAMP"
	case "decimal":
		return typ.String()
	case "tinyint", "smallint", "int", "integer", "bigint", "double", "boolean", "date", "time", "json", "uuid":
		return strings.ToUpper(name)
	}
	t.r.failAt(typ.Start(), "there is no type %s", typ.Name)
	return ""
}

// elementText writes a parameter of a type: array(varchar), Hive's array<varchar>.
func (t *transformer) elementText(typ *syntax.Type, i int) string {
	if i >= len(typ.Parameters) {
		t.r.failAt(typ.Start(), "%s needs the types of what is in it, for example array(varchar)", typ.Name)
		return ""
	}
	return t.typeText(typ.Parameters[i])
}

// rowText writes row(name type, …) as a struct.
func (t *transformer) rowText(typ *syntax.Type) string {
	fields := make([]string, len(typ.Fields))
	for i, f := range typ.Fields {
		name := f.Name.Text
		if name == "" {
			name = "field" + strconv.Itoa(i)
		}
		fields[i] = sqltext.Identifier(name) + " " + t.typeText(f.Type)
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")"
}

// cast casts from and to JSON as Trino does, and what has a zone.
func (t *transformer) cast(c *syntax.Cast) syntax.Expression {
	if zone := t.zoneOf(c.Operand); zone != "" {
		return t.castZoned(c, zone)
	}
	if c.Type.Name == "json" {
		return t.castToJSON(c)
	}
	if t.kind(c.Operand) == resolve.Boolean && c.Type.Name == "decimal" {
		c.Operand = t.castForm(castTo(c.Operand, "bigint"))
	}
	if t.kind(c.Operand) == resolve.JSON {
		return t.castFromJSON(c)
	}
	return t.castForm(c)
}

// castFromJSON casts JSON, whose scalars and objects have rules of their own.
func (t *transformer) castFromJSON(c *syntax.Cast) syntax.Expression {
	name := "trino_json_scalar"
	switch c.Type.Name {
	case "row", "array", "map":
		name = "trino_json_as"
	case "boolean", "tinyint", "smallint", "int", "integer", "bigint", "real", "float", "double", "decimal":
	default:
		return t.castForm(c)
	}
	if wrong := typeOutsideJSON(c.Type); wrong != nil {
		t.r.failAt(wrong.Start(), "JSON cannot be cast to %s: cast to varchar first", wrong.Name)
		return c
	}
	if c.Try {
		name = "trino_try_" + name[len("trino_"):]
	}
	c.Operand = engineCall(c, name, c.Operand, textAt(c, c.Type.String()))
	return t.castForm(c)
}

// castToJSON makes JSON of the text that Trino has of a value.
func (t *transformer) castToJSON(c *syntax.Cast) syntax.Expression {
	switch t.kind(c.Operand) {
	case resolve.Timestamp, resolve.TimestampZone, resolve.Date:
		c.Operand = t.castForm(castTo(c.Operand, "varchar"))
	case resolve.Double:
		return engineCall(c, "trino_double_json", c.Operand)
	case resolve.Map:
		return engineCall(c, "trino_map_json", c.Operand)
	}
	return t.castForm(c)
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
