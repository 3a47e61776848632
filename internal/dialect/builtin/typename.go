package builtin

import "strings"

// typeName returns Trino's name for one of DuckDB's types:
// https://trino.io/docs/current/language/types.html
func typeName(engine string) (string, error) {
	engine = strings.TrimSpace(engine)
	if element, isList := strings.CutSuffix(engine, "[]"); isList {
		inner, err := typeName(element)
		return "array(" + inner + ")", err
	}
	name, inside, _ := strings.Cut(strings.TrimSuffix(engine, ")"), "(")
	switch name {
	case "MAP", "STRUCT":
		parts := typeParts(inside)
		for i, part := range parts {
			field := ""
			if name == "STRUCT" {
				field, part = fieldOf(part)
			}
			inner, err := typeName(part)
			if err != nil {
				return "", err
			}
			parts[i] = field + inner
		}
		return map[string]string{"MAP": "map", "STRUCT": "row"}[name] + "(" + strings.Join(parts, ", ") + ")", nil
	case "DECIMAL":
		return "decimal(" + strings.ReplaceAll(inside, " ", "") + ")", nil
	case "HUGEINT", "UBIGINT", "UINTEGER":
		return "bigint", nil
	case "FLOAT":
		return "real", nil
	case "BLOB":
		return "varbinary", nil
	case "TIMESTAMP":
		return "timestamp(3)", nil
	case "TIMESTAMP WITH TIME ZONE":
		return "timestamp(3) with time zone", nil
	case "INTERVAL":
		return "interval day to second", nil
	}
	return strings.ToLower(engine), nil
}

// typeParts cuts a list of types at the commas outside of brackets and quotes.
func typeParts(list string) (parts []string) {
	depth, quoted, start := 0, false, 0
	for i := range len(list) {
		switch c := list[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			parts = append(parts, strings.TrimSpace(list[start:i]))
			start = i + 1
		}
	}
	return append(parts, strings.TrimSpace(list[start:]))
}

// fieldOf cuts a struct's field into its name, without quotes and with the space behind
// it, and its type.
func fieldOf(part string) (name, kind string) {
	if strings.HasPrefix(part, `"`) {
		if end := strings.Index(part[1:], `" `); end > 0 {
			return part[1:end+1] + " ", part[end+3:]
		}
	}
	name, kind, _ = strings.Cut(part, " ")
	if kind == "" {
		return "", name
	}
	return name + " ", kind
}
