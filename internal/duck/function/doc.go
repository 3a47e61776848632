// Package function gives DuckDB the functions that the dialect's macros call, and the types
// of its columns.
package function
