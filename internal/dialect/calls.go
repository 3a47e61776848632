package dialect

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// call rewrites name(arguments).
func (e *expression) call(n, arguments node) {
	if n.is("cast", "try_cast") {
		e.cast(n, arguments)
		return
	}
	out, length := e.callNodes(n, arguments)
	e.emit(length, out...)
}

// callNodes returns what a call becomes, and how many nodes it was.
func (e *expression) callNodes(n, arguments node) (out []node, length int) {
	name := n.name()
	if e.lookForward(name) {
		return e.orderedCall(n, arguments)
	}
	if out, ok := e.specialCall(name, n, arguments); ok {
		return out, 2
	}
	arguments.kids = e.arguments(arguments.kids)
	if macro := macroFor(name); macro != "" {
		n = raw(macro, n)
	} else if n.kind == quotedToken {
		n = asIdentifier(n)
	}
	return []node{n, arguments}, 2
}

// arguments rewrites the arguments of a call; they may be lambdas.
func (e *expression) arguments(kids []node) []node {
	parts := split(kids)
	for i, part := range parts {
		parts[i] = e.argument(part)
	}
	return join(parts, ",")
}

func (e *expression) argument(nodes []node) []node {
	if parameters, body, ok := lambda(nodes); ok {
		return e.lambdaNodes(nodes[0], parameters, body)
	}
	return e.r.expression(nodes, e.env)
}

// lambda takes x -> body and (x, y) -> body apart.
func lambda(nodes []node) (parameters []node, body []node, ok bool) {
	if len(nodes) < 3 || !nodes[1].isOperator("->") {
		return nil, nil, false
	}
	if nodes[0].isName() {
		return nodes[:1], nodes[2:], true
	}
	for _, part := range split(nodes[0].kids) {
		if len(part) != 1 || !part[0].isName() {
			return nil, nil, false
		}
		parameters = append(parameters, part[0])
	}
	return parameters, nodes[2:], nodes[0].parens()
}

// lambdaNodes writes lambda x, y: body.
func (e *expression) lambdaNodes(n node, parameters, body []node) []node {
	names, bound := make([]string, len(parameters)), map[string]string{}
	for i, p := range parameters {
		names[i] = sqltext.Identifier(p.name())
		bound[p.name()] = names[i]
	}
	head := raw("lambda "+strings.Join(names, ", ")+":", n)
	return append([]node{head}, spaced(e.r.expression(body, e.env.binding(bound)))...)
}

// boundLambda writes a lambda of one parameter, itself, for one of Trino's
// whose parameters are parts of it.
func (e *expression) boundLambda(nodes []node, itself string, parts ...string) []node {
	parameters, body, ok := lambda(nodes)
	if !ok || len(parameters) != len(parts) {
		e.r.fail(at(nodes), "a lambda with %d parameters is expected here", len(parts))
		return nil
	}
	bound := map[string]string{}
	for i, p := range parameters {
		bound[p.name()] = itself + parts[i]
	}
	head := raw("lambda "+itself+":", nodes[0])
	return append([]node{head}, spaced(e.r.expression(body, e.env.binding(bound)))...)
}

// lookForward says whether a call of this name is followed by an order or a
// treatment of nulls that DuckDB writes inside the brackets.
func (e *expression) lookForward(name string) bool {
	return name == "listagg" && e.peek(2).is("within") || e.peek(2).is("ignore", "respect") && e.peek(3).is("nulls")
}

// orderedCall moves WITHIN GROUP (ORDER BY …) and IGNORE NULLS inside.
func (e *expression) orderedCall(n, arguments node) ([]node, int) {
	inner := e.arguments(arguments.kids)
	if e.peek(2).is("within") && e.peek(4).parens() {
		inner = slices.Concat(inner, spaced(e.r.expression(e.peek(4).kids, e.env)))
		if len(split(arguments.kids)) == 1 {
			inner = slices.Concat(e.arguments(arguments.kids), []node{raw(", ''", n)}, spaced(e.r.expression(e.peek(4).kids, e.env)))
		}
		return []node{raw("string_agg", n), group(n, "(", inner, ")")}, 5
	}
	inner = slices.Concat(inner, []node{spacedRaw(strings.ToUpper(e.peek(2).text)+" NULLS", n)})
	return []node{n, group(n, "(", inner, ")")}, 4
}

// macroFor returns the macro, Go function or DuckDB function that does what
// Trino's function does; "" where DuckDB has the same under the same name.
func macroFor(name string) string {
	switch name {
	case "element_at", "split_part", "split", "substr", "substring", "replace", "strpos", "split_to_map",
		"regexp_like", "regexp_extract", "regexp_count",
		"json_extract", "json_extract_scalar", "json_parse", "json_format", "json_array_get", "json_array_length",
		"json_array_contains", "json_size", "is_json_scalar",
		"from_iso8601_timestamp", "from_iso8601_date", "from_unixtime", "to_iso8601", "date_diff",
		"at_timezone", "with_timezone", "parse_duration", "millisecond", "last_day_of_month",
		"array_distinct", "array_sort", "array_join", "array_max", "array_min", "array_position", "array_remove",
		"array_union", "array_intersect", "array_except", "arrays_overlap", "array_sum", "slice", "sequence", "cardinality",
		"md5", "sha1", "sha256", "sha512", "crc32", "typeof", "to_base", "repeat", "lpad", "rpad", "levenshtein_distance",
		"url_extract_host", "url_extract_path", "url_extract_query", "url_extract_protocol",
		"url_extract_parameter", "url_extract_port", "url_extract_fragment", "url_decode", "url_encode",
		"codepoint", "human_readable_seconds", "date":
		return "trino_" + name
	}
	return renamed(name)
}

// renamed returns DuckDB's name for a function that means the same.
func renamed(name string) string {
	switch name {
	case "arbitrary":
		return "any_value"
	case "every":
		return "bool_and"
	case "geometric_mean":
		return "geomean"
	case "dow", "day_of_week":
		return "isodow"
	case "day_of_month":
		return "day"
	case "day_of_year", "doy":
		return "dayofyear"
	case "week_of_year":
		return "week"
	case "year_of_week", "yow":
		return "isoyear"
	case "to_unixtime":
		return "epoch"
	case "to_utf8":
		return "encode"
	case "from_utf8":
		return "decode"
	case "truncate":
		return "trunc"
	case "to_hex":
		return "hex"
	case "from_hex":
		return "unhex"
	case "to_base64":
		return "base64"
	case "from_base64":
		return "from_base64"
	case "hamming_distance":
		return "hamming"
	case "rand":
		return "random"
	case "is_nan":
		return "isnan"
	case "is_finite":
		return "isfinite"
	case "is_infinite":
		return "isinf"
	case "filter":
		return "list_filter"
	case "transform":
		return "list_transform"
	case "regexp_split":
		return "string_split_regex"
	case "try":
		return "TRY"
	}
	return ""
}
