package duckdb

// IsReserved reports whether DuckDB cannot take the word for a name where a
// name is due, or takes it for a function without brackets. The list is
// duckdb_keywords() where keyword_category in ('reserved', 'type_function').
func IsReserved(word string) bool {
	switch word {
	case "all", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof", "asymmetric",
		"at", "authorization", "binary", "both", "by", "case", "cast", "check", "collate", "collation",
		"column", "columns", "concurrently", "constraint", "create", "cross", "default", "deferrable",
		"desc", "describe", "distinct", "do", "else", "end", "except", "false", "fetch", "for",
		"foreign", "freeze", "from", "full", "generated", "glob", "group", "having", "ilike", "in",
		"initially", "inner", "intersect", "into", "is", "isnull", "join", "lambda", "lateral",
		"leading", "left", "like", "limit", "map", "natural", "not", "notnull", "null", "offset", "on",
		"only", "or", "order", "outer", "overlaps", "pivot", "pivot_longer", "pivot_wider", "placing",
		"positional", "primary", "qualify", "references", "returning", "right", "select", "semi",
		"show", "similar", "some", "struct", "summarize", "symmetric", "table", "tablesample", "then",
		"to", "trailing", "true", "try_cast", "union", "unique", "unpack", "unpivot", "using",
		"variadic", "verbose", "when", "where", "window", "with", "user", "session_user",
		"current_user":
		return true
	}
	return false
}

// IsTrinoName reports whether DuckDB reserves the word and Trino never uses it
// as a keyword inside an expression, so that there it is always a name:
// https://trino.io/docs/current/language/reserved.html
func IsTrinoName(word string) bool {
	switch word {
	case "analyse", "analyze", "anti", "asof", "asymmetric", "authorization", "binary", "check",
		"collate", "collation", "columns", "concurrently", "default", "deferrable", "do", "foreign",
		"freeze", "generated", "glob", "ilike", "initially", "isnull", "lambda", "notnull", "only",
		"overlaps", "pivot", "pivot_longer", "pivot_wider", "placing", "positional", "primary",
		"qualify", "references", "returning", "semi", "show", "similar", "struct", "summarize",
		"symmetric", "to", "unique", "unpack", "unpivot", "variadic", "verbose", "user",
		"session_user", "column", "offset", "limit", "window", "fetch":
		return true
	}
	return false
}
