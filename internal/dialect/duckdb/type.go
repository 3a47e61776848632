package duckdb

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// TypeText writes one of Trino's types as DuckDB's.
// https://trino.io/docs/current/language/types.html
func TypeText(typ *syntax.Type) (string, *syntax.Error) {
	switch name := typ.Name; name {
	case "time":
		if typ.Zone == "" {
			return "TIME", nil
		}
		return "", &syntax.Error{Offset: typ.Start(), Message: "the type time with time zone is not available"}
	case "array":
		element, err := elementText(typ, 0)
		return element + "[]", err
	case "map":
		key, err := elementText(typ, 0)
		if err != nil {
			return "", err
		}
		value, err := elementText(typ, 1)
		return "MAP(" + key + ", " + value + ")", err
	case "row":
		return rowText(typ)
	case "varchar", "char", "string", "ipprefix":
		return "VARCHAR", nil
	case "varbinary", "ipaddress":
		return "BLOB", nil
	case "real", "float":
		return "FLOAT", nil
	case "timestamp":
		if typ.Zone == "with" {
			return "TIMESTAMPTZ", nil
		}
		return "TIMESTAMP", nil
	case "decimal":
		if len(typ.Sizes) == 0 {
			return "DECIMAL(38, 0)", nil
		}
		return typ.String(), nil
	case "tinyint", "smallint", "int", "integer", "bigint", "double", "boolean", "date", "json", "uuid":
		return strings.ToUpper(name), nil
	}
	return "", &syntax.Error{Offset: typ.Start(), Message: "there is no type " + typ.Name}
}

// elementText writes a parameter of a type: array(varchar), Hive's array<varchar>.
func elementText(typ *syntax.Type, i int) (string, *syntax.Error) {
	if i >= len(typ.Parameters) {
		message := fmt.Sprintf("%s needs the types of what is in it, for example array(varchar)", typ.Name)
		return "", &syntax.Error{Offset: typ.Start(), Message: message}
	}
	return TypeText(typ.Parameters[i])
}

// rowText writes row(name type, …) as a struct.
func rowText(typ *syntax.Type) (string, *syntax.Error) {
	fields := make([]string, len(typ.Fields))
	for i, f := range typ.Fields {
		name := f.Name.Text
		if name == "" {
			name = "field" + strconv.Itoa(i)
		}
		text, err := TypeText(f.Type)
		if err != nil {
			return "", err
		}
		fields[i] = sqltext.Identifier(name) + " " + text
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")", nil
}
