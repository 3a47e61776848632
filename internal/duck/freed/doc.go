// Package freed gives memory that DuckDB has freed back to the system.
//
// The package needs cgo; without it, it is empty.
package freed
