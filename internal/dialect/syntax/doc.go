// Package syntax holds Trino's SELECT language as a tree: the tokens of a text, the
// nodes of a statement with their places, and the printer that writes a tree as text.
// Package parser makes trees. Neither knows of tables, columns and types.
package syntax
