package dialect

import (
	"slices"
	"strconv"

	"github.com/trailq/trailq/internal/sqltext"
)

// specialCall rewrites the calls that need more than another name.
func (e *expression) specialCall(name string, n, arguments node) (out []node, ok bool) {
	parts := split(arguments.kids)
	switch name {
	case "concat":
		return e.concat(n, parts), true
	case "if":
		return e.ifCall(n, parts), true
	case "date":
		return call("trino_date", n, e.arguments(arguments.kids)), true
	case "from_iso8601_date", "last_day_of_month":
		return call("trino_"+name, n, e.arguments(arguments.kids)), true
	case "date_add":
		return e.dateAdd(n, parts)
	case "date_format", "date_parse", "format_datetime", "parse_datetime":
		return e.patternCall(name, n, parts), true
	case "contains":
		return e.contains(n, parts), true
	case "extract":
		return e.extract(n, arguments.kids), true
	case "position", "trim", "substring", "substr":
		return e.keywordArguments(name, n, arguments)
	case "greatest", "least":
		return e.extreme(name, n, parts), true
	case "array_sort":
		if len(parts) == 1 {
			return nil, false
		}
		return e.lambdaCall(name, n, parts), true
	case "any_match", "all_match", "none_match", "zip_with", "map_zip_with", "reduce", "reduce_agg", "transform_values", "transform_keys", "map_filter":
		return e.lambdaCall(name, n, parts), true
	case "json_extract", "json_extract_scalar", "json_size":
		return e.jsonPathCall(name, n, parts), true
	case "regexp_replace":
		return e.regexpReplace(n, parts), true
	case "approx_distinct":
		return []node{raw("count", n), group(n, "(", slices.Concat([]node{raw("DISTINCT", n)}, spaced(e.argument(at0(parts)))), ")")}, true
	case "approx_percentile":
		return e.percentile(n, parts), true
	case "bitwise_and", "bitwise_or":
		return e.infix(n, parts, map[string]string{"bitwise_and": " &", "bitwise_or": " |"}[name]), true
	case "bitwise_xor":
		return call("xor", n, e.each(parts)...), true
	case "infinity", "nan", "e":
		text := map[string]string{"infinity": "CAST('inf' AS DOUBLE)", "nan": "CAST('nan' AS DOUBLE)", "e": "exp(1)"}[name]
		return []node{raw(text, n)}, true
	case "element_at":
		return e.member(n, parts)
	case "cardinality":
		function := "len"
		if e.r.isMap(arguments.kids) {
			function = "trino_map_cardinality"
		}
		return call(function, n, e.arguments(arguments.kids)), true
	case "map_agg":
		return e.mapAgg("trino_map_of", n, parts), true
	case "multimap_agg":
		return e.mapAgg("trino_multimap_of", n, parts), true
	}
	return nil, false
}

func at0(parts [][]node) []node {
	if len(parts) == 0 {
		return nil
	}
	return parts[0]
}

// each rewrites arguments.
func (e *expression) each(parts [][]node) [][]node {
	out := make([][]node, len(parts))
	for i, part := range parts {
		out[i] = e.argument(part)
	}
	return out
}

// want checks the number of arguments.
func (e *expression) want(n node, parts [][]node, least, most int) bool {
	if len(parts) < least || len(parts) > most {
		e.r.fail(n, "%s takes %s arguments, not %d", n.text, span(least, most), len(parts))
		return false
	}
	return true
}

func span(least, most int) string {
	if least == most {
		return strconv.Itoa(least)
	}
	return strconv.Itoa(least) + " to " + strconv.Itoa(most)
}

// infix writes arguments with an operator between, in brackets.
func (e *expression) infix(n node, parts [][]node, operator string) []node {
	return []node{group(n, "(", join(e.each(parts), operator), ")")}
}

// concat writes a || b: NULL makes NULL, which DuckDB's concat skips.
func (e *expression) concat(n node, parts [][]node) []node {
	if !e.want(n, parts, 1, 1000) {
		return nil
	}
	out := e.each(parts)
	for i := range out {
		if len(out[i]) > 1 {
			out[i] = []node{group(out[i][0], "(", out[i], ")")}
		}
	}
	return []node{group(n, "(", join(out, " ||"), ")")}
}

