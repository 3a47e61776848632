// Package sqltext quotes texts and names for SQL, in the one way that Athena,
// Trino and DuckDB share: no character but the quote itself has a meaning
// between quotes.
package sqltext

import "strings"

// Literal returns text as a SQL string, with its quotes doubled.
func Literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Identifier returns name as a quoted SQL identifier, with its quotes doubled.
func Identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Literals returns texts as SQL strings with commas between them, for a list such
// as that of IN.
func Literals(texts []string) string {
	literals := make([]string, len(texts))
	for i, text := range texts {
		literals[i] = Literal(text)
	}
	return strings.Join(literals, ", ")
}
