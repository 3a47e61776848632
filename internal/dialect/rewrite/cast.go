package rewrite

import (
	"strconv"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// castForm writes a cast to a type, by a macro where DuckDB's own means
// something else.
func (t *transformer) castForm(c *syntax.Cast) syntax.Expression {
	macro := "trino_cast_"
	if c.Try {
		macro = "trino_try_cast_"
	}
	if _, isNull := c.Operand.(*syntax.NullLiteral); isNull {
		return t.plainCast(c, c.Operand) // which takes less planning than a macro
	}
	switch name := c.Type.Name; name {
	case "varchar", "string", "char":
		text := syntax.NewCall(c, macro+"varchar", c.Operand)
		if len(c.Type.Sizes) > 0 {
			cut := "left" // other values than texts have to fit
			if kind := t.kind(c.Operand); kind != resolve.Varchar && kind != resolve.Unknown && name != "char" {
				cut = macro + "sized"
			}
			return syntax.NewCall(c, cut, text, &syntax.NumberLiteral{Pos: c.Pos, Text: c.Type.Sizes[0]})
		}
		return text
	case "tinyint", "smallint", "int", "integer", "bigint":
		return t.plainCast(c, syntax.NewCall(c, macro+"bigint", c.Operand))
	case "double": // which has no digits to keep
		if x, isCall := c.Operand.(*syntax.Call); isCall && x.Name[0].Text == "trino_json_extract_scalar" {
			c.Operand = renamedCall(x, "trino_json_plain_scalar")
		}
		fallthrough
	case "boolean", "date", "json":
		return syntax.NewCall(c, macro+name, c.Operand)
	case "real", "float":
		return t.plainCast(c, syntax.NewCall(c, macro+"double", c.Operand))
	case "decimal":
		return t.plainCast(c, syntax.NewCall(c, macro+"scalar", c.Operand))
	case "timestamp":
		if c.Type.Zone == "with" {
			return syntax.NewCall(c, macro+"timestamptz", c.Operand)
		}
		if len(c.Type.Sizes) > 0 {
			return t.roundedTime(c)
		}
		return syntax.NewCall(c, macro+"timestamp", c.Operand)
	case "ipaddress":
		return syntax.NewCall(c, "trino_ipaddress", c.Operand)
	case "ipprefix":
		return c.Operand
	}
	return t.plainCast(c, c.Operand)
}

// roundedTime casts to a timestamp of so many digits of a second, of which the engine
// has six.
func (t *transformer) roundedTime(c *syntax.Cast) syntax.Expression {
	micros := syntax.NewCall(c, map[bool]string{true: "trino_try_micros", false: "trino_micros"}[c.Try], c.Operand)
	units := []string{"1000000", "100000", "10000", "1000", "100", "10"}
	digits, err := strconv.Atoi(c.Type.Sizes[0])
	if err != nil || digits >= len(units) {
		return micros
	}
	return syntax.NewCall(c, "trino_round_micros", micros, &syntax.NumberLiteral{Pos: c.Pos, Text: units[digits]})
}

// plainCast casts with the engine's own rules.
func (t *transformer) plainCast(c *syntax.Cast, operand syntax.Expression) syntax.Expression {
	keyword := map[bool]string{true: "TRY_CAST(", false: "CAST("}[c.Try]
	typeText, err := duckdb.TypeText(c.Type)
	if err != nil && t.err == nil {
		t.err = err
	}
	return verbatim(c, []string{keyword, " AS " + typeText + ")"}, operand)
}

// cast casts from and to JSON as Trino does, and what has a zone.
func (t *transformer) cast(c *syntax.Cast) syntax.Expression {
	if zone := t.zoneOf(c.Operand); zone != "" {
		return t.castZoned(c, zone)
	}
	if zone := t.zoneOf(c); zone != "" {
		return t.wallClock(c, t.castForm(c), zone)
	}
	if c.Type.Name == "json" {
		return t.castToJSON(c)
	}
	if t.kind(c.Operand) == resolve.Boolean && c.Type.Name == "decimal" {
		c.Operand = t.castForm(syntax.NewCast(c.Operand, "bigint"))
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
	if wrong := builtin.TypeOutsideJSON(c.Type); wrong != nil {
		t.failAt(wrong.Start(), "JSON cannot be cast to %s: cast to varchar first", wrong.Name)
		return c
	}
	if c.Try {
		name = "trino_try_" + name[len("trino_"):]
	}
	c.Operand = syntax.NewCall(c, name, c.Operand, syntax.NewText(c, c.Type.String()))
	return t.castForm(c)
}

// castToJSON makes JSON of the text that Trino has of a value.
func (t *transformer) castToJSON(c *syntax.Cast) syntax.Expression {
	switch t.kind(c.Operand) {
	case resolve.Timestamp, resolve.TimestampZone, resolve.Date:
		c.Operand = t.castForm(syntax.NewCast(c.Operand, "varchar"))
	case resolve.Double:
		return syntax.NewCall(c, "trino_double_json", c.Operand)
	case resolve.Map:
		return syntax.NewCall(c, "trino_map_json", c.Operand)
	}
	return t.castForm(c)
}
