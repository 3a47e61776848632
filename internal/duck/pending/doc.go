// Package pending waits for the first rows of a statement that DuckDB has begun.
//
// The package needs cgo; without it, it is empty.
package pending
