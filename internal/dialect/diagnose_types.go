package dialect

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// mismatch finds a function or operator that the engine has not for the types of its
// arguments.
var mismatch = regexp.MustCompile(`No function matches the given name and argument types '([^(]+)\((.*)\)'`)

// sayMismatch says that a function or operator does not take its arguments, with
// the name that the user wrote; "" if the error says something else.
func sayMismatch(text, word string) string {
	m := mismatch.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	types := writeTypes(m[2])
	if operator := operatorName(m[1]); operator != "" {
		return operator + " does not take (" + types + "): cast its operands"
	}
	if word == "" {
		word = cmp.Or(ownName(m[1]), strings.TrimPrefix(m[1], "trino_"))
	}
	return word + " does not take (" + types + "): check the types of its arguments"
}

// operatorName returns what SQL calls one of the engine's operators.
func operatorName(name string) string {
	switch name {
	case "~~", "like_escape":
		return "LIKE"
	case "!~~", "not_like_escape":
		return "NOT LIKE"
	case "timezone":
		return "AT TIME ZONE"
	case "+", "-", "*", "/", "%", "||":
		return name
	case "//":
		return "/"
	}
	return ""
}

// wordAt returns the name in the source that is at an offset, or begins just behind.
func (q *Query) wordAt(offset int, known bool) string {
	if !known || offset >= len(q.source) {
		return ""
	}
	rest := q.source[offset:]
	end := 0
	for end < len(rest) && (syntax.IsNameByte(rest[end]) || syntax.IsDigit(rest[end])) {
		end++
	}
	if !strings.HasPrefix(strings.TrimSpace(rest[end:]), "(") {
		return ""
	}
	return rest[:end]
}

// findCaller returns the function in the source whose macro has a call that the engine has
// not for the types of its arguments, and where it is; false if it could be several.
func (q *Query) findCaller(text string) (word string, offset int, ok bool) {
	m := mismatch.FindStringSubmatch(text)
	if m == nil {
		return "", 0, false
	}
	for _, macro := range builtin.Macros() {
		name := macroName.FindStringSubmatch(macro)
		if name == nil || indexWord(q.SQL, "trino_"+name[1]) < 0 || indexWord(macro, m[1]) < 0 {
			continue
		}
		at := indexWord(q.source, name[1])
		if at < 0 || ok && word != name[1] {
			return "", 0, false
		}
		word, offset, ok = name[1], at, true
	}
	return word, offset, ok
}

// macroName finds which function a macro of the dialect is.
var macroName = regexp.MustCompile(`(?i)\bMACRO trino_(\w+)\(`)

// ownName returns Trino's name for a function of the engine that only macros call.
func ownName(engine string) string {
	return map[string]string{
		"regexp_matches": "regexp_like", "list_contains": "contains", "list_filter": "filter", "list_transform": "transform",
		"list_sort": "array_sort", "list_position": "array_position", "list_reverse": "reverse", "len": "cardinality",
		"array_to_string": "array_join", "string_split": "split", "list_max": "array_max", "list_min": "array_min",
		"list_has_any": "arrays_overlap", "list_zip": "zip_with", "quantile_disc": "approx_percentile", "string_agg": "listagg",
		"date_sub": "date_diff", "epoch_us": "date_diff", "strftime": "date_format", "strptime": "date_parse", "json_extract_string": "json_extract_scalar",
	}[engine]
}

// engineType finds the names that the engine has for types.
var engineType = regexp.MustCompile(`\b(?:STRUCT|MAP|TIMESTAMP WITH TIME ZONE|VARCHAR|BIGINT|HUGEINT|INTEGER|UINTEGER|UBIGINT|SMALLINT|TINYINT|DOUBLE|FLOAT|BLOB|BOOLEAN|TIMESTAMP|DATE|INTERVAL|DECIMAL|JSON|INT8|INT16|INT32|INT64|INT128|STRING_LITERAL|INTEGER_LITERAL)\b`)

// listType finds a list's type, of which the element has no brackets any more.
var listType = regexp.MustCompile(`(?:\b[a-z]+|(?:row|map|array|decimal)‹[^‹›]*›)\[\]`)

// longestType is the longest type that is written out.
const longestType = 60

// writeTypes writes the engine's types as Trino's; of long ones the beginning.
func writeTypes(text string) string {
	names := map[string]string{
		"STRUCT": "row", "HUGEINT": "bigint", "UINTEGER": "bigint", "UBIGINT": "bigint", "FLOAT": "real", "BLOB": "varbinary",
		"INT8": "tinyint", "INT16": "smallint", "INT32": "integer", "INT64": "bigint", "INT128": "decimal", "STRING_LITERAL": "varchar", "INTEGER_LITERAL": "integer",
	}
	written := engineType.ReplaceAllStringFunc(text, func(found string) string {
		if name := names[found]; name != "" {
			return name
		}
		return strings.ToLower(found)
	})
	if written == text {
		return text
	}
	return foldLists(written)
}

// innermost finds brackets behind a type's name, without others inside.
var innermost = regexp.MustCompile(`\b(row|map|array|decimal)\(([^()]*)\)`)

// foldLists writes row(…)[] as array(row(…)), from the inside out.
func foldLists(text string) string {
	for before := ""; before != text; {
		before = text
		text = innermost.ReplaceAllStringFunc(text, func(found string) string {
			name, fields, _ := strings.Cut(strings.TrimSuffix(found, ")"), "(")
			if len(fields) > longestType {
				fields = "…"
			}
			return name + "‹" + fields + "›"
		})
		text = listType.ReplaceAllStringFunc(text, func(found string) string {
			return "array‹" + strings.TrimSuffix(found, "[]") + "›"
		})
	}
	return strings.NewReplacer("‹", "(", "›", ")").Replace(text)
}