// ifCall writes IF(condition, a[, b]) as CASE.
func (e *expression) ifCall(n node, parts [][]node) []node {
	if !e.want(n, parts, 2, 3) {
		return nil
	}
	p := e.each(parts)
	out := slices.Concat([]node{raw("CASE WHEN", n)}, spaced(p[0]), []node{spacedRaw("THEN", n)}, spaced(p[1]))
	if len(p) == 3 {
		out = slices.Concat(out, []node{spacedRaw("ELSE", n)}, spaced(p[2]))
	}
	return []node{group(n, "(", append(out, spacedRaw("END", n)), ")")}
}

// inner rewrites an expression within this one.
func (e *expression) inner(nodes []node) *expression {
	inner := &expression{r: e.r, env: e.env, in: nodes, operand: -1}
	for inner.at < len(inner.in) && e.r.err == nil {
		inner.step()
	}
	return inner
}

// literalText returns the text of an argument that is a string literal.
func literalText(part []node) (string, bool) {
	if len(part) != 1 || part[0].kind != stringToken {
		return "", false
	}
	return part[0].value(), true
}

// contains means two things: an element of an array, or an address of a network.
func (e *expression) contains(n node, parts [][]node) []node {
	if !e.want(n, parts, 2, 2) {
		return nil
	}
	_, text := literalText(parts[0])
	name := "trino_contains"
	if text || isNetwork(parts[0], "ipprefix") || isNetwork(parts[1], "ipaddress") {
		name = "trino_cidr_contains"
	}
	return call(name, n, e.each(parts)...)
}

// isNetwork says whether an expression is a literal of, or a cast to, a type.
func isNetwork(part []node, typeName string) bool {
	switch {
	case len(part) == 2 && part[0].is(typeName) && part[1].kind == stringToken:
		return true
	case len(part) == 2 && part[0].is("cast", "try_cast") && part[1].parens():
		kids := part[1].kids
		return len(kids) > 0 && kids[len(kids)-1].is(typeName)
	}
	return false
}

// keywordArguments rewrites SUBSTRING(x FROM a FOR b), POSITION(a IN b) and
// TRIM(BOTH a FROM b).
func (e *expression) keywordArguments(name string, n, arguments node) ([]node, bool) {
	if name == "substr" || name == "substring" {
		var kids []node
		for _, k := range arguments.kids {
			if k.is("from", "for") {
				k = node{token: token{kind: operatorToken, text: ",", offset: k.offset}}
			}
			kids = append(kids, k)
		}
		return call("trino_substr", n, e.each(split(kids))...), true
	}
	for i, k := range arguments.kids {
		if name == "position" && k.is("in") {
			return call("strpos", n, e.r.expression(arguments.kids[i+1:], e.env), e.r.expression(arguments.kids[:i], e.env)), true
		}
	}
	return nil, false
}

// extreme writes greatest and least, which are NULL if any argument is.
func (e *expression) extreme(name string, n node, parts [][]node) []node {
	if !e.want(n, parts, 1, 1000) {
		return nil
	}
	macro := map[string]string{"greatest": "trino_array_max", "least": "trino_array_min"}[name]
	return call(macro, n, []node{group(n, "[", join(e.each(parts), ","), "]")})
}

// regexpReplace replaces all matches; $1 is DuckDB's \1.
func (e *expression) regexpReplace(n node, parts [][]node) []node {
	if !e.want(n, parts, 2, 3) {
		return nil
	}
	replacement := []node{raw("''", n)}
	if len(parts) == 3 {
		if _, _, isLambda := lambda(parts[2]); isLambda {
			e.r.fail(parts[2][0], "regexp_replace with a lambda is not available: use a text with $1")
			return nil
		}
		replacement = call("trino_replacement", n, e.argument(parts[2]))
		if text, ok := literalText(parts[2]); ok {
			replacement = []node{raw(sqltext.Literal(replacementText(text)), parts[2][0])}
		}
	}
	return call("regexp_replace", n, e.argument(parts[0]), e.argument(parts[1]), replacement, []node{raw("'g'", n)})
}

// percentile is exact: Trino's approximation allows that. Of an even number of
// values it takes the upper one in the middle, and so for other shares.
func (e *expression) percentile(n node, parts [][]node) []node {
	if !e.want(n, parts, 2, 2) {
		return nil
	}
	share := e.argument(parts[1])
	if len(parts[1]) == 1 && parts[1][0].kind == numberToken {
		share = []node{raw("least(1, "+parts[1][0].text+" + 1e-9)", parts[1][0])}
	}
	return call("quantile_disc", n, e.argument(parts[0]), share)
}
