// Package guard decides by DuckDB's own reading of a statement whether it can run:
//
//	s := guard.Divide(sql)
//	…                                    // DuckDB parses s.Query: json_serialize_sql
//	names, err := guard.CheckTree(text, tables)
//
// It is the second of four locks. Package dialect prints what it has understood of a
// statement and nothing else; the guard looks at what DuckDB itself understands of the
// printed text; DuckDB's settings allow no access to the outside; and the process can
// write nowhere else (see package confine). So a difference between dialect's reading
// and DuckDB's, such as the end of a nested comment, runs nothing.
//
// What a statement reads and calls must be on a list: the tables that it is given, a
// few table functions, and the functions of functions.txt. DuckDB expands views and
// macros after the guard has seen the statement. Their bodies are our own, or queries
// that the guard has seen when they were made, and their names can never come to mean
// something of DuckDB's.
package guard
