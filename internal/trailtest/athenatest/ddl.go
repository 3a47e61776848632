package athenatest

import "strings"

// ParseTable returns the table of a CREATE EXTERNAL TABLE, with its name in lower case,
// and whether the statement is one.
func ParseTable(sql string) (name string, table Table, ok bool) {
	rest, ok := strings.CutPrefix(sql, "CREATE EXTERNAL TABLE ")
	if !ok {
		return "", table, false
	}
	name, rest, _ = strings.Cut(rest, "(")
	name = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), "`", ""))
	columns, rest := cutList(rest)
	table.Columns = columns
	if _, keys, found := strings.Cut(rest, "PARTITIONED BY ("); found {
		table.Keys, _ = cutList(keys)
	}
	table.Properties = make(map[string]string)
	if _, location, found := strings.Cut(rest, "LOCATION '"); found {
		table.Properties["location"], _, _ = strings.Cut(location, "'")
	}
	_, properties, _ := strings.Cut(rest, "TBLPROPERTIES")
	parts := strings.Split(properties, "'")
	for i := 1; i+2 < len(parts); i += 4 { // ( 'key' = 'value', …
		table.Properties[parts[i]] = parts[i+2]
	}
	return name, table, true
}

// cutList cuts a list of columns at its end, and returns what follows.
func cutList(text string) (columns []Column, rest string) {
	depth, start := 0, 0
	add := func(part string) {
		name, typeName, _ := strings.Cut(strings.TrimSpace(part), " ")
		typeName = strings.ToLower(strings.ReplaceAll(strings.Join(strings.Fields(typeName), ""), "`", ""))
		columns = append(columns, Column{Name: strings.Trim(name, "`"), Type: typeName})
	}
	for i, c := range text {
		switch {
		case c == '<' || c == '(':
			depth++
		case c == '>' || c == ')' && depth > 0:
			depth--
		case c == ',' && depth == 0:
			add(text[start:i])
			start = i + 1
		case c == ')':
			add(text[start:i])
			return columns, text[i+1:]
		}
	}
	return columns, ""
}

// TrinoColumns returns the columns and keys for a CREATE TABLE of Trino's.
func (t *Table) TrinoColumns() string {
	var columns []string
	for _, list := range [][]Column{t.Columns, t.Keys} {
		for _, c := range list {
			columns = append(columns, `"`+c.Name+`" `+trinoType(c.Type))
		}
	}
	return strings.Join(columns, ", ")
}

// trinoType returns a type of Hive's, without spaces, as Trino writes it.
func trinoType(hive string) string {
	var out strings.Builder
	word := ""
	flush := func() {
		plain := map[string]string{"string": "varchar", "int": "integer", "binary": "varbinary", "timestamp": "timestamp(3)", "struct": "row"}
		if name, found := plain[word]; found {
			word = name
		}
		out.WriteString(word)
		word = ""
	}
	for _, c := range hive {
		switch c {
		case '<':
			flush()
			out.WriteByte('(')
		case '>':
			flush()
			out.WriteByte(')')
		case ':':
			out.WriteString(`"` + word + `" `)
			word = ""
		case ',':
			flush()
			out.WriteString(", ")
		default:
			word += string(c)
		}
	}
	flush()
	return out.String()
}
