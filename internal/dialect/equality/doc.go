// Package equality writes the comparisons of a statement so that the engine decides them
// as Trino does: of rows and arrays with NULL in them, and of doubles that are no number.
// https://trino.io/docs/current/functions/comparison.html
package equality
