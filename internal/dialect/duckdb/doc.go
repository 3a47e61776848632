// Package duckdb says what DuckDB calls things: which words it reserves, the names of
// its functions and of our macros for Trino's, and how it writes the paths and
// replacements that are constants of a statement.
package duckdb
