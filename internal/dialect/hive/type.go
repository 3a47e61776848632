package hive

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// deepest bounds the types within types.
const deepest = 30

// parseType reads a type of Hive's as Trino names it. What is unknown is a text:
// https://docs.aws.amazon.com/athena/latest/ug/data-types.html
func (p *parser) parseType(depth int) *syntax.Type {
	t := &syntax.Type{Pos: syntax.Pos(p.peek().Offset), Name: "varchar"}
	if p.peek().Kind != syntax.Word {
		return t
	}
	if depth > deepest {
		p.fail("the type has more than %d types within one another", deepest)
		return t
	}
	name := strings.ToLower(p.peek().Text)
	p.at++
	switch name {
	case "struct":
		p.parseFields(t, depth)
	case "array", "map":
		t.Name = name
		p.parseParameters(t, depth)
	case "boolean", "tinyint", "smallint", "bigint", "double", "date", "timestamp":
		t.Name = name
	case "int", "integer":
		t.Name = "integer"
	case "float", "real":
		t.Name = "real"
	case "binary":
		t.Name = "varbinary"
	case "decimal", "numeric":
		t.Name, t.Sizes = "decimal", p.parseSizes()
	default:
		p.parseSizes()
	}
	return t
}

// parseSizes reads the (10, 2) of a type.
func (p *parser) parseSizes() (sizes []string) {
	if p.peek().Text != "(" || p.peekAt(1).Kind != syntax.Number {
		return nil
	}
	p.at++
	for p.peek().Kind == syntax.Number {
		sizes = append(sizes, p.peek().Text)
		p.at++
		p.accept(",")
	}
	p.accept(")")
	return sizes
}

// parseParameters reads <type> and <type, type>. An array or map without them is a
// text.
func (p *parser) parseParameters(t *syntax.Type, depth int) {
	if p.accept("<") {
		for p.err == nil && p.peek().Kind != syntax.End && !p.accept(">") {
			t.Parameters = append(t.Parameters, p.parseType(depth+1))
			p.skipPart()
			if p.peek().Text == ")" {
				break
			}
		}
	}
	if len(t.Parameters) != map[string]int{"array": 1, "map": 2}[t.Name] {
		t.Name, t.Parameters = "varchar", nil
	}
}

// parseFields reads <name: type, …>.
func (p *parser) parseFields(t *syntax.Type, depth int) {
	if !p.accept("<") {
		return
	}
	for p.err == nil && p.peek().Kind != syntax.End && !p.accept(">") {
		f := syntax.TypeField{Name: syntax.Name{Pos: syntax.Pos(p.peek().Offset), Text: nameText(p.peek()), Quoted: true}}
		isField := isPiece(p.peek()) && f.Name.Text != ""
		if isField {
			p.at++
			p.accept(":")
			f.Type = p.parseType(depth + 1)
			isField = !slices.ContainsFunc(t.Fields, func(g syntax.TypeField) bool { return g.Name.Text == f.Name.Text })
		}
		if isField {
			t.Fields = append(t.Fields, f)
		}
		p.skipPart()
		if p.peek().Text == ")" {
			break
		}
	}
	if len(t.Fields) > 0 {
		t.Name = "row"
	}
}

// IsNested reports whether a type has types within it.
func IsNested(t *syntax.Type) bool { return t.Name == "row" || t.Name == "array" || t.Name == "map" }

// EngineType returns a type as DuckDB writes it.
func EngineType(t *syntax.Type) string {
	switch t.Name {
	case "row":
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = sqltext.Identifier(f.Name.Text) + " " + EngineType(f.Type)
		}
		return "STRUCT(" + strings.Join(parts, ", ") + ")"
	case "array":
		return EngineType(t.Parameters[0]) + "[]"
	case "map":
		return "MAP(" + EngineType(t.Parameters[0]) + ", " + EngineType(t.Parameters[1]) + ")"
	case "tinyint", "smallint", "integer":
		return "BIGINT"
	case "real":
		return "FLOAT"
	case "varbinary":
		return "BLOB"
	case "decimal":
		if len(t.Sizes) == 0 {
			return "DECIMAL(10, 0)"
		}
		return "DECIMAL(" + strings.Join(t.Sizes, ", ") + ")"
	}
	return strings.ToUpper(t.Name)
}

// TypeText returns a type as Hive writes it.
func TypeText(t *syntax.Type) string {
	switch t.Name {
	case "row":
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = "`" + strings.ReplaceAll(f.Name.Text, "`", "``") + "`:" + TypeText(f.Type)
		}
		return "struct<" + strings.Join(parts, ",") + ">"
	case "array":
		return "array<" + TypeText(t.Parameters[0]) + ">"
	case "map":
		return "map<" + TypeText(t.Parameters[0]) + "," + TypeText(t.Parameters[1]) + ">"
	}
	if len(t.Sizes) > 0 {
		return t.Name + "(" + strings.Join(t.Sizes, ",") + ")"
	}
	return t.Name
}
