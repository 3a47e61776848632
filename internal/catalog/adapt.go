package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"

	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// parseType reads a type as Trino writes it.
func parseType(text string) (*syntax.Type, error) {
	parsed, err := parser.Parse("SELECT CAST(NULL AS " + text + ")")
	if err != nil {
		return nil, fmt.Errorf("type %q: %w", text, err)
	}
	var found *syntax.Type
	syntax.Walk(parsed, func(n syntax.Node) bool {
		if cast, isCast := n.(*syntax.Cast); isCast && found == nil {
			found = cast.Type
		}
		return found == nil
	})
	return found, nil
}

// hasField reports whether a column is a row with a field, which is named by its steps.
func (t *Table) hasField(column, steps string) bool {
	own := t.findColumn(column)
	if own == nil {
		return false
	}
	typ, err := parseType(own.Type)
	for step := range strings.SplitSeq(steps, ".") {
		if err != nil || typ == nil {
			return false
		}
		typ = fieldOf(typ, step)
	}
	return typ != nil
}

// fieldOf returns the type of a field of a row, nil for none.
func fieldOf(row *syntax.Type, name string) *syntax.Type {
	i := slices.IndexFunc(row.Fields, func(f syntax.TypeField) bool { return strings.EqualFold(f.Name.Text, name) })
	if i < 0 {
		return nil
	}
	return row.Fields[i].Type
}

// adaptColumn returns a column as the type that our table has for it.
func adaptColumn(sql, typeName string, want schema.Type) (expression, error) {
	have, err := parseType(typeName)
	if err != nil {
		return expression{}, err
	}
	return expression{sql: adapt(sql, have, want)}, nil
}

// adapt returns a value as the type that our table has for it. Objects and arrays become
// JSON where our table has texts, and fields that a row lacks are NULL.
func adapt(sql string, have *syntax.Type, want schema.Type) string {
	switch {
	case fits(have, want):
		return sql
	case want.Kind == schema.Text:
		return textOf(sql, have)
	case want.Kind == schema.Struct && have.Name == "row":
		var fields []string
		for _, f := range want.Fields {
			inner := "CAST(NULL AS " + TypeText(f.Type) + ")"
			if typ := fieldOf(have, f.Name); typ != nil {
				inner = adapt(sql+"."+sqltext.Identifier(f.Name), typ, f.Type)
			}
			fields = append(fields, inner)
		}
		return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN CAST(ROW(%s) AS %s) END", sql, strings.Join(fields, ", "), TypeText(want))
	case want.Kind == schema.List && have.Name == "array" && len(have.Parameters) == 1:
		return fmt.Sprintf("transform(%s, trailq_element -> %s)", sql, adapt("trailq_element", have.Parameters[0], *want.Element))
	}
	return fmt.Sprintf("TRY_CAST(%s AS %s)", sql, TypeText(want))
}

// fits reports whether a value has all fields of the type.
func fits(have *syntax.Type, want schema.Type) bool {
	switch want.Kind {
	case schema.Text:
		return have.Name == "varchar" || have.Name == "char"
	case schema.Struct:
		return have.Name == "row" && !slices.ContainsFunc(want.Fields, func(f schema.Field) bool {
			typ := fieldOf(have, f.Name)
			return typ == nil || !fits(typ, f.Type)
		})
	case schema.List:
		return have.Name == "array" && len(have.Parameters) == 1 && fits(have.Parameters[0], *want.Element)
	}
	return have.String() == TypeText(want)
}

// textOf returns a value as the text that CloudTrail writes for it.
func textOf(sql string, have *syntax.Type) string {
	switch have.Name {
	case "timestamp":
		if have.Zone == "with" {
			sql += " AT TIME ZONE 'UTC'"
		}
		return "date_format(" + sql + ", '%Y-%m-%dT%H:%i:%sZ')"
	case "row", "array", "map":
		return "json_format(CAST(" + sql + " AS JSON))"
	case "json":
		return "json_format(" + sql + ")"
	}
	return "CAST(" + sql + " AS varchar)"
}

// TypeText writes a type as Trino does.
func TypeText(t schema.Type) string {
	switch t.Kind {
	case schema.Boolean:
		return "boolean"
	case schema.Timestamp:
		return "timestamp(3)"
	case schema.BigInt:
		return "bigint"
	case schema.Blob:
		return "varbinary"
	case schema.Map:
		return "map(varchar, varchar)"
	case schema.List:
		return "array(" + TypeText(*t.Element) + ")"
	case schema.Struct:
		var fields []string
		for _, f := range t.Fields {
			fields = append(fields, sqltext.Identifier(f.Name)+" "+TypeText(f.Type))
		}
		return "row(" + strings.Join(fields, ", ") + ")"
	}
	return "varchar"
}
