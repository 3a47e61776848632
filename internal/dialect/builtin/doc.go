// Package builtin holds Trino's functions for DuckDB: macros in the engine's SQL,
// and plain Go functions for what SQL cannot do, which an engine registers before
// it creates the macros. It knows no syntax of queries and no tables.
package builtin
