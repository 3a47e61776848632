package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// cast rewrites CAST(x AS type) and TRY_CAST.
func (e *expression) cast(n, arguments node) {
	at := slices.IndexFunc(arguments.kids, func(k node) bool { return k.is("as") })
	for i := range arguments.kids { // the last AS: the type's
		if arguments.kids[i].is("as") {
			at = i
		}
	}
	if at < 1 || at+1 >= len(arguments.kids) {
		e.r.fail(n, "a cast is written CAST(value AS type)")
		return
	}
	value := e.r.expression(arguments.kids[:at], e.env)
	typeNodes, _ := foldAngles(arguments.kids[at+1:])
	name := strings.ToLower(typeNodes[0].text)
	out := e.castTo(n, value, name, typeNodes)
	e.emit(2, out...)
}

// castTo writes the cast to a type, by a macro where DuckDB's own means
// something else.
func (e *expression) castTo(n node, value []node, name string, typeNodes []node) []node {
	macro, keyword := "trino_cast_", "CAST"
	if n.is("try_cast") {
		macro, keyword = "trino_try_cast_", "TRY_CAST"
	}
	plain := func(value []node) []node {
		of := spacedRaw("AS "+e.typeText(typeNodes), n)
		return []node{raw(keyword, n), group(n, "(", append(slices.Clone(value), of), ")")}
	}
	sized := len(typeNodes) > 1 && typeNodes[1].parens()
	switch name {
	case "varchar", "string", "char":
		out := call(macro+"varchar", n, value)
		if sized {
			out = call("left", n, out, typeNodes[1].kids)
		}
		return out
	case "tinyint", "smallint", "int", "integer", "bigint":
		return plain(call(macro+"bigint", n, value))
	case "double", "boolean":
		return call(macro+name, n, value)
	case "real", "float":
		return plain(call(macro+"double", n, value))
	case "decimal":
		return plain(call(macro+"scalar", n, value))
	case "date":
		return call(macro+"date", n, value)
	case "timestamp":
		if slices.ContainsFunc(typeNodes, func(t node) bool { return t.is("with") }) {
			return call(macro+"timestamptz", n, value)
		}
		return call(macro+"timestamp", n, value)
	case "json":
		return call(macro+"json", n, value)
	case "ipaddress":
		return call("trino_ipaddress", n, value)
	case "ipprefix":
		return value
	}
	return plain(value)
}

// foldAngles writes Hive's array<varchar> as array(varchar). It returns the
// nodes up to the > that closes what is open, and how many it passed.
func foldAngles(nodes []node) ([]node, int) {
	var out []node
	for i := 0; i < len(nodes); i++ {
		switch {
		case nodes[i].isOperator("<"):
			inner, length := foldAngles(nodes[i+1:])
			out = append(out, group(nodes[i], "(", inner, ")"))
			i += length
		case nodes[i].isOperator(">"):
			return out, i + 1
		default:
			out = append(out, nodes[i])
		}
	}
	return out, len(nodes)
}

// typeText writes one of Trino's types as DuckDB's.
// https://trino.io/docs/current/language/types.html
func (e *expression) typeText(nodes []node) string {
	if len(nodes) == 0 || !nodes[0].isName() {
		e.r.fail(at(nodes), "a type is expected here")
		return ""
	}
	var arguments [][]node
	if len(nodes) > 1 && nodes[1].parens() {
		arguments = split(nodes[1].kids)
	}
	switch name := nodes[0].name(); name {
	case "array":
		return e.element(nodes, arguments, 0) + "[]"
	case "map":
		return "MAP(" + e.element(nodes, arguments, 0) + ", " + e.element(nodes, arguments, 1) + ")"
	case "row":
		return e.rowText(arguments)
	case "varchar", "char", "string", "ipprefix":
		return "VARCHAR"
	case "varbinary", "ipaddress":
		return "BLOB"
	case "real", "float":
		return "FLOAT"
	case "timestamp":
		if slices.ContainsFunc(nodes, func(n node) bool { return n.is("with") }) {
			return "TIMESTAMPTZ"
		}
		return "TIMESTAMP"
	case "decimal":
		text, _ := render(nodes)
		return text
	case "tinyint", "smallint", "int", "integer", "bigint", "double", "boolean", "date", "time", "json", "uuid":
		return strings.ToUpper(name)
	}
	e.r.fail(nodes[0], "there is no type %s", nodes[0].text)
	return ""
}

func at(nodes []node) node {
	if len(nodes) == 0 {
		return node{}
	}
	return nodes[0]
}

// element writes an argument of a type: array(varchar), Hive's array<varchar>.
func (e *expression) element(nodes []node, arguments [][]node, i int) string {
	if i >= len(arguments) {
		e.r.fail(nodes[0], "%s needs the types of what is in it, for example array(varchar)", nodes[0].text)
		return ""
	}
	return e.typeText(arguments[i])
}

// rowText writes row(name type, …) as a struct.
func (e *expression) rowText(arguments [][]node) string {
	fields := make([]string, len(arguments))
	for i, argument := range arguments {
		name := "field" + strconv.Itoa(i)
		if len(argument) > 1 && argument[0].isName() && !argument[1].parens() {
			name, argument = unquoted(argument[0]), argument[1:]
		}
		fields[i] = sqltext.Identifier(name) + " " + e.typeText(argument)
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")"
}
